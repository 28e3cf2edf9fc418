"""Addresses of this stage."""

from django.urls import path

from processes.decision import views

urlpatterns = [
    path(
        "case/<str:number>/decision/<int:n>/",
        views.case_decision,
        name="case_decision",
    ),
]
