"""Addresses of transfers from other certification bodies."""

from django.urls import path

from processes import kinds
from processes.application.views import new
from processes.transfer import views

urlpatterns = [
    path("application/transfer/", new, {"kind": kinds.TRANSFER}, name="transfer_new"),
    path("case/<str:number>/transfer/", views.case_transfer, name="case_transfer"),
]
