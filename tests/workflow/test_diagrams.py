"""The pictures come from the definition and are kept fresh."""

from pathlib import Path
from xml.etree import ElementTree

from django.conf import settings

from processes.flows import CertificationFlow
from workflow.definition import diagrams, graph
from workflow.management.commands import draw_states


def test_the_documented_diagrams_are_those_of_the_code() -> None:
    written = Path(settings.BASE_DIR, "docs", "states.md").read_text()
    assert written == draw_states.page(), "run manage.py draw_states"


def test_the_picture_shows_every_human_task_and_the_live_position() -> None:
    picture = diagrams.svg(
        CertificationFlow, done={"apply"}, current={"review_application"}, roles={}
    )

    tree = ElementTree.fromstring(picture)
    boxes = [g for g in tree.iter() if "flow-box" in g.get("class", "")]
    assert len(boxes) == len(graph.human_nodes(CertificationFlow))
    assert [g for g in boxes if "flow-current" in g.get("class", "")].__len__() == 1
    assert "style=" not in picture
