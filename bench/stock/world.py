"""The bench's small world in stock viewflow: one person a permission."""

from typing import Any

from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from bench.stock.flows import CaseworkFlow

DOERS = {
    "assess": "coordinator",
    "audit": "auditor",
    "correct": "coordinator",
    "verify": "auditor",
    "decide": "decision_maker",
}


def prepare() -> None:
    """viewflow's tables; one person a permission, and one who has several."""
    call_command("migrate", verbosity=0)
    for role in (*sorted(set(DOERS.values())), "officer"):
        hire(role, role)
    hire("many", "auditor", "coordinator")


def hire(name: str, *roles: str) -> None:
    """Somebody with some roles, who may see the queue at all."""
    may_look = Permission.objects.get(codename="view_process")
    person = User.objects.create_user(name)
    person.user_permissions.add(may_look, *(right(role) for role in roles))


def people() -> dict[str, User]:
    """Everybody by name."""
    return {user.username: user for user in User.objects.all()}


def right(role: str) -> Permission:
    """The permission of a role, made if it is missing."""
    kind = ContentType.objects.get_for_model(User)
    return Permission.objects.get_or_create(
        content_type=kind, codename=role, defaults={"name": role}
    )[0]


def a_task() -> Any:
    """The first task of a process, in the queue."""
    waiting = Task.objects.filter(flow_task=CaseworkFlow.assess, status=STATUS.NEW)
    if not waiting.exists():
        CaseworkFlow.start.run()
    return waiting.first()
