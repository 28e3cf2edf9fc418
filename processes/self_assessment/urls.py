"""Addresses of this stage."""

from django.urls import path

from processes.addresses import CHOSEN
from processes.self_assessment import asking_views, criterion_views, result_views

HERE = "case/<str:number>/assessment/"

urlpatterns = [
    path(HERE, result_views.case_assessment, name="case_assessment"),
    path(f"{HERE}check/", result_views.assessment_check, name="assessment_check"),
    path(f"{HERE}ask/", asking_views.assessment_ask, name="assessment_ask"),
    path(
        f"{HERE}asked/<int:pk>/withdraw/",
        asking_views.assessment_withdraw,
        name="assessment_withdraw",
    ),
    path(f"{HERE}receipt/<int:n>/", result_views.assessment_receipt, name="assessment_receipt"),
    path(
        f"{HERE}receipt/<int:n>/content.json",
        result_views.assessment_content,
        name="assessment_content",
    ),
    path(f"{HERE}<{CHOSEN}:code>/", criterion_views.criterion, name="criterion"),
]
