"""The trail of copied cases, hashed anew by the database: every chain verifies."""

from typing import Any

from django.apps import apps
from django.db import connection

from bench.growth.copying import APART, Mould
from workflow.models import TrailChain, TrailEntry
from workflow.trail import canonical, digest

COLUMNS = (
    "id, chain_id, sequence, at, subject_label, subject_id, step, source, target, data, actor_id, "
    "because, salt, previous_hash, hash"
)
PLACE = """
    CREATE UNLOGGED TABLE next_hashes AS
    WITH made AS (
        SELECT k, h.hash AS previous, row.at + {shift} AS at, {subject} AS subject, {chain} AS chain
        FROM hashes h, workflow_trailentry AS row WHERE row.id = {pk}
    ), hashed AS (
        SELECT made.*, encode(sha256(convert_to(
            '["' || {key} || '",{sequence},"'
            || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00","{label}",'
            || subject || ',' || {middle} || ',"' || previous || '"]', 'UTF8')), 'hex') AS hash
        FROM made
    ), inserted AS (
        INSERT INTO workflow_trailentry ({columns})
        SELECT {apart} * {chain_id} + 1000 * k::bigint + row.sequence, chain, row.sequence,
            hashed.at, row.subject_label, subject, row.step, row.source, row.target, row.data,
            row.actor_id, row.because, row.salt, previous, hashed.hash
        FROM hashed, workflow_trailentry AS row WHERE row.id = {pk}
    )
    SELECT k, hash FROM hashed
"""


def copy(mould: Mould, chain: TrailChain, numbers: str) -> None:
    """Copy one chain's entries for each ``k``: place by place, each after its predecessor."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE UNLOGGED TABLE hashes AS SELECT k, ''::text AS hash FROM ({numbers}) AS n(k)"
        )
        for entry in chain.entries.order_by("sequence"):
            _place(cursor, mould, entry, chain)
        moved = mould.moved(str(chain.pk), TrailChain)
        cursor.execute(
            f"UPDATE workflow_trailchain c SET head = h.hash FROM hashes h WHERE c.id = {moved}"
        )
        cursor.execute("DROP TABLE hashes")


def _place(cursor: Any, mould: Mould, entry: TrailEntry, chain: TrailChain) -> None:
    label, model = entry.subject_label.split(".")
    subject = apps.get_model(label, model)
    statement = PLACE.format(
        shift=mould.special["shift"],
        subject=mould.moved("row.subject_id", subject),
        chain=mould.moved("row.chain_id", TrailChain),
        pk=entry.pk,
        key=mould.moved_name(_quoted(chain.key)),
        sequence=entry.sequence,
        label=entry.subject_label,
        middle=_quoted(_middle(entry)),
        columns=COLUMNS,
        apart=APART * 10,
        chain_id=chain.pk,
    )
    cursor.execute(statement)
    cursor.execute("DROP TABLE hashes")
    cursor.execute("ALTER TABLE next_hashes RENAME TO hashes")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _middle(entry: TrailEntry) -> str:
    """What is the same in the payload of every copy."""
    values = [
        entry.step,
        entry.source,
        entry.target,
        entry.data,
        entry.salt,
        digest(entry.salt, str(entry.actor_id or "")),
        digest(entry.salt, entry.because),
    ]
    return canonical(values)[1:-1]
