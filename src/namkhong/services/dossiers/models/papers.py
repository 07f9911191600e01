"""Kept files, and the forms of the one-stop shop as they were issued."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from namkhong.services.dossiers.models.dossier import Dossier
from namkhong.services.dossiers.models.steps import Step


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
    identity = models.BooleanField(
        default=False, db_default=False
    )  # says who somebody is: marked on view, kept shorter

    class Meta:
        indexes = [
            models.Index(fields=["file_id"], name="attachment_file"),
            models.Index(fields=["added_at"], name="attachment_identity", condition=Q(identity=True)),
        ]
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
        indexes = [models.Index(fields=["file_id"], name="issued_form_file", condition=Q(file_id__isnull=False))]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"
