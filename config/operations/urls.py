"""Addresses for those who run the system. No login: a machine asks, and is told no secret."""

from django.urls import path

from config.operations import views

urlpatterns = [
    path("health/", views.whole, name="health"),
    path("health/live/", views.alive, name="health_live"),
    path("health/ready/", views.ready, name="health_ready"),
    path("metrics/", views.figures, name="metrics"),
    path("administration/system/", views.system, name="system"),
]
