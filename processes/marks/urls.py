"""Addresses of demands about the mark."""

from django.urls import path

from processes.marks import views

urlpatterns = [
    path("certificate/<str:number>/mark/", views.demand_mark, name="demand_mark"),
    path("certificate/<str:number>/mark/<int:n>/", views.mark_demand, name="mark_demand"),
]
