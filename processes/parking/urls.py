"""Addresses of a rest of a case."""

from django.urls import path

from processes.parking import views

urlpatterns = [
    path("case/<str:number>/park/", views.case_park, name="case_park"),
    path("case/<str:number>/prolong/", views.case_prolong, name="case_prolong"),
    path("case/<str:number>/resume/", views.case_resume, name="case_resume"),
]
