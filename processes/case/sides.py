"""On which side of a case a reader stands. Some stand on both: then only the own one counts."""

from processes.case.models import Case
from processes.case.reader import Reader
from processes.case.visibility import WHOLE
from processes.roles import BODY, MUNICIPAL, Role
from workflow import queues


def is_inside(case: Case, reader: Reader) -> bool:
    """The reader works for the case's municipality."""
    own = case.certification.organisation_id
    return any(g.organisation_id == own and g.role in MUNICIPAL for g in reader.grants)


def serves(case: Case, reader: Reader, *roles: str) -> bool:
    """The reader works for the scheme's body, in one of the roles, and is not kept from the case.

    Of those who see the case only people of the municipality can be kept from serving it.
    """
    body = case.scheme.body_id
    if not any(g.organisation_id == body and g.role in (roles or BODY) for g in reader.grants):
        return False
    return not (
        is_inside(case, reader)
        and case.main_process is not None
        and queues.is_excluded(reader.person, case.main_process, WHOLE)
    )


SPEAKING = (Role.COORDINATOR, Role.SIGNATORY)


def speaks(case: Case, reader: Reader, *roles: Role) -> bool:
    """The reader speaks for the municipality of the case, in one of the roles or in any."""
    own = case.certification.organisation_id
    speaking = roles or SPEAKING
    return any(g.role in speaking and g.organisation_id == own for g in reader.grants)
