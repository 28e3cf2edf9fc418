"""``python -m tests.chaos.deadline_night_child PLACES FILE``: places on the last evening."""

import sys
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()
    from tests.chaos import evening

    evening.prepare(int(sys.argv[1]), Path(sys.argv[2]))
