"""Addresses of the programme."""

from django.urls import path

from processes.renewal.programme import choosing
from processes.renewal.programme import views as programme_views

urlpatterns = [
    path(
        "case/<str:number>/programme/",
        programme_views.case_programme,
        name="case_programme",
    ),
    path(
        "case/<str:number>/programme/<int:n>/",
        choosing.surveillance_way,
        name="surveillance_way",
    ),
]
