"""Whom an administrator reaches: the people of their own, and nobody who belongs elsewhere too."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from processes.organisations.models import Membership, Organisation, Person

Bodies = Collection[int]
KIND = Organisation.Kind


def people(bodies: Bodies, day: date) -> QuerySet[Person]:
    """People all of whose roles are at one of the bodies or where it certifies.

    Of those without a role, the people whom one of the bodies has added.
    """
    held = Membership.objects.lasting(day).filter(person=OuterRef("pk"))
    added = Q(added_by__in=bodies)
    # Where nobody certifies yet, people belong to the body that added them.
    elsewhere = held.exclude(organisation__in=_own(bodies).values("pk")).exclude(
        organisation__in=_free().values("pk"), person__added_by__in=bodies
    )
    # Who reviews one matter belongs where they belonged before.
    elsewhere = elsewhere.exclude(organisation__kind=Organisation.Kind.REVIEW)
    return Person.objects.filter(added | Exists(held), ~Exists(elsewhere))


def organisations(bodies: Bodies) -> QuerySet[Organisation]:
    """Where one of the bodies may give a role: not where only others certify."""
    return Organisation.objects.filter(
        Q(pk__in=_own(bodies).values("pk")) | Q(pk__in=_free().values("pk"))
    )


def _own(bodies: Bodies) -> QuerySet[Organisation]:
    """The bodies, and where one of them certifies."""
    certified = Q(certifications__scheme__body__in=bodies)
    return Organisation.objects.filter(Q(pk__in=bodies) | certified)


def _free() -> QuerySet[Organisation]:
    """Where nobody certifies yet: municipalities to come, partners, joint authorities."""
    others = Organisation.objects.exclude(kind__in=[KIND.BODY, KIND.REVIEW])
    return others.filter(certifications=None)
