"""A flow is composed of parts that know nothing of each other."""

import re
from inspect import getsource
from typing import Any

import pytest
from viewflow import this
from viewflow.workflow import flow

from processes.flows import CertificationFlow
from processes.flows.audit import AuditPart
from processes.flows.exits import leads_to
from workflow.checks import flow_faults
from workflow.definition import graph
from workflow.engine import execution, locking
from workflow.models import Process, Task

PARTS = [part for part in CertificationFlow.__bases__ if part is not flow.Flow]


class VisitFlow(AuditPart, flow.Flow):
    """An audit and nothing else."""

    process_class = Process
    task_class = Task
    process_title = "Visit"
    lock_impl = locking.RowLock()

    after_audit = leads_to("end")
    assess_again = leads_to("plan_visit")

    start = flow.StartHandle(execution.started).Next(this.has_team)
    end = flow.End()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_a_part_leaves_only_by_exits_that_the_whole_declares(part: Any) -> None:
    exits = {name for name, value in vars(CertificationFlow).items() if isinstance(value, property)}

    named = set(re.findall(r"this\.(\w+)", getsource(part))) - set(vars(part))

    assert named <= exits | {"end"}
    assert not exits & set(vars(part)), "an exit would hide a node"


def test_a_part_serves_another_flow_unchanged() -> None:
    assert list(flow_faults(VisitFlow)) == []
    names = [node.name for node in graph.human_nodes(VisitFlow)]
    assert names[0] == "lead_audit"
    assert "consider_team" in names
    assert names[-1] == "visit"
