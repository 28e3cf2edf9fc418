"""Addresses of reviewers."""

from django.urls import path

from processes.reviewing import views

urlpatterns = [
    path("administration/review/<int:pk>/", views.invite_reviewer, name="invite_reviewer"),
    path("review/<int:pk>/", views.review, name="review"),
]
