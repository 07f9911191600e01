"""Places from–to, and what became what."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q

from namkhong.foundation.places.types import PlaceCard, PlaceKind, PlaceLevel


class DateRange(Func):
    """``daterange(valid_from, valid_to, '[)')``; a missing day is open."""

    function = "DATERANGE"
    output_field = DateRangeField()


def holding(on: date, prefix: str = "") -> Q:
    """Filter of the places that exist on a day."""
    started = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": on})
    return started & (Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": on}))


class Place(models.Model):
    """A province, a district of before, a commune or ward, from a day (included) to a day (excluded)."""

    code = models.CharField(max_length=10)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.name) for kind in PlaceKind])
    level = models.CharField(max_length=10, choices=[(level.value, level.name) for level in PlaceLevel])
    name = models.CharField(max_length=120)  # "Na Sang"
    full_name = models.CharField(max_length=140)  # "Xã Na Sang"
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    province_code = models.CharField(max_length=10)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    name_key = models.CharField(max_length=120)  # fold(name)
    search_key = models.CharField(max_length=140)  # fold(full_name)
    source = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="places_period",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
            ExclusionConstraint(
                name="places_one_place_per_code",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    ("level", RangeOperators.EQUAL),
                    (
                        DateRange("valid_from", "valid_to", RangeBoundary(inclusive_lower=True, inclusive_upper=False)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["name_key"], name="places_name_ix"),
            models.Index(fields=["province_code", "level", "name_key"], name="places_province_ix"),
            models.Index(fields=["code"], name="places_code_ix"),
            GinIndex(fields=["name_key"], name="places_name_trgm", opclasses=["gin_trgm_ops"], fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def in_text(self) -> str:
        """As written inside a sentence: "xã Na Sang"."""
        return self.full_name[:1].lower() + self.full_name[1:]

    def card(self, province_name: str = "") -> PlaceCard:
        """What other rooms see."""
        return PlaceCard(self.code, self.full_name, self.kind, self.province_code, province_name)


class PlaceChange(models.Model):
    """The old place became the new one, or a part of it, on a day, by a resolution."""

    old = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="became")
    new = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="came_from")
    on = models.DateField()
    basis = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="places_change_once"),
            models.CheckConstraint(name="places_change_two", condition=~Q(old=F("new"))),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"
