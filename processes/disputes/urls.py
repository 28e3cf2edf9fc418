"""Addresses of objections to findings."""

from django.urls import path

from processes.disputes import views

urlpatterns = [
    path(
        "case/<str:number>/finding/<str:code>/object/",
        views.finding_object,
        name="finding_object",
    ),
    path("case/<str:number>/objection/<int:n>/", views.dispute, name="dispute"),
]
