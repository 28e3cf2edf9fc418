"""Addresses of the notifications; ``config`` hangs them under /notices/."""

from django.urls import path

from notifications.pages import views

urlpatterns = [
    path("", views.choices, name="notices"),
    path("post/", views.outbox, name="notices_outbox"),
    path("post/<int:pk>/retry/", views.retry, name="notices_retry"),
    path("post/<int:pk>/cancel/", views.cancel, name="notices_cancel"),
    path("case/<str:number>/", views.coming, name="notices_coming"),
]
