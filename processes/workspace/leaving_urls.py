"""Addresses at which somebody's part ends."""

from django.urls import path

from processes.workspace import leaving_views

urlpatterns = [
    path("people/<int:pk>/access/", leaving_views.change_access, name="change_access"),
    path("roles/<int:pk>/end/", leaving_views.end_membership, name="end_membership"),
]
