"""Addresses of special audits."""

from django.urls import path

from processes.special import views

urlpatterns = [
    path("certificate/<str:number>/special/", views.order_special, name="order_special"),
    path("case/<str:number>/announce/", views.announce_special, name="announce_special"),
    path("case/<str:number>/merge/", views.merge_special, name="merge_special"),
]
