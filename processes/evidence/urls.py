"""Addresses of evidence; part of the case's."""

from django.urls import path

from processes.evidence import views

urlpatterns = [
    path("evidence/<int:pk>/", views.evidence, name="evidence"),
    path("evidence/<int:pk>/remove/", views.evidence_remove, name="evidence_remove"),
    path("case/<str:number>/evidence/add/", views.evidence_add, name="evidence_add"),
]
