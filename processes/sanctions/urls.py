"""Addresses of what is decided about certificates in force."""

from django.urls import path

from processes.sanctions import status_views

urlpatterns = [
    path(
        "certificate/<str:number>/status/",
        status_views.certificate_status,
        name="certificate_status",
    ),
    path(
        "certificate/<str:number>/propose/<str:kind>/",
        status_views.propose_sanction,
        name="propose_sanction",
    ),
    path(
        "certificate/<str:number>/ask/<str:kind>/",
        status_views.ask_sanction,
        name="ask_sanction",
    ),
    path("certificate/<str:number>/proposal/<int:n>/", status_views.sanction, name="sanction"),
    path(
        "certificate/<str:number>/proposal/<int:n>/add/",
        status_views.sanction_material,
        name="sanction_material",
    ),
    path(
        "certificate/<str:number>/decision/<int:n>/",
        status_views.certificate_decision,
        name="certificate_decision",
    ),
]
