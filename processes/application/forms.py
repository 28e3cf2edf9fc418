"""Forms of the application stage."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.application.models import Application
from processes.application.policies import unanswered
from processes.organisations.models import Organisation
from processes.scheme.models import Scheme
from workflow.language import Text, in_language


class SchemeChoice(forms.ModelChoiceField[Scheme]):
    """A scheme by its title in the reader's language."""

    def label_from_instance(self, obj: object) -> str:
        """The title."""
        return in_language(obj, "title")


class NewApplication(forms.Form):
    """For what and for whom a certification is applied for."""

    def __init__(
        self,
        *args: Any,
        schemes: QuerySet[Scheme],
        municipalities: QuerySet[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"] = SchemeChoice(
            label=_("What do you want to be certified for?"),
            queryset=schemes,
            widget=forms.RadioSelect,
            empty_label=None,
            initial=schemes[0].pk if len(schemes) == 1 else None,
        )
        if len(municipalities) > 1:
            self.fields["municipality"] = forms.ModelChoiceField(
                label=_("Municipality"),
                queryset=municipalities,
                empty_label=_("Choose a municipality"),
            )

    def offer(self, places: Sequence[Any], schemes: Sequence[Scheme]) -> None:
        """Show only these; what was sent is judged by all of them."""
        field: Any = self.fields["scheme"]
        field.queryset = field.queryset.filter(pk__in=[one.pk for one in schemes])
        if len(schemes) == 1:
            field.initial = schemes[0].pk
        if "municipality" in self.fields:
            field = self.fields["municipality"]
            field.queryset = field.queryset.filter(pk__in=[one.pk for one in places])


class Apply(forms.ModelForm[Application]):
    """The draft: everything may be left empty until it is submitted."""

    hide_optional = True
    optional = ("contact_phone",)

    class Meta:
        model = Application
        fields = (
            "scope",
            "sites",
            "contact_name",
            "contact_email",
            "contact_phone",
            "consultancy",
        )
        labels = {
            "scope": gettext_lazy("What is to be certified?"),
            "sites": gettext_lazy("Which places and units are included?"),
            "contact_name": gettext_lazy("Contact person"),
            "contact_email": gettext_lazy("The contact person's e-mail"),
            "contact_phone": gettext_lazy("The contact person's telephone"),
            "consultancy": gettext_lazy("Have consultants helped you in the last two years?"),
        }
        help_texts = {
            "scope": gettext_lazy(
                "The service in a few sentences: for whom, which matters, which units take part."
            ),
            "sites": gettext_lazy("One per line. If there is only one, name that."),
            "consultancy": gettext_lazy(
                "Who, with what and when. It keeps those who advised you out of the audit. "
                "Write “no” if nobody has."
            ),
        }
        widgets = {
            "scope": forms.Textarea(attrs={"rows": 6}),
            "sites": forms.Textarea(attrs={"rows": 3}),
            "consultancy": forms.Textarea(attrs={"rows": 3}),
            "contact_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "contact_email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "contact_phone": forms.TextInput(attrs={"autocomplete": "tel"}),
        }

    def demand(self) -> None:
        """Point out at its field each answer that must be there before the application is sent."""
        for name in unanswered(self.instance):
            self.add_error(name, MISSING[name])


MISSING = {
    "scope": gettext_lazy("Say what is to be certified."),
    "sites": gettext_lazy("Name the places and units, also if there is only one."),
    "contact_name": gettext_lazy("Name a contact person."),
    "contact_email": gettext_lazy("Give the contact person's e-mail."),
    "consultancy": gettext_lazy("Say which consultants have helped you, or write “no”."),
}


def yes_or_no(label: Text, help_text: Text) -> forms.ChoiceField:
    """A question with two answers, none chosen beforehand."""
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        required=False,
    )


class Review(forms.Form):
    """Three questions, the reasons, and which way it goes."""

    hide_optional = True

    enough_information = yes_or_no(
        gettext_lazy("Does the application say enough to plan the audit?"),
        gettext_lazy("Scope, places, contact person and consultants."),
    )
    body_is_competent = yes_or_no(
        gettext_lazy("Do we have the competence and the time to carry it out?"),
        gettext_lazy("Auditors for the area and days enough within the limits of the cycle."),
    )
    no_conflict_of_interest = yes_or_no(
        gettext_lazy("Can we be impartial towards the municipality?"),
        gettext_lazy("No advice given, no shared ownership, no pressure."),
    )
    reasons = forms.CharField(
        label=gettext_lazy("Reasons, if you return or decline the application"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        required=False,
        help_text=gettext_lazy(
            "The municipality reads this. Say what is missing, or why you decline, so that they "
            "know what to do."
        ),
    )

    @property
    def answers(self) -> dict[str, bool | None]:
        """What was answered; None where nothing was."""
        said = {answer: value for value, answer in ANSWERS.items()}
        return {name: said.get(self.cleaned_data[name]) for name in QUESTIONS}

    def demand(self) -> bool:
        """Require a yes to every question, as accepting the application does."""
        for name, said in self.answers.items():
            if said is None:
                self.add_error(name, _("Answer the question before you accept."))
            elif not said:
                self.add_error(name, _("Whoever answers no returns or declines the application."))
        return self.is_valid()

    @classmethod
    def of(cls, application: Application) -> dict[str, Any]:
        """The answers kept so far; a question that nobody answered has none."""
        kept = {name: getattr(application, name) for name in QUESTIONS}
        answers = {name: _said(value) for name, value in kept.items()}
        return {**answers, "reasons": application.reasons}


def _said(value: bool | None) -> str:
    return "" if value is None else ANSWERS[value]


ANSWERS = {True: "yes", False: "no"}
QUESTIONS = ("enough_information", "body_is_competent", "no_conflict_of_interest")


class DeclineAgreement(forms.Form):
    """Why the municipality does not sign."""

    reasons = forms.CharField(
        label=gettext_lazy("Reasons not to sign"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=gettext_lazy("The certification body reads this. The case then ends."),
    )


class Sign(forms.Form):
    """The signatory's consent."""

    agree = forms.BooleanField(
        label=gettext_lazy("I have read the agreement and sign it for the municipality"),
        error_messages={"required": gettext_lazy("Tick the box to sign the agreement.")},
    )
