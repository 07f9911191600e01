"""Procedures, their versions and front doors, who offers them, and by which process they are worked on."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce

from namkhong.services.procedures.models_process import ProcessDraft
from namkhong.services.procedures.types import DecidedBy, FrontDoor, OnlineLevel, SupplementPolicy

__all__ = [
    "Component", "FeeLine", "Field", "FrontDoorRule", "Offering", "Procedure", "ProcedureVersion", "Process",
    "ProcessDraft", "ProcessVersion", "SearchWord", "Span",
]  # fmt: skip


class Span(Func):
    """The days from ``valid_from`` until the day before ``valid_to``."""

    function = "DATERANGE"
    output_field = DateRangeField()


def _choices(kind: type[FrontDoor | OnlineLevel | SupplementPolicy | DecidedBy]) -> list[tuple[str, str]]:
    return [(item.value, item.value) for item in kind]


class Field(models.Model):
    """A field of administration (lĩnh vực)."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["name_key"], name="procedures_field_key")]

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """One administrative procedure, known by its national code."""

    code = models.CharField(max_length=40, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class ProcedureVersion(models.Model):
    """What the law says about a procedure from one day until another. Never edited once it holds."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # the first day it no longer holds
    name = models.CharField(max_length=1000)
    question = models.CharField(max_length=300, blank=True, default="")
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="+")
    levels = ArrayField(models.CharField(max_length=20))
    level = models.CharField(max_length=10)
    online_level = models.CharField(max_length=10, blank=True, choices=_choices(OnlineLevel))
    partial_reason = models.TextField(blank=True, default="")
    limit = models.CharField(max_length=60, blank=True, default="")  # "5 working_day", "same_day 15:00"; empty: unknown
    limit_note = models.TextField(blank=True, default="")
    supplement_policy = models.CharField(max_length=10, choices=_choices(SupplementPolicy))
    close_after_days = models.PositiveIntegerField(null=True, blank=True)
    form_key = models.CharField(max_length=60)
    process_key = models.CharField(max_length=60)
    result_name = models.TextField(blank=True, default="")
    result_code = models.CharField(max_length=60, blank=True, default="")
    publishing_decision = models.CharField(max_length=200, blank=True, default="")
    legal_bases = ArrayField(models.CharField(max_length=300))
    note = models.TextField(blank=True, default="")
    to_be_confirmed = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    source = models.JSONField(default=dict)  # the row as it came, with its sources and how sure they are
    fingerprint = models.CharField(max_length=64)
    name_key = models.CharField(max_length=1000)
    more_key = models.TextField(blank=True, default="")
    search = models.GeneratedField(
        expression=SearchVector("name_key", weight="A", config="simple")
        + SearchVector("more_key", weight="C", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            GinIndex(fields=["search"], name="procedures_version_search"),
            GistIndex(OpClass("name_key", name="gist_trgm_ops"), name="procedures_version_trgm"),
            models.Index(fields=["name_key", "id"], name="procedures_version_list"),
            models.Index(fields=["field", "name_key", "id"], name="procedures_version_field"),
            models.Index(
                fields=["name_key", "id"],
                condition=~Q(to_be_confirmed=[]),
                name="procedures_version_unsure",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="procedures_version_number"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="procedures_version_dates"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["commune", "province", "both"]), name="procedures_version_level"
            ),
            models.CheckConstraint(
                condition=Q(online_level__in=[item.value for item in OnlineLevel]), name="procedures_version_online"
            ),
            models.CheckConstraint(
                condition=Q(supplement_policy__in=[item.value for item in SupplementPolicy]),
                name="procedures_version_supplement",
            ),
            ExclusionConstraint(
                name="procedures_version_no_overlap",
                expressions=[
                    ("procedure", RangeOperators.EQUAL),
                    (Span("valid_from", "valid_to", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class Component(models.Model):
    """One paper of the dossier."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="components")
    position = models.PositiveSmallIntegerField()
    name = models.TextField()
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    is_form = models.BooleanField(default=False)
    form_code = models.TextField(blank=True, default="")
    required = models.BooleanField(default=True)
    present_only = models.BooleanField(default=False)
    obtainable_from = models.TextField(blank=True, default="")
    condition = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="procedures_component_position")]

    def __str__(self) -> str:
        return self.name


class FeeLine(models.Model):
    """One fee; without an amount the People's Council of the province sets it."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="fees")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    amount = models.BigIntegerField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    exemptions = models.TextField(blank=True, default="")
    rule = models.JSONField(default=dict)  # counted by copies (``fee_rules``), with the number of its shape; else empty

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="procedures_fee_position"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="procedures_fee_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FrontDoorRule(models.Model):
    """Where people file a procedure online, from one day until another."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="front_doors")
    kind = models.CharField(max_length=10, choices=_choices(FrontDoor))
    url = models.URLField(max_length=500, blank=True, default="")
    basis = models.TextField(blank=True, default="")
    to_be_confirmed = models.TextField(blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[item.value for item in FrontDoor]), name="procedures_front_door_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind="own") | ~Q(url=""), name="procedures_front_door_elsewhere_has_address"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="procedures_front_door_dates"
            ),
            ExclusionConstraint(
                name="procedures_front_door_no_overlap",
                expressions=[
                    ("procedure", RangeOperators.EQUAL),
                    (Span("valid_from", "valid_to", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Offering(models.Model):
    """Who decides, receives, gives the result and collects, from one day until another.

    Without a decider the commune competent for the applicant decides; without a receiver any centre of the province
    receives; without a place of return or of collection it is the receiver's. A row that names both a commune and
    ``decided_by=commune`` is the exception for that commune.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="offerings")
    decided_by = models.CharField(max_length=10, choices=_choices(DecidedBy))
    decider = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    receiver = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_place = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    collection = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by="commune") | Q(decided_by="agency", decider__isnull=False),
                name="procedures_offering_decider",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="procedures_offering_dates"
            ),
            ExclusionConstraint(
                name="procedures_offering_no_overlap",
                expressions=[
                    ("procedure", RangeOperators.EQUAL),
                    (Coalesce("decider", 0), RangeOperators.EQUAL),
                    (Span("valid_from", "valid_to", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.decided_by


class Process(models.Model):
    """A way of working, named by a key that procedure versions refer to."""

    key = models.CharField(max_length=60, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class ProcessVersion(models.Model):
    """The steps of a process from one day until another."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    steps = models.JSONField()
    source = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="procedures_process_number"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="procedures_process_dates"
            ),
            ExclusionConstraint(
                name="procedures_process_no_overlap",
                expressions=[
                    ("process", RangeOperators.EQUAL),
                    (Span("valid_from", "valid_to", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class SearchWord(models.Model):
    """A word that stands in some procedure, and in how many: for mending what people mistype and for weighing."""

    word = models.CharField(max_length=40, primary_key=True)
    seen = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.word
