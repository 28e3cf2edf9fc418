"""Addresses of this stage."""

from django.urls import path

from processes.certificate import views

urlpatterns = [
    path("certificate/<str:number>/", views.certificate, name="certificate"),
]
