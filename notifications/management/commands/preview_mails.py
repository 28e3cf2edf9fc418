from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from notifications.pages import upcoming
from notifications.pages.upcoming import Due
from notifications.texts.prerendered import parts
from processes.models import Case
from workflow.progress import console


class Command(BaseCommand):
    help = "Show every mail that is due: what waits now, and what the deadlines will bring."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", default="", help="only this case number")
        parser.add_argument("--until", type=date.fromisoformat, help="a day, as 2027-01-31")
        parser.add_argument("--days", type=int, default=30, help="how far ahead, without --until")
        parser.add_argument("--text", action="store_true", help="the whole text of each mail")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        until = options["until"] or timezone.localdate(at) + timedelta(days=options["days"])
        case = _case(options["case"]) if options["case"] else None
        number = 0
        out = console(options["verbosity"])
        for due in upcoming.mails(at, until, case=case, out=out):
            number += 1
            self.stdout.write(_line(due))
            if options["text"]:
                self.stdout.write(f"\n{parts(due.message)[0]}\n{'-' * 72}")
        self.stdout.write(f"{number} mails until {until}")


def _case(number: str) -> Case:
    case = Case.objects.filter(number=number).first()
    if case is None:
        raise CommandError(f"There is no case {number}.")
    return case


def _line(due: Due) -> str:
    when = timezone.localtime(due.at).strftime("%Y-%m-%d %H:%M")
    way = "" if due.row.at_once else " (in the summary)"
    return f"{when}  {due.row.to.address}  {due.message.subject}{way}"
