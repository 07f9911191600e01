"""A process under design: one draft for each process, kept until it is published or thrown away."""

from __future__ import annotations

from django.db import models


class ProcessDraft(models.Model):
    """What officials are designing; nothing is worked on by it. Published, it becomes a version and is gone."""

    key = models.CharField(max_length=60, unique=True)  # of the process, which may not exist yet
    name = models.CharField(max_length=300)
    steps = models.JSONField(default=list)
    base = models.ForeignKey(
        "procedures.ProcessVersion", models.PROTECT, null=True, related_name="+", db_index=False
    )  # the version it began as
    revision = models.PositiveIntegerField(default=1)
    changed_by_id = models.BigIntegerField(null=True)  # an account; none for the platform itself
    changed_by_name = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
