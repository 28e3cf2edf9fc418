"""A certificate's status: the rule of one row, and the same asked of many at once."""

from datetime import date, timedelta
from random import Random

import pytest

from processes.standing.deadlines import restorable_until
from processes.standing.models import Certificate
from processes.standing.status import (
    State,
    Status,
    is_continued,
    is_restorable,
    must_expire,
    status_at,
)
from tests.support import drive
from tests.support.world import World

DECIDED = date(2026, 3, 2)


@pytest.fixture
def certificate(world: World) -> Certificate:
    return drive.issued(drive.grant(world))


@pytest.mark.parametrize("seed", range(60))
def test_what_is_asked_of_many_is_the_rule_of_one(certificate: Certificate, seed: int) -> None:
    luck = Random(seed)
    effective = DECIDED + timedelta(days=luck.randint(0, 20))
    last = effective + timedelta(days=luck.randint(1, 40))
    row = Certificate.objects.filter(pk=certificate.pk)
    row.update(
        state=luck.choice(State.values),
        effective_date=effective,
        expiry_date=last,
        suspended_until=last,
    )
    # On and around the days on which it turns, and on any day.
    near = [turn + timedelta(days=n) for turn in (effective, last) for n in (-1, 0, 1)]
    days = [*near, DECIDED + timedelta(days=luck.randint(0, 90))]

    for day in days:
        expected = status_at(row.get(), day)
        assert row.with_status(day).get().status == expected
        assert [one for one in Status if row.having(one, day).exists()] == [expected]


def test_the_last_day_counts_and_the_day_after_does_not(certificate: Certificate) -> None:
    last, after = certificate.expiry_date, certificate.expiry_date + timedelta(days=1)

    assert [status_at(certificate, day) for day in (last, after)] == [Status.VALID, Status.EXPIRED]
    assert [must_expire(certificate, day) for day in (last, after)] == [False, True]


def test_an_expired_certificate_is_followed_until_the_last_day_to_restore_it(
    certificate: Certificate,
) -> None:
    until = restorable_until(certificate)
    after = until + timedelta(days=1)

    assert is_continued(certificate, certificate.expiry_date)
    assert is_restorable(certificate, until)
    assert is_continued(certificate, until)
    assert not is_restorable(certificate, after)
    assert not is_continued(certificate, after)


@pytest.mark.obligation(55)
def test_a_replaced_certificate_is_neither_valid_nor_restored(certificate: Certificate) -> None:
    Certificate.objects.filter(pk=certificate.pk).update(state=State.REPLACED)
    replaced = Certificate.objects.get(pk=certificate.pk)

    for day in (replaced.expiry_date, replaced.expiry_date + timedelta(days=1)):
        assert status_at(replaced, day) == Status.REPLACED
        assert not is_continued(replaced, day)
