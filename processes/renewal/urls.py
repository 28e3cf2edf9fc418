"""Addresses of this stage."""

from django.urls import path

from processes.renewal import views

urlpatterns = [
    path("administration/cycles/<int:pk>/preview/", views.cycle_preview, name="cycle_preview"),
]
