"""The address to which the button of a letter leads."""

from django.urls import path

from processes.organisations import address_views

urlpatterns = [path("account/address/<str:signed>/", address_views.link, name="address_link")]
