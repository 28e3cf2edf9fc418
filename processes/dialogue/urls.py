"""Addresses of messages; part of the case's."""

from django.urls import path

from processes.dialogue import views

urlpatterns = [
    path("case/<str:number>/messages/write/", views.message_write, name="message_write"),
    path("case/<str:number>/messages/letter/", views.letter_register, name="letter_register"),
]
