"""Addresses of corrections of a locked report."""

from django.urls import path

from processes.amendments import views

urlpatterns = [
    path("case/<str:number>/report/correct/", views.propose, name="propose_amendment"),
    path("case/<str:number>/correction/<int:n>/", views.amendment, name="amendment"),
]
