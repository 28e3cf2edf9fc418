"""Forms of a scheme itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from processes.scheme.forms import GuardedForm
from processes.scheme.schemes import LegalRegime, Scheme


class SchemeForm(GuardedForm):
    """The words of a scheme."""

    class Meta:
        model = Scheme
        fields = [
            *("title_sv", "title_en", "purpose_sv", "purpose_en", "survey"),
            *("legal_regime", "appeal_sv", "appeal_en"),
        ]
        help_texts = {
            "survey": _("Without one no certificate is given with distinction."),
            "appeal_sv": _("Only for a public authority: it stands in its letters."),
            "appeal_en": _("Only for a public authority: it stands in its letters."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A page opened before the field was there leaves it as it is.
        self.fields["legal_regime"].required = False

    def clean(self) -> dict[str, Any] | None:
        """A public authority says how to appeal, in both languages; nobody else does."""
        cleaned = super().clean()
        regime = self.cleaned_data.get("legal_regime") or self.instance.legal_regime
        is_authority = regime == LegalRegime.AUTHORITY
        for name in ("appeal_sv", "appeal_en"):
            if is_authority and not self.cleaned_data.get(name, "").strip():
                self.add_error(name, _("Say how a decision of the authority is appealed against."))
            elif not is_authority and self.cleaned_data.get(name, "").strip():
                self.add_error(name, _("Under an agreement the letter says it in its own words."))
        return cleaned


class NewSchemeForm(SchemeForm):
    """A new scheme: its code and prefix never change afterwards."""

    class Meta(SchemeForm.Meta):
        fields = ["code", "prefix", *SchemeForm.Meta.fields]
        help_texts = {
            **SchemeForm.Meta.help_texts,
            "code": _("Short name in addresses: small letters, digits and hyphens."),
            "prefix": _("Letters that begin every case number, as KL in KL-2026-0001."),
        }

    def clean_prefix(self) -> str:
        """Capital letters."""
        prefix = str(self.cleaned_data["prefix"]).upper()
        if Scheme.objects.filter(prefix=prefix).exists():
            raise forms.ValidationError(_("Another scheme has that prefix."))
        return prefix
