"""Every figure of a scheme lies between bounds; a draft begins with what can be kept."""

import pytest
from django.urls import reverse

from processes.scheme import copies
from processes.scheme.cycles.forms import CycleForm
from processes.scheme.forms import AreaForm, CriterionForm, RuleForm
from processes.scheme.models import Area, Criterion, DecisionRule, RenewalCycle, SurveillanceWindow
from processes.scheme.rhythm.bounds import longest
from processes.scheme.rhythm.feasibility import judge
from processes.scheme.rhythm.limits import LIMITS
from processes.scheme.rhythm.planned_items import rhythm_of
from tests.processes.scheme.test_second_scheme import RULE, cycle_values
from tests.support.world import START

SOUND = {"validity_months": 36, "windows": "9–12, 18–21"}


@pytest.fixture
def draft(world):
    return copies.new_cycle(world.scheme, by=world.administrator, at=START)


def cycle_form(draft, **changed):
    form = CycleForm(instance=draft)
    return CycleForm({"seen": form.mark, **cycle_values(**SOUND), **changed}, instance=draft)


def test_every_limit_may_be_what_it_is_by_default():
    assert [key for key, limit in LIMITS.items() if not 1 <= limit.default <= longest(limit)] == []


def test_a_sound_cycle_is_taken(draft):
    assert cycle_form(draft).is_valid()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("validity_months", 60),
        ("validity_months", 9999),
        ("restorable_months", 999),
        ("windows", "15–20, 21–24"),
        ("windows", "9–12, 21–24"),
        ("windows", "0–12, 18–21"),
        ("ladder_text", "-9999, 1"),
        ("ladder_text", "80"),
        ("closed_text", "2027-05-02"),
        ("closed_text", "1899-05-02"),
        ("limit_assess", 400),
        ("limit_verify_major", 120),
        ("limit_warn_major", 183),
        ("limit_agree_plan", 15),
    ],
)
def test_a_figure_beyond_its_bounds_is_refused_at_its_field(draft, name, wrong):
    assert name in cycle_form(draft, **{name: wrong}).errors


def numbers(form):
    return {name: field for name, field in form.fields.items() if hasattr(field, "min_value")}


def test_every_number_of_a_scheme_has_two_bounds(draft):
    forms = [
        CycleForm(instance=draft),
        RuleForm(instance=DecisionRule()),
        AreaForm(instance=Area()),
        CriterionForm(instance=Criterion(area=Area())),
    ]

    loose = [
        name
        for form in forms
        for name, field in numbers(form).items()
        if field.min_value is None or field.max_value is None
    ]

    assert loose == []
    assert len(numbers(forms[0])) == 4 + len(LIMITS)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("distinction_mean", "9.9"), ("must_share", 0), ("minors_make_major", 0)],
)
def test_a_rule_beyond_its_bounds_is_refused(world, name, wrong):
    rule = world.edition.rule
    given = {"seen": RuleForm(instance=rule).mark, **RULE, name: wrong}

    assert name in RuleForm(given, instance=rule).errors


def test_that_minors_never_make_a_major_is_said_in_so_many_words(world):
    rule = world.edition.rule
    given = {"seen": RuleForm(instance=rule).mark, **RULE, "minors_never": "on"}
    form = RuleForm({**given, "minors_make_major": ""}, instance=rule)

    assert form.is_valid()
    assert form.save(commit=False).minors_make_major == 0


def test_a_draft_of_the_usual_cycle_of_before_can_be_kept(world):
    before = {key: limit.default for key, limit in LIMITS.items() if "surveillance" not in key}
    RenewalCycle.objects.filter(pk=world.cycle.pk).update(limits=before)
    SurveillanceWindow.objects.filter(cycle=world.cycle, from_month=18).update(
        from_month=21, to_month=24
    )
    world.cycle.refresh_from_db()

    draft = copies.new_cycle(world.scheme, by=world.administrator, at=START)

    assert not judge(rhythm_of(world.cycle)).is_kept
    assert judge(rhythm_of(draft)).is_kept


def test_the_page_of_a_cycle_that_nobody_can_keep_says_so(world, client):
    world.cycle.windows.filter(from_month=18).delete()
    client.force_login(world.administrator)

    for name in ("cycle", "cycle_preview"):
        answer = client.get(reverse(name, args=[world.cycle.pk]))

        assert answer.context["unkept"]
        assert "9–12, 18–21" in answer.content.decode()
