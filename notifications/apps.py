from importlib import import_module

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Connects the listeners; without this app the process runs on, silently."""

    name = "notifications"
    label = "notifications"

    def ready(self) -> None:
        """Begin to listen, and show the mails of a case, once all models are loaded."""
        models = import_module("notifications.models")
        import_module("workflow.directory").watch(models.Preference)
        import_module("notifications.listeners")
        import_module("notifications.letters")
        import_module("notifications.panels")
