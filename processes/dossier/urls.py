"""Addresses of the pages of a case."""

from django.urls import path

from processes.dossier import transfer_file, views

urlpatterns = [
    path("case/<str:number>/", views.overview, name="case"),
    path("case/<str:number>/documents/", views.papers, name="case_documents"),
    path("case/<str:number>/messages/", views.correspondence, name="case_messages"),
    path("case/<str:number>/history/", views.history, name="case_history"),
    path("certificate/<str:number>/file/", transfer_file.transfer_file, name="transfer_file"),
]
