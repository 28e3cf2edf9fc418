"""What a message is made of, and what several of them say."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Words:
    """The sentences of one kind of message; ``%(…)s`` are filled in.

    ``lead``: what, by whom, when. ``by`` and ``due`` follow it when somebody or a date is known.
    ``many`` is the title of several at once.
    """

    tag: Text
    title: Text
    lead: Text
    why: Text
    otherwise: Text
    button: Text
    by: Text = ""
    due: Text = ""
    many: Text = ""


NO_ACTION = _("You need not do anything now.")
OPEN_CASE = _("Open the case")
CLIENT = _("You get this mail because you speak for %(place)s in the case.")
