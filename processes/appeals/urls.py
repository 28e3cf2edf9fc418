"""Addresses of appeals."""

from django.urls import path

from processes.appeals import views

urlpatterns = [
    path("case/<str:number>/appeal/", views.case_appeal, name="case_appeal"),
    path(
        "certificate/<str:number>/decision/<int:n>/appeal/",
        views.appeal_decision,
        name="appeal_decision",
    ),
    path("case/<str:number>/appeal/<int:n>/", views.appeal, name="appeal"),
]
