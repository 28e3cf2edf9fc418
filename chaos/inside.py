"""``python -m chaos.inside MODULE ...``: what a module does in the environment of a site.

Django is set up before the module is read, so it may name what it needs at its head. Its ``main``
is called with the arguments, as texts.
"""

import sys
from importlib import import_module

import django

FILL = ("-m", "chaos.inside", "chaos.fill")
"""What fills the outbox of a site, but for how much."""

if __name__ == "__main__":
    django.setup()
    import_module(sys.argv[1]).main(*sys.argv[2:])
