from django.db import migrations

from workflow.sql import at_once

REPLACED = [
    "0002_certification",
    "0003_changeover",
    "0004_declared_tasks",
    "0005_forecast",
    "0006_register_pages",
    "0007_found_by_a_part",
    "0008_newest_cases",
    "0009_new_tables",
    "0010_more_facts",
    "0011_old_rows",
    "0012_kinds_of_cases",
    "0013_lapsed",
    "0014_watched_renewals",
    "0015_vacancies",
    "0016_amendments",
    "0017_withdrawals",
    "0018_fulfilled_appeals",
    "0019_beside",
    "0020_decisions_of_certifications",
    "0021_decisions_without_case",
    "0022_roles_as_a_table",
    "0023_status_intervals",
    "0024_several_certificates",
    "0025_what_issued_a_certificate",
    "0026_sanctions",
    "0027_revisions",
    "0028_parking",
    "0029_extensions",
    "0030_complaints",
    "0031_receipts_of_decisions",
    "0032_special_audits",
    "0033_dialogue",
    "0034_disputes",
    "0035_legal_regime",
    "0036_promises",
    "0037_changes_at_the_holder",
    "0038_outcomes_of_appeals",
]


class Migration(migrations.Migration):
    replaces = [("processes", name) for name in REPLACED]
    dependencies = [
        ("processes", "0001_organisations"),
        ("workflow", "0021_held"),
    ]
    operations = at_once.operations("processes.migrations", REPLACED)
