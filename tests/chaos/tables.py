"""``python -m tests.chaos.tables``: the tables of an empty production.

viewflow's own tables stay empty: they are made at once, not by its fourteen slow migrations.
"""

import django
from django.conf import settings
from django.core.management import call_command

if __name__ == "__main__":
    settings.MIGRATION_MODULES = {"viewflow": None}
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable")
