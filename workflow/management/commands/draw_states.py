from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from workflow import checks, whole_files
from workflow.definition import diagrams
from workflow.models import StatefulModel


def page() -> str:
    """The page of all flows and state machines, made from the definitions."""
    parts = ["# Flows and states", "Made by `manage.py draw_states`; a test keeps it fresh."]
    for flow_class in checks.flows():
        parts += [f"## {flow_class.__name__}", _block(diagrams.mermaid_flow(flow_class))]
    models = [model for model in apps.get_models() if issubclass(model, StatefulModel)]
    for model in sorted(models, key=lambda model: model.__name__):
        parts += [f"## {model.__name__}", _block(diagrams.mermaid_states(model))]
    return "\n\n".join(parts) + "\n"


def _block(text: str) -> str:
    return f"```mermaid\n{text}```"


class Command(BaseCommand):
    """Writes the diagrams of every flow and state machine into the documentation."""

    help = "Write docs/states.md from the flows and state machines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", type=Path, nargs="?", default=Path("docs/states.md"))

    def handle(self, *args: object, **options: Any) -> None:
        whole_files.write(options["target"], page())
