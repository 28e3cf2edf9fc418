"""Long work on a console tells how far it has come."""

from io import StringIO

import pytest
from django.core.management import call_command

from workflow.models import TrailChain
from workflow.progress import Progress, console, progress


class Terminal(StringIO):
    def isatty(self):
        return True

    @property
    def lines(self):
        return [line.strip() for line in self.getvalue().split("\r")]


class Clock:
    """Stands still until it is told."""

    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    standing = Clock()
    monkeypatch.setattr("workflow.progress.monotonic", standing)
    return standing


def work(items, clock, *, seconds):
    """Take each item's time."""
    for _item in items:
        clock.now += seconds


def test_a_terminal_shows_a_bar_with_the_time_left(clock):
    terminal = Terminal()

    work(progress(range(4), "Cases", out=terminal), clock, seconds=30)

    assert terminal.lines == [
        "",
        "Cases [........................] 0 of 4",
        "Cases [######..................] 1 of 4, 1:30 left",
        "Cases [############............] 2 of 4, 1:00 left",
        "Cases [##################......] 3 of 4, 0:30 left",
        "Cases [########################] 4 of 4, 0:00 left",
        "Cases [########################] 4 of 4 in 2:00",
    ]
    assert terminal.getvalue().endswith("\n")


def test_a_bar_fits_on_the_line_and_wipes_what_was_longer(clock, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    terminal = Terminal()

    work(progress(range(3), "Cases of every municipality", out=terminal), clock, seconds=2)

    drawn = terminal.getvalue().rstrip("\n").split("\r")[1:]
    assert {len(line) for line in drawn} == {39}


def test_a_bar_is_drawn_no_more_often_than_anybody_sees(clock):
    terminal = Terminal()

    work(progress(range(1000), "Cases", out=terminal), clock, seconds=0.01)

    assert len(terminal.lines) < 110


def test_a_file_gets_a_line_now_and_then(clock):
    out = StringIO()

    work(progress(iter("abcd"), "Cases", total=4, out=out), clock, seconds=6)

    assert out.getvalue().splitlines() == [
        "Cases: 2 of 4, 0:12 left",
        "Cases: 4 of 4, 0:00 left",
        "Cases: 4 of 4 in 0:24",
    ]


def test_work_of_unknown_length_is_counted(clock):
    out = StringIO()

    work(progress(iter("abc"), "Mails", out=out), clock, seconds=2000)

    assert out.getvalue().splitlines() == [
        "Mails: 1",
        "Mails: 2",
        "Mails: 3",
        "Mails: 3 in 1:40:00",
    ]


@pytest.mark.parametrize("kind", [StringIO, Terminal])
def test_work_done_within_a_second_leaves_no_line(clock, kind):
    out = kind()

    work(progress(range(3), "Cases", out=out), clock, seconds=0.3)

    assert "\n" not in out.getvalue()
    assert out.getvalue().split("\r")[-1] == ""


def test_interrupted_work_tells_how_far_it_came(clock):
    out = StringIO()

    def stop_at(number):
        for item in progress(range(9), "Cases", out=out):
            clock.now += 5
            if item == number:
                raise LookupError

    with pytest.raises(LookupError):
        stop_at(3)

    assert out.getvalue().splitlines()[-1] == "Cases: 3 of 9 in 0:20"


def test_what_is_no_loop_advances_by_itself(clock):
    out = StringIO()
    shown = Progress("Rows", 1000, out)

    clock.now = 10
    shown.advance(500)
    shown.end()

    assert out.getvalue().splitlines() == [
        "Rows: 500 of 1000, 0:10 left",
        "Rows: 500 of 1000 in 0:10",
    ]


def test_verbosity_0_is_silent(clock):
    assert console(0) is None

    work(progress(range(3), "Cases", out=None), clock, seconds=30)


@pytest.fixture
def _slow(monkeypatch):
    """Every look at the clock is a minute later."""
    minutes = iter(range(0, 10_000_000, 60))
    monkeypatch.setattr("workflow.progress.monotonic", lambda: float(next(minutes)))


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("_slow")
def test_loading_and_verifying_tell_how_far_they_are(capsys):
    call_command("load_data")
    call_command("verify_trail")

    told = capsys.readouterr()
    assert "Reference data: 4 of 4 in" in told.err
    assert "Demonstration cases: 7 of 7 in" in told.err
    chains = TrailChain.objects.count()
    assert chains > 7
    assert f"Chains of the trail: {chains} of {chains} in" in told.err
    assert told.out.startswith("The trail holds")


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("_slow")
def test_verbosity_0_silences_the_commands(capsys):
    call_command("load_data", verbosity=0)
    call_command("verify_trail", verbosity=0)

    assert capsys.readouterr().err == ""
