"""Addresses of the ways out of a case."""

from django.urls import path

from processes.closing import views

urlpatterns = [
    path("case/<str:number>/end/", views.case_end, name="case_end"),
    path("case/<str:number>/more-time/", views.case_more_time, name="case_more_time"),
]
