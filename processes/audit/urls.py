"""Addresses of this stage."""

from django.urls import path

from processes.audit import case_views, review_views
from processes.audit.findings import views as workspace_views
from processes.audit.plan import move_views
from processes.audit.team import replacing_views

urlpatterns = [
    path(
        "case/<str:number>/audit/review/<int:n>/",
        review_views.document_review,
        name="document_review",
    ),
    path("case/<str:number>/audit/", case_views.case_audit, name="case_audit"),
    path("case/<str:number>/audit/workspace/", workspace_views.workspace, name="audit_workspace"),
    path("case/<str:number>/audit/paper/", workspace_views.paper, name="audit_paper"),
    path("case/<str:number>/audit/team/", replacing_views.change_team, name="audit_team"),
    path("case/<str:number>/audit/move/", move_views.move, name="audit_move"),
    path("case/<str:number>/audit/jav/", case_views.conflict, name="audit_conflict"),
    path("case/<str:number>/report/<int:report_number>/", case_views.report, name="report"),
]
