"""What a message says when the time of a case changes."""

from django.utils.translation import gettext_lazy as _

from notifications.texts.words import CLIENT, NO_ACTION, OPEN_CASE, Words

WORKS = _("You get this mail because you work with the case of %(place)s.")

TIMES = {
    "times begin": Words(
        tag=_("Rests"),
        title=_("The case rests"),
        lead=_("The case of %(place)s rests until %(until)s."),
        by=_("%(by)s decided that."),
        why=WORKS,
        otherwise=_("Nobody is reminded meanwhile. All deadlines move when it goes on."),
        button=OPEN_CASE,
    ),
    "times prolong": Words(
        tag=_("Rests"),
        title=_("The case rests longer"),
        lead=_("The case of %(place)s rests until %(until)s."),
        by=_("%(by)s decided that."),
        why=WORKS,
        otherwise=_("Nobody is reminded meanwhile. All deadlines move when it goes on."),
        button=OPEN_CASE,
    ),
    "times resume": Words(
        tag=_("Goes on"),
        title=_("The case goes on"),
        lead=_("The case of %(place)s goes on since %(day)s. Its deadlines have moved."),
        by=_("%(by)s decided that."),
        why=WORKS,
        otherwise=_("In the case you find your new dates."),
        button=OPEN_CASE,
    ),
    "times worsen": Words(
        tag=_("Nonconformities"),
        title=_("A minor nonconformity is major now"),
        lead=_("In the case of %(place)s an answer is missing. This was noted on %(day)s."),
        by="",
        why=WORKS,
        otherwise=_("In the case you find which it is. Its action must now be verified."),
        button=OPEN_CASE,
    ),
    "times decline": Words(
        tag=_("Goes on"),
        title=_("The case does not rest"),
        lead=_("You asked that the case of %(place)s rests. It goes on. This was said on %(day)s."),
        by=_("%(by)s answered."),
        why=CLIENT,
        otherwise=_("You find the reasons in the history of the case."),
        button=OPEN_CASE,
    ),
    "times take_back": Words(
        tag=_("Goes on"),
        title=_("The case does not rest"),
        lead=_("You need no longer answer whether the case of %(place)s rests."),
        by=_("%(by)s took it back."),
        why=_("You get this mail because you had the task."),
        otherwise=NO_ACTION,
        button=OPEN_CASE,
    ),
    "times grant_more": Words(
        tag=_("More time"),
        title=_("You have got more time"),
        lead=_("%(place)s asked for more time, and has it until %(until)s."),
        by=_("%(by)s answered."),
        why=CLIENT,
        otherwise=_("In the case you find what it is about. Reminders follow the new day."),
        button=OPEN_CASE,
    ),
    "times refuse_more": Words(
        tag=_("More time"),
        title=_("There is no more time"),
        lead=_("%(place)s asked for more time. The old day stands. This was said on %(day)s."),
        by=_("%(by)s answered."),
        why=CLIENT,
        otherwise=_("You find the reasons in the case."),
        button=OPEN_CASE,
    ),
    "times give_more": Words(
        tag=_("More time"),
        title=_("A task has got more time"),
        lead=_("A task in the case of %(place)s has a new last day: %(until)s."),
        by=_("%(by)s decided that."),
        why=CLIENT,
        otherwise=_("In the case you find which task it is, and why."),
        button=OPEN_CASE,
    ),
    "times drop_wish": Words(
        tag=_("More time"),
        title=_("More time is no longer asked for"),
        lead=_("You need no longer answer whether %(place)s gets more time."),
        by=_("%(by)s took it back."),
        why=_("You get this mail because you had the task."),
        otherwise=NO_ACTION,
        button=OPEN_CASE,
    ),
}
