"""A contender in a process of its own: one question a line on its input, one answer a line.

    python -m bench.child bench.raw:Raw postgresql://…

Questions name a method and its arguments. What a contender prints goes to the error stream.
"""

import json
import os
import sys
from importlib import import_module
from typing import Any

import django


def build(path: str, database: str) -> Any:
    """The contender at ``module:Class``; with Django if settings are named."""
    if "DJANGO_SETTINGS_MODULE" in os.environ:
        django.setup()
    module, _colon, name = path.partition(":")
    return getattr(import_module(module), name)(database)


def main(path: str, database: str) -> None:
    """Answer until the input ends."""
    answers, sys.stdout = sys.stdout, sys.stderr
    contender = build(path, database)
    for line in sys.stdin:
        question = json.loads(line)
        answer = getattr(contender, question["ask"])(**question["given"])
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
