"""Addresses of the inbox, of what is done with tasks, and of the list of cases."""

from django.urls import path

from processes.workspace import case_list, inbox_views, priority_views, task_page, task_views

urlpatterns = [
    path("", inbox_views.inbox, name="inbox"),
    path("inbox/<slug:view>/", inbox_views.inbox, name="inbox_view"),
    path("task/<int:task_id>/", task_page.task_page, name="task"),
    path("task/<int:task_id>/claim/", task_views.claim, name="task_claim"),
    path("task/<int:task_id>/hand-back/", task_views.hand_back, name="task_hand_back"),
    path("task/<int:task_id>/assign/", task_views.assign, name="task_assign"),
    path("task/<int:task_id>/snooze/", task_views.snooze, name="task_snooze"),
    path("task/<int:task_id>/priority/", priority_views.one, name="task_priority"),
    path("tasks/priority/", priority_views.several, name="tasks_priority"),
    path("tasks/next/", task_views.next_task, name="tasks_next"),
    path("tasks/assign/", task_views.assign_many, name="tasks_assign"),
    path("cases/", case_list.cases, name="cases"),
]
