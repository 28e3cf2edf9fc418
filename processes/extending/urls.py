"""Addresses of more time."""

from django.urls import path

from processes.extending import views

urlpatterns = [path("case/<str:number>/extend/<int:pk>/", views.case_extend, name="case_extend")]
