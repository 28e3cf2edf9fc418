from importlib import import_module

from django.apps import AppConfig


class PermitsConfig(AppConfig):
    name = "tests.permits"
    label = "permits"

    def ready(self) -> None:
        import_module("processes.subjects").register(self.get_model("Permit"))
