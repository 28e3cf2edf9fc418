"""Addresses of people and organisations."""

from django.urls import path

from processes.organisations import views
from processes.organisations.accounts import security_views
from processes.organisations.accounts import views as address_views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/new/", views.new_person, name="new_person"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/address/agree/", address_views.agree, name="agree_address"),
    path("people/<int:pk>/address/cancel/", address_views.cancel, name="cancel_address"),
    path("people/<int:pk>/roles/new/", views.new_membership, name="new_membership"),
    path("people/<int:pk>/ties/new/", views.new_interest, name="new_interest"),
    path("ties/<int:pk>/end/", views.end_interest, name="end_interest"),
    path("security/", security_views.log, name="security_log"),
    path("security/export/", security_views.export, name="security_log_export"),
    path("organisations/", views.organisations, name="organisations"),
]
