"""How a part of a flow leaves: by a name of its own, which the class composed of it gives a goal.

So a part knows no other, and each kind of case may lead on from it otherwise. No node, and so no
row of a case, comes of it.
"""

from typing import Any


def leads_to(node: str) -> Any:
    """The exit leads to the node of that name in the composed flow."""
    return property(lambda flow: getattr(flow, node))
