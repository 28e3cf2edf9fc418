"""Pure: on which grounds a special audit can be ordered."""

GROUNDS = ("complaint", "change", "suspension", "major", "misuse")
OF_A_SUSPENSION = ("suspension",)
"""They speak of a suspension, and fit only while there is one."""


def fitting(status: str) -> tuple[str, ...]:
    """The grounds that fit a certificate of that status; none where there is nothing to audit."""
    if status == "suspended":
        return GROUNDS
    if status == "valid":
        return tuple(one for one in GROUNDS if one not in OF_A_SUSPENSION)
    return ()
