"""Organisations, the people in them, and what may keep a person from a case."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from processes import reasons, roles
from workflow.sql import names
from workflow.sql.by_pk import ByPkQuerySet


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Questions about many organisations."""

    def municipalities(self) -> Self:
        """The municipalities, by name."""
        return self.filter(kind=Organisation.Kind.MUNICIPALITY).order_by("name_order", "code")


class Organisation(models.Model):
    """A municipality, the certification body, an observing partner, or a joint authority."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        BODY = "body", _("certification body")
        PARTNER = "partner", _("partner")
        JOINT_AUTHORITY = "joint_authority", _("joint authority of municipalities")
        REVIEW = "review", _("independent review of one matter")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    code = models.CharField(_("code"), max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_order = names.ordered("name", max_length=240)
    full_name = models.CharField(_("full name"), max_length=120)
    county_code = models.CharField(_("county code"), max_length=2, blank=True)
    county_name = models.CharField(_("county"), max_length=40, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    neighbours = models.ManyToManyField("self", blank=True, verbose_name=_("neighbours"))

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["municipality", "body", "partner", "joint_authority", "review"]
                ),
                name="organisation_kind_known",
            )
        ]
        indexes = [
            models.Index(fields=["kind", "name_order", "code"], name="organisation_by_name"),
            models.Index(
                fields=["kind", "county_code", "name_order", "code"], name="organisation_by_county"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def trail_root(self) -> "Organisation":
        """An organisation has a chain of its own: its names, as they were."""
        return self


class PersonManager(BaseUserManager["Person"]):
    """Creates people by e-mail address."""

    def get_queryset(self) -> models.QuerySet["Person"]:
        """All people. Each request gets one of them by their key."""
        return ByPkQuerySet(self.model, using=self._db)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """A person who may sign in."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """A person for Django's own admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. Never deleted: history keeps its people."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_order = names.ordered("name", max_length=300)
    language = models.CharField(
        _("language"), max_length=2, choices=[("sv", "Svenska"), ("en", "English")], default="sv"
    )
    added_by = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """The body whose administrator added the person: without a role, they belong there."""
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = PersonManager()

    def __str__(self) -> str:
        return self.name

    @property
    def trail_root(self) -> "Person":
        """A person has a chain of their own: roles given and ended, ties declared."""
        return self

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What a session vouches for: a password and an address. It ends with either of them."""
        salt = "processes.organisations.models.Person"
        kept = f"{self.email}|{self.password}"
        return salted_hmac(salt, kept, secret=secret, algorithm="sha256").hexdigest()


class AddressChange(models.Model):
    """A person's new address, from the day it is asked for until it is theirs or given up."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("waits for an answer")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")
        REPLACED = "replaced", _("replaced by another")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="address_changes")
    old = models.EmailField()
    new = models.EmailField()
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    old_is_dead = models.BooleanField(default=False)
    agreed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                name="one_address_change",
                condition=models.Q(outcome="waiting"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_outcome_display()}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions about many memberships."""

    def on(self, day: date | models.Expression) -> Self:
        """Those in force on a local day."""
        open_end = models.Q(to_date=None) | models.Q(to_date__gte=day)
        return self.filter(open_end, from_date__lte=day)

    def lasting(self, day: date) -> Self:
        """Those not ended on a local day: in force, or yet to begin."""
        return self.filter(models.Q(to_date=None) | models.Q(to_date__gte=day))


class Membership(models.Model):
    """A person's role at an organisation, from a day, and to a day (inclusive) if it has ended."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=30, choices=roles.choices)
    from_date = models.DateField(_("from"))
    to_date = models.DateField(_("to"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "role"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_date=None) | models.Q(to_date__gte=models.F("from_date")),
                name="membership_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "from_date"], name="membership_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}, {self.organisation}"

    @property
    def places(self) -> frozenset[int]:
        """The organisation."""
        return frozenset({self.organisation_id})


class Interest(models.Model):
    """A person's tie to a municipality for a time: a conflict of interest, see ``impartiality``.

    Somebody may come back: each time is a row of its own.
    """

    class Ground(models.TextChoices):
        EMPLOYED = "employed", _("employed there")
        CONSULTED = "consulted", _("has advised it")
        KINSHIP = "kinship", _("close to somebody there")
        OTHER = "other", _("other circumstance")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(_("ground"), max_length=20, choices=Ground)
    from_date = models.DateField(_("from"), null=True, blank=True)
    ended_date = models.DateField(_("ended"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "ground"],
                name="interest_lasts_once",
                condition=models.Q(ended_date=None),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_date=None)
                | models.Q(from_date=None)
                | models.Q(ended_date__gte=models.F("from_date")),
                name="interest_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_ground_display()}, {self.organisation}"


reasons.learn("ground", Interest.Ground)
