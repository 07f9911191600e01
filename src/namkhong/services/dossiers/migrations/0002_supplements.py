"""Supplements, stops and withdrawals."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

APPEND_ONLY = """
create trigger dossiers_endrequest_append_only before update or delete on dossiers_endrequest
  for each row execute function dossiers_refuse();
"""
PAUSED = Q(state__in=["financial_obligation", "supplement_requested"])
EFFECTS = ["none", "start", "stop", "restart", "resume", "end", "extend"]


def _id() -> models.BigAutoField[int, int]:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _kept(to: str, **more: object) -> models.ForeignKey[object, object]:
    """A row of another table that is never deleted below this one."""
    how: dict[str, object] = {"db_index": False, "related_name": "+", **more}
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=to, **how)  # type: ignore[arg-type]


class Migration(migrations.Migration):
    """Supplements, stops and withdrawals."""

    dependencies: ClassVar = [
        ("dossiers", "0001_initial"),
        ("accounts", "0001_initial"),
        ("eforms", "0001_initial"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="SupplementRequest",
            fields=[
                ("id", _id()),
                ("number", models.PositiveSmallIntegerField()),
                ("state", models.CharField(max_length=10)),
                ("reason", models.TextField(blank=True, default="")),
                ("policy", models.CharField(max_length=10)),
                ("after_reception", models.BooleanField()),
                ("asked_by_name", models.CharField(max_length=200)),
                ("asked_by_title", models.CharField(blank=True, default="", max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("notify_by", models.DateTimeField(null=True)),
                ("approved_by_name", models.CharField(blank=True, default="", max_length=200)),
                ("approved_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("answer_by", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, default="", max_length=10)),
                ("reply", models.TextField(blank=True, default="")),
                ("reminded_at", models.DateTimeField(null=True)),
                ("back_to", models.PositiveSmallIntegerField(default=0)),
                ("due_before", models.DateTimeField(null=True)),
                ("dossier", _kept("dossiers.dossier", related_name="supplements")),
                ("asked_by", _kept("accounts.account", null=True)),
                ("corrected", _kept("eforms.answerset", null=True)),
                ("back_to_account", _kept("accounts.account", null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["dossier", "id"], name="supplement_of"),
                    models.Index(
                        fields=["answer_by"],
                        name="supplement_overdue",
                        condition=Q(state="sent", answer_by__isnull=False),
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["dossier", "number"], condition=Q(number__gt=0), name="supplement_number"
                    ),
                    models.UniqueConstraint(
                        fields=["dossier"],
                        condition=Q(state__in=["proposed", "approved", "sent"]),
                        name="supplement_one_open",
                    ),
                    models.CheckConstraint(
                        condition=Q(state__in=["proposed", "approved", "sent", "answered", "dropped", "closed"]),
                        name="supplement_state_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(answered_by__in=["", "online", "counter"]), name="supplement_answer_known"
                    ),
                    models.CheckConstraint(
                        condition=Q(state="sent", sent_at__isnull=False)
                        | Q(state="answered", sent_at__isnull=False, answered_at__gte=F("sent_at"))
                        | ~Q(state__in=["sent", "answered"]),
                        name="supplement_times",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupplementItem",
            fields=[
                ("id", _id()),
                ("position", models.PositiveSmallIntegerField()),
                ("component_id", models.BigIntegerField(null=True)),
                ("what", models.CharField(max_length=500)),
                ("law", models.CharField(max_length=300)),
                ("sample", models.CharField(max_length=500)),
                (
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="dossiers.supplementrequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["request", "position"], name="supplement_item_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EndRequest",
            fields=[
                ("id", _id()),
                ("way", models.CharField(max_length=10)),
                ("reason", models.TextField()),
                ("file_id", models.UUIDField(null=True)),
                ("file_name", models.CharField(blank=True, default="", max_length=255)),
                ("at", models.DateTimeField()),
                ("dossier", _kept("dossiers.dossier", related_name="end_requests")),
                (
                    "step",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.step"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["dossier"], name="end_request_once"),
                    models.CheckConstraint(
                        condition=Q(way="online", file_id__isnull=True) | Q(way="counter", file_id__isnull=False),
                        name="end_request_paper",
                    ),
                ],
            },
        ),
        *(
            migrations.AddIndex(
                model_name="dossier",
                index=models.Index(fields=[f"{agency}_agency", "step_started_at", "id"], name=name, condition=PAUSED),
            )
            for agency, name in (
                ("receiver", "dossier_paused_counter"),
                ("decider", "dossier_paused_decider"),
                ("unit", "dossier_paused_unit"),
            )
        ),
        migrations.RemoveConstraint(model_name="clockevent", name="clock_effect_known"),
        migrations.AddConstraint(
            model_name="clockevent",
            constraint=models.CheckConstraint(condition=Q(effect__in=EFFECTS), name="clock_effect_known"),
        ),
        migrations.RunSQL(APPEND_ONLY, reverse_sql=migrations.RunSQL.noop),
    ]
