"""Addresses of this stage."""

from django.urls import path

from processes.renewal import changeover_views, forecast_views, views

urlpatterns = [
    path("administration/cycles/<int:pk>/preview/", views.cycle_preview, name="cycle_preview"),
    path(
        "administration/cycles/<int:pk>/changeover/",
        changeover_views.changeover,
        name="changeover",
    ),
    path(
        "administration/cycles/<int:pk>/changeover/again/",
        changeover_views.try_again,
        name="try_changeover_again",
    ),
    path(
        "administration/cycles/<int:pk>/forecast/",
        forecast_views.forecast,
        name="forecast",
    ),
    path(
        "administration/cycles/<int:pk>/forecast/begin/",
        forecast_views.begin_forecast,
        name="begin_forecast",
    ),
]
