"""Addresses of complaints: for everybody, for whoever complained, for those who work with them."""

from django.urls import path

from processes.complaints import private_views, public_views, views

urlpatterns = [
    path("complaints/", public_views.complaints, name="complaints"),
    path("complaints/new/", public_views.complain, name="complain"),
    path("complaints/link/", public_views.complaint_link, name="complaint_link"),
    path("complaints/mine/<str:key>/", private_views.complaint_private, name="complaint_private"),
    path(
        "complaints/mine/<str:key>/<int:pk>/",
        private_views.complaint_private_file,
        name="complaint_private_file",
    ),
    path(
        "administration/complaints/",
        views.administered_complaints,
        name="administered_complaints",
    ),
    path("complaint/<str:number>/", views.complaint, name="complaint"),
    path("complaint/<str:number>/file/<int:pk>/", views.complaint_file, name="complaint_file"),
]
