"""The rows that say who may not: exclusions, and the version of the directory."""

from django.conf import settings
from django.db import models


class Exclusion(models.Model):
    """A person is kept from a process's tasks of a role ("" = all roles).

    For a conflict of interest, or because duties are separate.

    ``source`` says what it comes from: each source keeps by itself, and only its own is lifted.
    """

    process = models.ForeignKey(
        "workflow.Process", on_delete=models.PROTECT, related_name="exclusions", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="exclusions",
        db_index=False,
    )
    role = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=200)
    source = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "workflow_bar"  # as it was called before
        constraints = [
            models.UniqueConstraint(
                fields=["process", "person", "role", "source"], name="one_bar_each"
            )
        ]
        indexes = [
            # With the process: a plan made while there were few rows asks by person, and an
            # auditor of many years is excluded from thousands of processes.
            models.Index(fields=["person", "process"], name="exclusions_of_person"),
        ]


class DirectoryVersion(models.Model):
    """The one that ``directory`` speaks of. Random: none comes twice, whatever is undone."""

    version = models.CharField(max_length=40, db_column="stamp")

    class Meta:
        db_table = "workflow_directorystamp"  # as it was called before
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_directory_stamp")]
