"""Runs tests on this process, and watches what they ask: see ``plugin``."""

import importlib
import os
import sys

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()
# Only now may the watching part be imported, which names models' fields.
watching = importlib.import_module("bench.gains.plugin")
sys.exit(pytest.main(["-n", "0", "-q", *sys.argv[1:]], plugins=[watching]))
