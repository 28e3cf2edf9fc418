"""Addresses of this stage."""

from django.urls import path

from processes.corrective_actions import views

urlpatterns = [
    path("case/<str:number>/actions/", views.case_actions, name="case_actions"),
]
