import importlib
import inspect
import pkgutil
from datetime import date

import pytest
from django import forms

import config
import notifications
import processes
from processes.fields import EARLIEST, LATEST, DayField, LastDayField


def every_form():
    """Every form of the product."""
    for package in (config, notifications, processes):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.rpartition(".")[2].endswith(("form", "forms", "views")):
                module = importlib.import_module(found.name)
                yield from (
                    one
                    for _name, one in inspect.getmembers(module, inspect.isclass)
                    if issubclass(one, forms.BaseForm) and one.__module__ == module.__name__
                )


def test_every_day_that_a_person_writes_has_bounds():
    days = {
        f"{form.__name__}.{name}": field
        for form in every_form()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.DateField)
    }

    assert len(days) >= 9
    assert {name for name, field in days.items() if not isinstance(field, DayField)} == set()


@pytest.mark.parametrize("day", ["9999-12-31", "2200-01-01", "1899-12-31", "0001-01-01"])
def test_a_day_beyond_its_bounds_is_refused_with_the_bound(day):
    with pytest.raises(forms.ValidationError, match=r"31 december 2199|1 januari 1900"):
        DayField().clean(day)


def test_bounds_are_narrowed_and_never_widened():
    field = DayField().between(date.min, date.max)

    assert (field.first, field.last) == (EARLIEST, LATEST)
    assert field.widget.attrs["max"] == "2199-12-31"


@pytest.mark.parametrize("written", ["", "9999-12-31", "9999-01-01"])
def test_a_last_day_may_be_left_open(written):
    assert LastDayField(required=False).clean(written) is None
