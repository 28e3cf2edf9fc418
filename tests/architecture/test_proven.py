"""Every field is proven by the trail, or it is said why not."""

from django.apps import apps

from workflow.trail import facts

PACKAGES = ("workflow", "processes", "notifications")


def test_every_field_is_proven_or_exempt_for_a_reason():
    models = [one for name in PACKAGES for one in apps.get_app_config(name).get_models()]

    unlisted = [name for model in models for name in facts.unlisted(model)]

    assert unlisted == [], "list them in processes/proven/, or say there why they need no proof"


def test_the_tables_name_only_what_is_there():
    for model, table in facts.tables().items():
        columns = {field.attname for field in model._meta.concrete_fields}

        assert {*table.plain, *table.texts, *table.exempt} <= columns, model
        assert set(table.drafts) <= set(table.names), model
        assert not set(table.names) & set(table.exempt), model


def test_every_exemption_says_why():
    reasons = [*facts.exempted().values()]
    reasons += [why for table in facts.tables().values() for why in table.exempt.values()]

    assert all(len(why.split()) >= 3 for why in reasons)
