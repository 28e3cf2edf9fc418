"""Addresses of the notifications; ``config`` hangs them under /notices/."""

from django.urls import path

from notifications import views

urlpatterns = [
    path("", views.choices, name="notification_choices"),
    path("post/", views.outbox, name="notification_outbox"),
    path("post/<int:pk>/retry/", views.retry, name="notification_retry"),
    path("post/<int:pk>/cancel/", views.cancel, name="notification_cancel"),
    path("case/<str:number>/", views.coming, name="notification_coming"),
]
