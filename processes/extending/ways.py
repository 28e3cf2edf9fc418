"""Who answers a wish for more time."""

from processes.case.stages import Stage
from workflow.definition.nodes import Activation

OF_THE_LEAD = (Stage.REPORT, Stage.CORRECTIVE_ACTIONS)


def is_for_lead(activation: Activation) -> bool:
    """It is about findings: the lead auditor knows best whether the time can be given."""
    return activation.process.extension.task.flow_task.stage in OF_THE_LEAD
