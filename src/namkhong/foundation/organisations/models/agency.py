"""Agencies and their histories."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from namkhong.foundation.organisations.models.dated import in_order, one_at_a_time
from namkhong.foundation.organisations.types import AgencyCard, AgencyKind, Level


class Agency(models.Model):
    """An agency or a unit of one. Name, code, parent and path of today; the histories are the truth for other days."""

    fact_key = models.CharField(max_length=40, unique=True, null=True, blank=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.name) for kind in AgencyKind])
    level = models.CharField(max_length=10, choices=[(level.value, level.name) for level in Level])
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=120)
    code = models.CharField(max_length=40, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=120)
    head_title = models.CharField(max_length=60)  # "Chủ tịch", "Giám đốc", "Chánh Văn phòng"
    collective = models.BooleanField(default=False)  # signs TM. ỦY BAN NHÂN DÂN
    place_code = models.CharField(max_length=10, blank=True, default="")
    calendar_key = models.CharField(max_length=60, blank=True, default="")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    to_be_confirmed = models.JSONField(default=list)
    source = models.TextField(blank=True, default="")
    search_key = models.CharField(max_length=300)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            in_order("organisations_agency_period"),
            models.CheckConstraint(name="organisations_agency_path", condition=Q(path__startswith="/")),
            models.CheckConstraint(
                name="organisations_agency_not_own_parent", condition=Q(parent__isnull=True) | ~Q(parent=F("id"))
            ),
        ]
        indexes = [
            models.Index(fields=["path"], name="organisations_agency_path_ix", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["kind", "level"], name="organisations_agency_kind_ix"),
            models.Index(fields=["code"], name="organisations_agency_code_ix"),
            GinIndex(fields=["search_key"], name="organisations_agency_search_ix", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.name

    def card(self) -> AgencyCard:
        """What other rooms see, as of today."""
        return AgencyCard(
            id=self.pk,
            code=self.code,
            name=self.name,
            short_name=self.short_name,
            kind=self.kind,
            level=self.level,
            path=self.path,
            parent_id=self.parent_id,
            place_code=self.place_code,
            to_be_confirmed=tuple(self.to_be_confirmed),
        )


class AgencyName(models.Model):
    """What an agency is called, from–to."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=120)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            in_order("organisations_name_period"),
            one_at_a_time("organisations_one_name_at_a_time", "agency"),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyCode(models.Model):
    """The identification code of an agency (Decision 20/2020, 09/2025), from–to; ``confirmed`` = by a published list."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=40)
    confirmed = models.BooleanField(default=False)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            in_order("organisations_code_period"),
            models.CheckConstraint(
                name="organisations_code_form", condition=Q(code__regex=r"^[A-Z0-9]+(\.[A-Z0-9]+)*$")
            ),
            one_at_a_time("organisations_one_code_at_a_time", "agency"),
            one_at_a_time("organisations_one_agency_per_code", "code"),
        ]

    def __str__(self) -> str:
        return self.code


class AgencyPlacement(models.Model):
    """Under which agency an agency stands, from–to; the root has no parent."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            in_order("organisations_placement_period"),
            models.CheckConstraint(
                name="organisations_placement_not_itself", condition=Q(parent__isnull=True) | ~Q(parent=F("agency"))
            ),
            one_at_a_time("organisations_one_parent_at_a_time", "agency"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} ⊂ {self.parent_id}"


class AgencySuccession(models.Model):
    """What became what: the work of the old agency goes on in the new one."""

    old = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="successions")
    new = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="predecessions")
    on = models.DateField()
    basis = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="organisations_succession_once"),
            models.CheckConstraint(name="organisations_succession_two", condition=~Q(old=F("new"))),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"
