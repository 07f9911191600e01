"""The hot row of a dossier and the facts written beside it; facts are append-only by trigger (migration 0001)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.postgres.indexes import BrinIndex, GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from namkhong.services.dossiers.models_asked import DraftRound, Opinion, OpinionRequest, OutsideRecord
from namkhong.services.dossiers.models_extensions import Extension, LateChance, Register, StepTime
from namkhong.services.dossiers.models_filing import DossierFee, FeeReceipt, Mandate, Submission
from namkhong.services.dossiers.models_recalculation import Recalculation, RecalculationState
from namkhong.services.dossiers.models_supplements import EndRequest, SupplementItem, SupplementRequest
from namkhong.services.dossiers.states import OPEN, PAUSED, STATES, ClockEffect, Move, Outcome, State
from namkhong.services.dossiers.types import Channel, ReturnWay, Timeliness
from namkhong.services.dossiers.types_filing import Money

__all__ = [
    "Attachment", "ClockEvent", "Dossier", "DossierFee", "DraftRound", "EndRequest", "Extension", "FeeReceipt",
    "FormTemplate", "IssuedForm", "LateChance", "Mandate", "MonthFigure", "Opinion", "OpinionRequest",
    "OutsideRecord", "Recalculation", "RecalculationState", "Register", "SearchKey", "Step", "StepTime",
    "Submission", "SupplementItem", "SupplementRequest", "ToldStep",
]  # fmt: skip

_HELD = [State.FILED, State.RECEIVED, State.IN_PROGRESS, State.DECIDED]
_OPEN = sorted(OPEN)
_PAUSED = sorted(PAUSED)
_DECIDED = [State.DECIDED, State.HANDED_OVER]


def _one_of(field: str, values: Any, *, blank: bool = False) -> Q:
    return Q(**{f"{field}__in": [*(["" for _ in range(blank)]), *(str(value) for value in values)]})


class Dossier(models.Model):
    """One request, from its draft to the result handed over. Agencies, people and versions are ids of rooms below."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=60, null=True)  # noqa: DJ001 - no code before filing; unique where it exists
    procedure = models.ForeignKey("procedures.Procedure", models.PROTECT, related_name="+", db_index=False)
    procedure_version = models.ForeignKey(
        "procedures.ProcedureVersion", models.PROTECT, related_name="+", db_index=False
    )
    procedure_name = models.CharField(max_length=1000)  # as the version says; lists need no other room for it
    process_version = models.ForeignKey("procedures.ProcessVersion", models.PROTECT, related_name="+", db_index=False)
    form_version = models.ForeignKey(
        "eforms.FormVersion", models.PROTECT, null=True, related_name="+", db_index=False
    )  # none where the procedure has no form
    answers = models.ForeignKey("eforms.AnswerSet", models.PROTECT, null=True, related_name="+", db_index=False)

    person = models.ForeignKey("citizens.Person", models.PROTECT, related_name="+", db_index=False)  # the applicant
    business = models.ForeignKey("citizens.Business", models.PROTECT, null=True, related_name="+", db_index=False)
    owner = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    helper = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    applicant_name = models.CharField(max_length=200)
    channel = models.CharField(max_length=10)

    state = models.CharField(max_length=24, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=10, blank=True, default="")
    money = models.CharField(max_length=10, default=Money.NONE)  # a state of its own, beside where the dossier stands

    receiver_agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    home_counter = models.ForeignKey(
        "organisations.Agency", models.PROTECT, related_name="+", db_index=False
    )  # the competent agency's own counter; another receiver = elsewhere
    decider_agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    unit_agency = models.ForeignKey(
        "organisations.Agency", models.PROTECT, related_name="+", db_index=False
    )  # who appraises
    return_agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    return_way = models.CharField(max_length=10, default=ReturnWay.ONLINE)

    holder_agency = models.ForeignKey(
        "organisations.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )
    holder_role = models.CharField(max_length=24, blank=True, default="")
    holder_account = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    step_index = models.PositiveSmallIntegerField(default=0)
    step_code = models.CharField(max_length=40, blank=True, default="")
    step_name = models.CharField(max_length=200, blank=True, default="")
    step_kind = models.CharField(max_length=10, blank=True, default="")
    step_started_at = models.DateTimeField(null=True)
    step_due_at = models.DateTimeField(null=True)
    open_opinions = models.PositiveSmallIntegerField(default=0, db_default=0)  # asked and not closed: the step waits

    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()  # the draft was last changed
    filed_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    clock_started_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    new_due_at = models.DateTimeField(null=True)  # told in form 04; after due_at when the apology came too late
    calendar_key = models.CharField(max_length=60, blank=True, default="")  # the calendar the clock was started by
    calendar_version = models.PositiveIntegerField(null=True)  # as it was known then: later changes move no promise
    clock = models.JSONField(default=dict)  # kernel.worktime.Clock in plain JSON; empty before it starts
    decided_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    worked_minutes = models.PositiveIntegerField(null=True)  # working time from the start of the clock to the decision

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["public_id"], name="dossier_public_id"),
            models.UniqueConstraint(fields=["code"], name="dossier_code"),
            models.CheckConstraint(condition=_one_of("state", STATES), name="dossier_state_known"),
            models.CheckConstraint(condition=_one_of("channel", Channel), name="dossier_channel_known"),
            models.CheckConstraint(condition=_one_of("return_way", ReturnWay), name="dossier_return_way_known"),
            models.CheckConstraint(condition=_one_of("money", Money), name="dossier_money_known"),
            models.CheckConstraint(condition=_one_of("outcome", Outcome, blank=True), name="dossier_outcome_known"),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, code__isnull=True, filed_at__isnull=True)
                | (~Q(state=State.DRAFT) & Q(code__isnull=False, filed_at__isnull=False)),
                name="dossier_code_from_filing_on",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_HELD)
                | (
                    Q(holder_agency_id__isnull=False, step_started_at__isnull=False, step_due_at__isnull=False)
                    & ~Q(holder_role="")
                ),
                name="dossier_open_is_held",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_DECIDED, decided_at__isnull=False, due_at__isnull=False) & ~Q(outcome="")
                | (~Q(state__in=_DECIDED) & Q(decided_at__isnull=True) & (Q(outcome="") | Q(state=State.IN_PROGRESS))),
                name="dossier_decided_has_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.RECEIVED, State.IN_PROGRESS, *_DECIDED])
                | Q(received_at__isnull=False, due_at__isnull=False),
                name="dossier_received_has_due",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.IN_PROGRESS, *_DECIDED]) | Q(clock_started_at__isnull=False),
                name="dossier_in_progress_has_clock",
            ),
            models.CheckConstraint(
                condition=Q(clock_started_at__isnull=True, calendar_version__isnull=True)
                | Q(clock_started_at__isnull=False, calendar_version__isnull=False),
                name="dossier_clock_has_calendar",
            ),
            models.CheckConstraint(
                condition=Q(state=State.HANDED_OVER, handed_over_at__isnull=False)
                | (~Q(state=State.HANDED_OVER) & Q(handed_over_at__isnull=True)),
                name="dossier_handed_over_when",
            ),
            models.CheckConstraint(
                condition=(Q(received_at__isnull=True) | Q(received_at__gte=F("filed_at")))
                & (Q(clock_started_at__isnull=True) | Q(clock_started_at__gte=F("received_at")))
                & (Q(decided_at__isnull=True) | Q(decided_at__gte=F("clock_started_at")))
                & (Q(handed_over_at__isnull=True) | Q(handed_over_at__gte=F("decided_at"))),
                name="dossier_times_in_order",
            ),
            models.CheckConstraint(
                condition=Q(step_due_at__isnull=True)
                | Q(due_at__isnull=True)
                | Q(state=State.DECIDED)
                | Q(step_due_at__lte=F("due_at"))
                | Q(step_started_at__gte=F("due_at")),
                name="dossier_step_within_legal_due",
            ),
        ]
        indexes = [
            models.Index(
                fields=["holder_agency", "holder_role", "step_due_at", "id"],
                name="dossier_inbox",
                condition=Q(state__in=_HELD),
            ),
            models.Index(fields=["home_counter", "due_at", "id"], name="dossier_home", condition=Q(state__in=_OPEN)),
            models.Index(
                fields=["receiver_agency", "due_at", "id"],
                name="dossier_elsewhere",
                condition=Q(state__in=_OPEN) & ~Q(receiver_agency_id=F("home_counter_id")),
            ),
            models.Index(
                fields=["decider_agency", "due_at", "id"], name="dossier_decider", condition=Q(state__in=_OPEN)
            ),
            models.Index(fields=["unit_agency", "due_at", "id"], name="dossier_unit", condition=Q(state__in=_OPEN)),
            models.Index(fields=["person", "-created_at", "-id"], name="dossier_person"),
            models.Index(
                fields=["helper", "-created_at", "-id"], name="dossier_helper", condition=Q(helper__isnull=False)
            ),
            models.Index(fields=["decided_at"], name="dossier_decided", condition=Q(decided_at__isnull=False)),
            models.Index(
                fields=["receiver_agency", "step_started_at", "id"],
                name="dossier_paused_counter",
                condition=Q(state__in=_PAUSED),
            ),
            models.Index(
                fields=["decider_agency", "step_started_at", "id"],
                name="dossier_paused_decider",
                condition=Q(state__in=_PAUSED),
            ),
            models.Index(
                fields=["unit_agency", "step_started_at", "id"],
                name="dossier_paused_unit",
                condition=Q(state__in=_PAUSED),
            ),
            models.Index(fields=["received_at"], name="dossier_received", condition=Q(received_at__isnull=False)),
            models.Index(fields=["due_at", "id"], name="dossier_due", condition=Q(state=State.IN_PROGRESS)),
            models.Index(
                fields=["receiver_agency", "received_at", "id"],
                name="dossier_register",
                condition=Q(received_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code or str(self.public_id)

    @property
    def now_in(self) -> State:
        """The state as a value of the table."""
        return State(self.state)

    @property
    def is_open(self) -> bool:
        """Filed and not yet ended."""
        return self.now_in in OPEN

    @property
    def is_draft(self) -> bool:
        """Not sent yet."""
        return self.now_in is State.DRAFT

    @property
    def received_elsewhere(self) -> bool:
        """Taken in by a counter other than the competent agency's, which does not have it yet."""
        return self.now_in is State.RECEIVED and self.clock_started_at is None


class SearchKey(models.Model):
    """Name and code as they are searched, written once so that moves of the hot row do not touch this index."""

    dossier = models.OneToOneField(Dossier, models.CASCADE, primary_key=True, related_name="search")
    key = models.CharField(max_length=300)

    class Meta:
        indexes = [GinIndex(OpClass(F("key"), name="gin_trgm_ops"), name="dossier_search_trgm")]

    def __str__(self) -> str:
        return f"{self.dossier_id}"


class Attachment(models.Model):
    """A kept file: a paper of the applicant (with its component), or the result."""

    class Kind(models.TextChoices):
        """What the file is in the dossier."""

        COMPONENT = "component"
        RESULT = "result"

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=10, choices=Kind)
    component_id = models.BigIntegerField(null=True)
    file_id = models.UUIDField()
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    refused_at = models.DateTimeField(null=True)  # the scanner refused it after it was taken in; its bytes are gone

    class Meta:
        indexes = [models.Index(fields=["file_id"], name="attachment_file")]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind", "component_id", "file_id"],
                nulls_distinct=False,
                name="attachment_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="component", component_id__isnull=False) | Q(kind="result", component_id__isnull=True),
                name="attachment_component",
            ),
            models.CheckConstraint(condition=Q(size__gte=0), name="attachment_size"),
        ]

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """One move that was made: who held the dossier, from when to when, against which time. Append-only."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="steps", db_index=False)
    revision = models.PositiveIntegerField()  # of the dossier after this move
    move = models.CharField(max_length=24)
    from_state = models.CharField(max_length=24)
    to_state = models.CharField(max_length=24)
    step_index = models.PositiveSmallIntegerField()
    step_code = models.CharField(max_length=40, blank=True, default="")
    agency_id = models.BigIntegerField(null=True)  # who held it
    role = models.CharField(max_length=24, blank=True, default="")
    by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    by_name = models.CharField(max_length=200)  # as it was that day
    by_title = models.CharField(max_length=300, blank=True, default="")
    from_at = models.DateTimeField()
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    timeliness = models.CharField(max_length=10, blank=True, default="")
    note = models.TextField(blank=True, default="")
    public = models.BooleanField(default=True)  # may the applicant read the note?

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "revision"], name="step_one_per_revision"),
            models.CheckConstraint(condition=_one_of("move", Move), name="step_move_known"),
            models.CheckConstraint(
                condition=_one_of("from_state", STATES) & _one_of("to_state", STATES), name="step_states_known"
            ),
            models.CheckConstraint(condition=_one_of("timeliness", Timeliness, blank=True), name="step_timeliness"),
            models.CheckConstraint(condition=Q(at__gte=F("from_at")), name="step_times_in_order"),
        ]
        indexes = [
            # The report of responsibility: what a unit did in a period, the newest first.
            models.Index(fields=["agency_id", "at", "id"], name="step_agency_at", condition=~Q(timeliness="")),
            BrinIndex(fields=["at"], name="step_at", pages_per_range=32),  # the last months' steps, all agencies
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.revision}"


class ClockEvent(models.Model):
    """What happened to the legal clock, with the sentences that explained it that day. Append-only."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="clock_events")
    step = models.OneToOneField(Step, models.PROTECT, null=True, related_name="+")  # none when the calendar changed
    recalculation = models.ForeignKey(Recalculation, models.PROTECT, null=True, related_name="+", db_index=False)
    effect = models.CharField(max_length=10)
    at = models.DateTimeField()
    limit = models.CharField(max_length=60)
    calendar = models.CharField(max_length=60)
    due_at = models.DateTimeField(null=True)
    explanation = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("effect", ClockEffect), name="clock_effect_known"),
            models.CheckConstraint(
                condition=Q(step__isnull=False, recalculation__isnull=True)
                | Q(step__isnull=True, recalculation__isnull=False),
                name="clock_event_has_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.effect}"


class FormTemplate(models.Model):
    """A form of the one-stop shop as it is printed between two dates."""

    code = models.CharField(max_length=10)  # "01"
    version = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=300)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    layout = models.CharField(max_length=60)  # file below paper/
    settings = models.JSONField(default=dict)  # paper, copies, wording that a province may set
    to_be_confirmed = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="form_template_version"),
            models.UniqueConstraint(fields=["code", "effective_from"], name="form_template_from"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="form_template_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}/{self.version}"


class IssuedForm(models.Model):
    """A form that was issued: all it says is kept here; the PDF is made when first opened, and then kept.

    Append-only, but for ``file_id``, which may be set once.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="issued_forms", db_index=False)
    step = models.ForeignKey(Step, models.PROTECT, related_name="+", db_index=False)
    template = models.ForeignKey(FormTemplate, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=10)
    number = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    signer = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    data = models.JSONField()
    file_id = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "code", "step"], name="issued_form_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class ToldStep(models.Model):
    """The applicant was told about this step; a repeated event tells nobody twice."""

    step = models.OneToOneField(Step, models.PROTECT, primary_key=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.step_id}"


class MonthFigure(models.Model):
    """One month's figures, worked out by a job so that no page counts rows."""

    month = models.DateField(unique=True)
    decided = models.PositiveIntegerField()
    on_time = models.PositiveIntegerField()
    online = models.PositiveIntegerField()
    median_minutes = models.PositiveIntegerField(null=True)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(on_time__lte=F("decided")) & Q(online__lte=F("decided")), name="month_figure_shares"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}"
