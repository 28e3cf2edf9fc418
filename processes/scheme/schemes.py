"""A certification scheme: who runs it, and by what law its decisions are taken."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from processes.addresses import no_word_of_ours, number_prefix
from processes.organisations.models import Organisation
from processes.scheme.querysets import SchemeQuerySet
from processes.scheme.surveys import SURVEYS


class LegalRegime(models.TextChoices):
    """What a decision is: it says to whom an appeal goes in the end."""

    AGREEMENT = "agreement", _("under an agreement: the certification body reviews them itself")
    AUTHORITY = "authority", _("of a public authority: the letter says how to appeal")


class Scheme(models.Model):
    """A certification scheme, run by one certification body."""

    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="schemes")
    code = models.SlugField(_("code"), max_length=20, unique=True, validators=[no_word_of_ours])
    prefix = models.CharField(
        _("prefix of case and certificate numbers"),
        max_length=6,
        unique=True,
        validators=[number_prefix],
    )
    title_sv = models.CharField(_("title in Swedish"), max_length=100)
    title_en = models.CharField(_("title in English"), max_length=100)
    purpose_sv = models.TextField(_("purpose in Swedish"), blank=True)
    purpose_en = models.TextField(_("purpose in English"), blank=True)
    survey = models.CharField(
        _("survey whose values count for distinction"), max_length=5, choices=SURVEYS, blank=True
    )
    legal_regime = models.CharField(
        _("what its decisions are"),
        max_length=10,
        choices=LegalRegime,
        default=LegalRegime.AGREEMENT,
    )
    appeal_sv = models.TextField(_("how to appeal, in Swedish"), blank=True)
    appeal_en = models.TextField(_("how to appeal, in English"), blank=True)
    is_open = models.BooleanField(_("open for applications"), default=False)

    objects = SchemeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title_sv

    @property
    def trail_root(self) -> "Scheme":
        """A scheme has a chain of its own."""
        return self
