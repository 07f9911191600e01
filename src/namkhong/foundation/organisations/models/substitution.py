"""Who does the work of an absent colleague."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from namkhong.foundation.organisations.models.dated import in_order, one_at_a_time
from namkhong.foundation.organisations.models.official import Official


class Substitution(models.Model):
    """``substitute`` does the work of ``absent`` from a day to a day; what she signs says for whom."""

    absent = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="substitutions", db_index=False)
    substitute = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+", db_index=False)
    valid_from = models.DateField()
    valid_to = models.DateField()  # excluded: the day she is back
    reason = models.CharField(max_length=300)
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            in_order("organisations_substitution_period"),
            one_at_a_time("organisations_one_substitute_at_a_time", "absent"),
            models.CheckConstraint(name="organisations_substitution_two", condition=~Q(absent=F("substitute"))),
            models.CheckConstraint(name="organisations_substitution_reason", condition=~Q(reason="")),
        ]
        indexes = [
            models.Index(fields=["substitute", "valid_to"], name="organisations_substitute"),
            models.Index(fields=["absent", "valid_to"], name="organisations_absent"),
        ]

    def __str__(self) -> str:
        return f"{self.substitute_id} for {self.absent_id}"
