"""Whether a holder has changed so much that its documents are read anew."""

from processes.case.models import Case
from processes.changing.models import ChangeNotice
from workflow.definition.nodes import Activation

State = ChangeNotice.State


def has_changed(case: Case) -> bool:
    """A change was told under the certificate that is renewed, and was not found harmless."""
    told = ChangeNotice.objects.filter(case=case.previous_id)
    return told.exclude(state__in=[State.HARMLESS, State.TAKEN_BACK]).exists()


def wants_document_review(activation: Activation) -> bool:
    """The edition and the kind of case review documents before the visit.

    A renewal after a significant change does so in any case (obligation 67).
    """
    case = Case.of(activation.process)
    if case.edition.with_document_review and case.traits.with_documents:
        return True
    return case.traits.restores and has_changed(case)
