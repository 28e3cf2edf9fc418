"""Addresses of the inbox, of tasks and of cases."""

from django.urls import URLPattern, URLResolver, path

from processes.case import evidence_urls, inbox_views, priority_views, task_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", inbox_views.inbox, name="inbox"),
    path("inbox/<slug:view>/", inbox_views.inbox, name="inbox_view"),
    path("task/<int:task_id>/claim/", task_views.claim, name="task_claim"),
    path("task/<int:task_id>/hand-back/", task_views.hand_back, name="task_hand_back"),
    path("task/<int:task_id>/assign/", task_views.assign, name="task_assign"),
    path("task/<int:task_id>/snooze/", task_views.snooze, name="task_snooze"),
    path("task/<int:task_id>/priority/", priority_views.one, name="task_priority"),
    path("tasks/priority/", priority_views.several, name="tasks_priority"),
    path("tasks/next/", task_views.next_task, name="tasks_next"),
    path("tasks/assign/", task_views.assign_many, name="tasks_assign"),
    path("cases/", views.cases, name="cases"),
    path("case/<str:number>/", views.overview, name="case"),
    path("case/<str:number>/documents/", views.papers, name="case_documents"),
    path("case/<str:number>/messages/", views.correspondence, name="case_messages"),
    path("case/<str:number>/history/", views.history, name="case_history"),
    *evidence_urls.urlpatterns,
]
