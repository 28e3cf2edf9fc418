"""The suite's settings with a second process beside the first."""

from config.settings.test import *

INSTALLED_APPS = [*INSTALLED_APPS, "tests.permits"]
WORKFLOW_FLOWS = [*WORKFLOW_FLOWS, "permits/flows.PermitFlow"]
ROOT_URLCONF = "tests.permits.urls"
