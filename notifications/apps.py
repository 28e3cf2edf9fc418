from importlib import import_module

from django.apps import AppConfig, apps


class NotificationsConfig(AppConfig):
    """Connects the listeners; without this app the process runs on, silently."""

    name = "notifications"
    label = "notifications"

    def ready(self) -> None:
        """Begin to listen, and show the mails of a case, once all models are loaded."""
        models = import_module("notifications.models")
        import_module("workflow.queues.directory").watch(models.Preference)
        import_module("workflow.trail.facts").exempt(
            "a message or a wish is no fact of a case",
            *(apps.get_model("notifications", name) for name in apps.all_models["notifications"]),
        )
        import_module("notifications.listeners")
        import_module("notifications.parts")
        import_module("notifications.letters")
        import_module("notifications.pages.panels")
