"""The hot row of a dossier, and its key in the search."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from namkhong.services.dossiers.models.checks import one_of
from namkhong.services.dossiers.states import OPEN, PAUSED, STATES, Outcome, State
from namkhong.services.dossiers.types import Channel, Money, ReturnWay

_HELD = [State.FILED, State.RECEIVED, State.IN_PROGRESS, State.DECIDED]


_OPEN = sorted(OPEN)


_PAUSED = sorted(PAUSED)


_DECIDED = [State.DECIDED, State.HANDED_OVER]


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
            models.CheckConstraint(condition=one_of("state", STATES), name="dossier_state_known"),
            models.CheckConstraint(condition=one_of("channel", Channel), name="dossier_channel_known"),
            models.CheckConstraint(condition=one_of("return_way", ReturnWay), name="dossier_return_way_known"),
            models.CheckConstraint(condition=one_of("money", Money), name="dossier_money_known"),
            models.CheckConstraint(condition=one_of("outcome", Outcome, blank=True), name="dossier_outcome_known"),
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
            models.Index(fields=["saved_at"], name="dossier_draft_age", condition=Q(state=State.DRAFT)),
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
    terms = ArrayField(models.TextField(), default=list)  # see ``searching``

    class Meta:
        indexes = [GinIndex(fields=["terms"], gin_pending_list_limit=256, name="dossier_search_terms")]

    def __str__(self) -> str:
        return f"{self.dossier_id}"
