"""Every address of the process, stage by stage."""

from django.urls import include, path

from processes import kept_views

urlpatterns = [
    path("kept/<int:pk>/drop/", kept_views.kept_drop, name="kept_drop"),
    path("", include("processes.workspace.urls")),
    path("", include("processes.dossier.urls")),
    path("", include("processes.evidence.urls")),
    path("", include("processes.application.urls")),
    path("", include("processes.transfer.urls")),
    path("", include("processes.closing.urls")),
    path("", include("processes.parking.urls")),
    path("", include("processes.dialogue.urls")),
    path("", include("processes.extending.urls")),
    path("", include("processes.self_assessment.urls")),
    path("", include("processes.audit.urls")),
    path("", include("processes.corrective_actions.urls")),
    path("", include("processes.decision.urls")),
    path("", include("processes.certificate.urls")),
    path("", include("processes.promises.urls")),
    path("", include("processes.sanctions.urls")),
    path("", include("processes.renewal.urls")),
    path("", include("processes.renewal.programme.urls")),
    path("", include("processes.special.urls")),
    path("", include("processes.changing.urls")),
    path("", include("processes.marks.urls")),
    path("", include("processes.reviewing.urls")),
    path("", include("processes.restoring.urls")),
    path("", include("processes.appeals.urls")),
    path("", include("processes.amendments.urls")),
    path("", include("processes.disputes.urls")),
    path("", include("processes.register.urls")),
    path("", include("processes.complaints.urls")),
    path("", include("processes.organisations.accounts.urls")),
    path("administration/", include("processes.scheme.urls")),
    path("administration/", include("processes.organisations.urls")),
    path("administration/", include("processes.workspace.leaving_urls")),
]
