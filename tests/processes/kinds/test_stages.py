"""What belongs to a case is known to a stage: who shows a case as a whole would miss it else."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string
from viewflow.workflow.fields import import_flow_by_ref

from processes import stages
from processes.case.models import Case


def _paths(model: type[Model], seen: tuple[type[Model], ...] = ()) -> Iterator[str]:
    """The ways from a model to a case, over rows that it is a part of."""
    for field in model._meta.concrete_fields:
        target = field.related_model
        if not isinstance(target, type) or target in (model, *seen):
            continue
        if target is Case:
            yield field.name
        elif target._meta.app_label == "processes":
            for path in _paths(target, (model, *seen)):
                yield f"{field.name}__{path}"


def test_every_row_of_a_case_is_registered_by_a_stage() -> None:
    known = {row.model for row in stages.rows()}

    missing = [
        model._meta.model_name
        for model in apps.get_app_config("processes").get_models()
        if model is not Case and any(_paths(model)) and model._meta.model_name not in known
    ]

    assert missing == []


def test_a_row_finds_its_case_by_the_way_its_stage_names() -> None:
    for row in stages.rows():
        model = apps.get_model("processes", row.model)
        for name in row.path.split("__"):
            model = model._meta.get_field(name).related_model

        assert model is Case, row


def test_what_a_stage_names_on_a_case_is_there() -> None:
    reverse = {relation.get_accessor_name() for relation in Case._meta.related_objects}

    named = {
        name.partition(".")[0] for what in ("dates", "read_anew") for name in stages.names(what)
    }

    assert named <= reverse


def test_who_does_the_tasks_of_a_stage_in_simulated_years_is_there() -> None:
    for entry in stages.entries():
        for name in entry.simulation.values():
            assert callable(import_string(f"processes.simulation.people.{name}"))


HARD_DATES = {
    "programmeitem": "what it promises stands first, as the case's hard dates",
    "specialaudit": "its moment stands where the case says why the audit is made",
    "complaint": "of a case it is only as an appeal, and then promises nothing more",
    "extension": "its day is the last one of the task it is about, which stands there",
}


def test_what_time_will_do_to_a_row_of_a_case_is_among_its_dates() -> None:
    """By the dates of its stage, or by a task: whoever does that has the same day."""
    named = {_model_of(name) for name in stages.names("dates")}
    done = {
        label
        for reference in settings.WORKFLOW_FLOWS
        for node in import_flow_by_ref(reference).instance.nodes()
        for label in getattr(node, "steps", ())
    }

    untold = {
        f"{row.model}.{promise.step}"
        for row in stages.rows()
        if row.model not in HARD_DATES
        for promise in getattr(apps.get_model("processes", row.model), "promises", ())
        if row.model not in named and f"processes.{row.model}.{promise.step}" not in done
    }

    assert untold == set()


def test_what_a_date_of_a_case_brings_has_words() -> None:
    promised = {
        f"{name}.{promise.step}"
        for name in map(_model_of, stages.names("dates"))
        for promise in apps.get_model("processes", name).promises
    }

    assert promised <= set(stages.EXPECTED)


def _model_of(name: str) -> str:
    """The model at a name on a case, as ``audit.reports``."""
    model: type[Model] = Case
    for part in name.split("."):
        related = {
            one.get_accessor_name(): one.related_model for one in model._meta.related_objects
        }
        model = related[part]
    return str(model._meta.model_name)
