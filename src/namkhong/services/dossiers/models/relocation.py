"""A dossier went to other agencies by a reorganisation: from where, to where. Append-only."""

from __future__ import annotations

from django.db import models


class Relocation(models.Model):
    """One move of one dossier. Reports ask it who was in charge before: what was done stays with who did it."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="relocations", db_index=False)
    reorganisation = models.ForeignKey(
        "organisations.Reorganisation", models.PROTECT, related_name="+", db_index=False
    )  # fmt: skip
    at = models.DateTimeField()
    old_receiver_id = models.BigIntegerField()
    old_home_counter_id = models.BigIntegerField()
    old_decider_id = models.BigIntegerField()
    old_unit_id = models.BigIntegerField()
    old_return_id = models.BigIntegerField()
    old_holder_id = models.BigIntegerField(null=True)
    old_account_id = models.BigIntegerField(null=True)  # whose it was by name
    new_receiver_id = models.BigIntegerField()
    new_home_counter_id = models.BigIntegerField()
    new_decider_id = models.BigIntegerField()
    new_unit_id = models.BigIntegerField()
    new_return_id = models.BigIntegerField()
    new_holder_id = models.BigIntegerField(null=True)
    new_account_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["dossier", "at"], name="relocation_dossier"),
            models.Index(fields=["old_receiver_id", "dossier"], name="relocation_receiver"),
            models.Index(fields=["reorganisation", "dossier"], name="relocation_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.reorganisation_id}"
