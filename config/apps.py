from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class ConfigConfig(AppConfig):
    """Brings the commands that belong to no single package."""

    name = "config"
    default = True


class StaticFiles(StaticFilesConfig):
    """Static files without viewflow's: its pages are not used and its files break the manifest."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "viewflow"]
