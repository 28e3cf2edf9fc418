"""Addresses of changes that a municipality tells."""

from django.urls import path

from processes.changing import views

urlpatterns = [
    path("certificate/<str:number>/change/", views.report_change, name="report_change"),
    path(
        "certificate/<str:number>/change/<int:n>/",
        views.change_notice,
        name="change_notice",
    ),
]
