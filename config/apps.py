from importlib import import_module

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class ConfigConfig(AppConfig):
    """Brings the commands that belong to no single package."""

    name = "config"
    default = True

    def ready(self) -> None:
        """Simulated years need the notices too, of which the process knows nothing."""
        foresee = import_module("config.simulated.side_by_side").foresee
        import_module("processes.renewal.forecast.forecasts").use(foresee)


class StaticFiles(StaticFilesConfig):
    """Static files without viewflow's: its pages are not used and its files break the manifest."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "viewflow"]
