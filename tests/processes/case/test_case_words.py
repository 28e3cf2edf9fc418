"""What happens in a case has words, and what has words happens."""

import ast
from pathlib import Path

from django.apps import apps

from processes.dossier import wording
from tests.support.sources import nodes


def test_every_step_of_a_case_has_words():
    rows = ("application", "agreement", "selfassessment", "contribution", "audit", "report")
    rows += ("correctiveplan", "response", "decision", "case", "certificate", "programmeitem")
    models = [apps.get_model("processes", name) for name in rows]

    steps = {
        f"{model._meta.model_name}.{step.name}"
        for model in models
        for step in model._meta.get_field("state").get_all_transitions(model)
    }

    assert steps - set(wording.HAPPENED) == set()


def test_nothing_has_words_that_never_happens():
    steps = {
        f"{model._meta.model_name}.{step.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if hasattr(field, "get_all_transitions")
        for step in field.get_all_transitions(model)
    }
    root = Path(wording.__file__).parents[2]
    sources = [path for part in ("workflow", "processes") for path in (root / part).rglob("*.py")]
    written = {
        node.value
        for path in sources
        if "migrations" not in path.parts and path.name != "wording.py"
        for node in nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    told = {*wording.HAPPENED, *wording.POSSIBLE, *wording.EXPECTED}

    assert {one for one in told - steps if one.partition(".")[2] not in written} == set()
