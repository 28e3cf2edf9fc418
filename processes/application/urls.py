"""Addresses of the application stage."""

from django.urls import URLPattern, path

from processes.application import views

urlpatterns: list[URLPattern] = [
    path("application/new/", views.new, name="application_new"),
    path("case/<str:number>/application/", views.read, name="case_application"),
    path("case/<str:number>/agreement/", views.read_agreement, name="case_agreement"),
]
