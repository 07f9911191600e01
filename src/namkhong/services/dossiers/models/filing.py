"""How a dossier came in, mandates, and money: facts written beside the hot row (migration 0005)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from namkhong.services.dossiers.models.checks import one_of
from namkhong.services.dossiers.types import Consent, PayWay


class Mandate(models.Model):
    """A paper by which one person lets another file for her. Never changed; it may be ended once (trigger)."""

    mandator = models.ForeignKey("citizens.Person", models.PROTECT, related_name="+", db_index=False)
    attorney = models.ForeignKey("citizens.Person", models.PROTECT, related_name="+", db_index=False)
    procedure = models.ForeignKey(
        "procedures.Procedure", models.PROTECT, null=True, related_name="+", db_index=False
    )  # none: every procedure
    scope = models.CharField(max_length=1000, blank=True, default="")  # its name that day; empty: every procedure
    number = models.CharField(max_length=60)  # of the notarised or certified paper
    signed_on = models.DateField()
    certified_by = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # the last day it holds; none: a year from ``signed_on``, by law
    file_id = models.UUIDField(null=True)
    file_name = models.CharField(max_length=255, blank=True, default="")
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    agency_id = models.BigIntegerField(null=True)  # the counter that saw the paper
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    end_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(mandator=F("attorney")), name="mandate_two_people"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="mandate_dates"
            ),
            models.UniqueConstraint(
                fields=["mandator", "attorney", "procedure", "number", "signed_on"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="mandate_once",
            ),
        ]
        indexes = [
            models.Index(fields=["mandator", "-registered_at", "-id"], name="mandate_given"),
            models.Index(fields=["attorney", "-registered_at", "-id"], name="mandate_held"),
            models.Index(fields=["file_id"], name="mandate_file", condition=Q(file_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number


class Submission(models.Model):
    """How a dossier came in when somebody helped or stood in: the agreement, the mandate, the envelope, the paper given."""

    dossier = models.OneToOneField("dossiers.Dossier", models.CASCADE, primary_key=True, related_name="submission")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="+", db_index=False)
    consent = models.CharField(max_length=10, blank=True, default="")
    agreed_at = models.DateTimeField(null=True)
    posted_on = models.DateField(null=True)  # the day on the envelope
    sent_by = models.CharField(max_length=200, blank=True, default="")
    item_number = models.CharField(max_length=60, blank=True, default="")
    on_paper = models.JSONField(default=list)  # ids of the components handed in on paper
    counted = models.JSONField(default=list)  # [copies, pages] of each paper, where a fee needs them and no answer says
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("consent", Consent, blank=True), name="submission_consent_known"),
            models.CheckConstraint(
                condition=Q(consent="", agreed_at__isnull=True) | (~Q(consent="") & Q(agreed_at__isnull=False)),
                name="submission_consent_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}"


class DossierFee(models.Model):
    """One fee of the version the dossier was filed under, as it was that day. Whole đồng; none = the province sets it."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="fees", db_index=False)
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    amount = models.BigIntegerField(null=True)
    note = models.TextField(blank=True, default="")
    rule = models.JSONField(default=dict)  # how it was counted (``procedures.fee_rules``, with its shape); else empty
    counted = models.JSONField(default=list)  # [copies, pages] of each paper

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "place"], name="dossier_fee_once"),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="dossier_fee_amount"),
        ]

    def __str__(self) -> str:
        return self.name


class FeeReceipt(models.Model):
    """Money taken at a counter, or the decision that none is due (amount 0). Never changed; it may be voided once."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="receipts")
    number = models.CharField(max_length=40, blank=True, default="")  # of the receipt book; empty when nothing is due
    amount = models.BigIntegerField()
    way = models.CharField(max_length=10)
    payer = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True, default="")
    agency_id = models.BigIntegerField()
    by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", db_index=False)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    void_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("way", PayWay), name="fee_receipt_way_known"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & ~Q(number="") | Q(amount=0, number="") & ~Q(note=""),
                name="fee_receipt_numbered",
            ),
            models.UniqueConstraint(
                fields=["agency_id", "number"],
                condition=Q(voided_at__isnull=True) & ~Q(number=""),
                name="fee_receipt_number",
            ),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(voided_at__isnull=True), name="fee_receipt_one_standing"
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
                name="fee_receipt_void_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number or "0"
