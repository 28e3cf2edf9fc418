"""Addresses of appeals."""

from django.urls import path

from processes.appeals import reconsider_views, views

urlpatterns = [
    path("case/<str:number>/appeal/", views.case_appeal, name="case_appeal"),
    path(
        "certificate/<str:number>/decision/<int:n>/appeal/",
        views.appeal_decision,
        name="appeal_decision",
    ),
    path(
        "certificate/<str:number>/decision/<int:n>/reconsider/",
        reconsider_views.reconsider_certificate,
        name="reconsider_certificate",
    ),
    path(
        "case/<str:number>/decision/<int:n>/reconsider/",
        reconsider_views.reconsider_case,
        name="reconsider_case",
    ),
    path("case/<str:number>/appeal/<int:n>/", views.appeal, name="appeal"),
]
