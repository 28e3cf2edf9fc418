"""Address of the page that begins to restore a certificate."""

from django.urls import path

from processes.restoring import views

urlpatterns = [
    path("certificate/<str:number>/restore/", views.restore_expired, name="restore_expired"),
]
