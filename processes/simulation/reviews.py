"""Where nobody at the body may do a task of an appeal or complaint, somebody from outside does."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from processes.organisations.models import Person
from processes.reviewing import actions
from processes.reviewing.models import Reviewer
from processes.simulation.town import Town
from workflow.models import Task


def ask(task_id: int, town: Town, at: datetime) -> None:
    """Ask a new person, who has no ties and can; nothing where somebody is left."""
    task = Task.objects.select_related("process").get(pk=task_id)
    if not actions.is_reviewed(task.process) or actions.left_alone(task.process, at) != task:
        return
    who = Person.objects.create(
        email=f"reviewer.{task.pk}@simulated.example",
        name=f"Oberoende granskare {task.pk}",
        password=make_password(None),
        added_by=town.scheme.body,
    )
    asked = actions.invite(task.process, who, by=None, at=at)
    actions.declare(asked, by=who, at=at)
    made = Reviewer.objects.get(pk=asked.pk)
    town.welcome(who, made.role, made.place_id or 0)
