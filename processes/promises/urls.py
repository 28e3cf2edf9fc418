"""The address of a holder's promises; part of its case's."""

from django.urls import path

from processes.promises import views

urlpatterns = [path("case/<str:number>/promises/", views.promises, name="promises")]
