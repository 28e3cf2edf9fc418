"""What the flow of a demand about the mark asks: which way next."""

from processes.marks.models import MarkDemand
from workflow.definition.nodes import Activation


def is_demanded_again(activation: Activation) -> bool:
    """The holder has the same time once more."""
    row = MarkDemand.objects.filter(own_process=activation.process)
    return bool(row.values_list("state", flat=True).get() == MarkDemand.State.DEMANDED)
