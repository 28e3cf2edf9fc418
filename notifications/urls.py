"""Addresses of the notifications; ``config`` hangs them under /notiser/."""

from django.urls import path

from notifications import views

urlpatterns = [
    path("", views.choices, name="notification_choices"),
    path("utskick/", views.outbox, name="notification_outbox"),
    path("utskick/<int:pk>/igen/", views.retry, name="notification_retry"),
    path("utskick/<int:pk>/avbryt/", views.cancel, name="notification_cancel"),
    path("kommande/<str:number>/", views.coming, name="notification_coming"),
]
