"""Which field of which model is proven by the trail, and why the others are not (obligation 85).

Every entry about a row holds what stands here of it: dates, grades and keys plain, scope, reasons
and other free text as salted digests. A new field belongs in here: a test fails until it does.
"""

from processes import models as rows
from processes.proven import audit, case, complaint, decision, people, scheme
from workflow.models import (
    DirectoryVersion,
    Process,
    Tally,
    Task,
    Timer,
    TrailChain,
    TrailEntry,
    TrailSeal,
)
from workflow.trail import facts

__all__ = ["audit", "case", "complaint", "decision", "people", "scheme"]

facts.exempt(
    "proven with the row they hang on",
    *(rows.MaturityLevel, rows.Area, rows.Criterion, rows.DecisionRule, rows.SurveillanceWindow),
    *(rows.Finding, rows.SentenceComment, rows.Remark, rows.Answer, rows.Snapshot),
)
facts.exempt("earlier words, proven by the entries of their time", rows.EarlierAnswer)
facts.exempt("holds nothing of its own", rows.Programme)
facts.exempt("a text of somebody's own that is not saved yet", rows.KeptText)
facts.exempt("the trail itself", TrailChain, TrailEntry, TrailSeal)
facts.exempt(
    "the engine at work: who did what and who had a task, and when, stands in the entries",
    *(Process, Task, Timer, DirectoryVersion, Tally),
)
facts.exempt(
    "the municipality publishes it itself; each change is told by an entry", rows.PublishedPromise
)
facts.exempt("numbers given out stand in the rows that have them", rows.NumberSeries)
facts.exempt(
    "work under way: what came of it stands in the rows it changed",
    *(rows.Changeover, rows.ChangeoverPart, rows.Forecast, rows.AddressChange, rows.WorkReturn),
)
facts.exempt("published elsewhere, with its source", rows.SurveyResult)
facts.exempt("a log beside the trail, erased after its time", rows.SecurityEvent)
