"""The address to which the button of a letter leads."""

from django.urls import path

from processes.organisations.accounts import views as address_views

urlpatterns = [path("account/address/<str:signed>/", address_views.link, name="address_link")]
