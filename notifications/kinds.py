"""What messages are about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a message is about; people choose by these."""

    ASSIGNED = "assigned", _("A task becomes yours")
    QUEUED = "queued", _("A new task comes into your queue")
    RELEASED = "released", _("Something is no longer yours")
    PART = "part", _("You get a part in a case")
    TEAM = "team", _("An audit team changes")
    RETURNED = "returned", _("Something comes back to you")
    DUE_SOON = "due_soon", _("A deadline comes near")
    OVERDUE = "overdue", _("Your task is late")
    ESCALATED = "escalated", _("Somebody else's task is late")
    UNATTENDED = "unattended", _("Nobody can do a task")
    READMITTED = "readmitted", _("Somebody may work on a case again")
    DECIDED = "decided", _("A decision is made")
    OPENED = "opened", _("A follow-up or renewal begins")
    NEARING = "nearing", _("A visit or decision must soon be made")
    MISSED = "missed", _("A visit or decision was not made in time")
    EXPIRING = "expiring", _("A certificate will soon end")
    EXPIRED = "expired", _("A certificate has ended")
    SANCTION = "sanction", _("A certificate may be taken out of force")
    ENDED = "ended", _("A case ends early")
    LAPSING = "lapsing", _("A case will soon lapse")
    MESSAGE = "message", _("Somebody writes in a case")
    TIMES = "times", _("The time of a case changes")
    AT_RISK = "at_risk", _("A renewal cannot begin")
    INCIDENT = "incident", _("The system needs help")
    UNHEARD = "unheard", _("Nobody is left to tell")
    DIGEST = "digest", _("The summary of the day")
    WELCOME = "welcome", _("An account is opened")
    RESET = "reset", _("A new password is asked for")
    CONFIRM = "confirm", _("An address is to be confirmed")
    MOVING = "moving", _("An address is to be changed")
    MOVED = "moved", _("An address is changed")
    TRIES = "tries", _("Many wrong passwords")
    RECEIPT = "receipt", _("A complaint is received")
    COMPLAINT = "complaint", _("A complaint goes on")
