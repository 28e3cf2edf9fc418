"""Addresses of the public register."""

from django.urls import path

from processes.addresses import CHOSEN
from processes.register import about, exports, statistics, views

urlpatterns = [
    path("statistics/", statistics.statistics, name="statistics"),
    path("about/", about.about, name="about"),
    path("mark/", about.mark_rules, name="mark_rules"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("register/", views.register, name="register"),
    path("register.json", exports.register_json, name="register_json"),
    path("register.csv", exports.register_csv, name="register_csv"),
    path("register.rss", exports.register_feed, name="register_feed"),
    path("register/check/", views.register_check, name="register_check"),
    path(f"register/<{CHOSEN}:code>/", views.register_certificate, name="register_certificate"),
    path(f"register/<{CHOSEN}:code>/qr.svg", views.register_qr, name="register_qr"),
]
