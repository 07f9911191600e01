"""Extensions, registers and warnings."""

from __future__ import annotations

from typing import ClassVar

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

SIGNED = """
create function dossiers_keep_extension() returns trigger language plpgsql as $$
begin
  if old.signed_at is not null then
    raise exception 'a signed extension is kept as it was signed' using errcode = 'integrity_constraint_violation';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;
create trigger dossiers_extension_keep before update or delete on dossiers_extension
  for each row execute function dossiers_keep_extension();
"""
EFFECTS = ["none", "start", "stop", "restart", "resume", "end", "extend"]


class Migration(migrations.Migration):
    """Extensions, registers and warnings."""

    dependencies: ClassVar = [
        ("dossiers", "0002_supplements"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.AddField("dossier", "new_due_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "dossier", models.Index(condition=Q(("state", "in_progress")), fields=["due_at", "id"], name="dossier_due")
        ),
        migrations.AddIndex(
            "dossier",
            models.Index(
                condition=Q(("received_at__isnull", False)),
                fields=["receiver_agency", "received_at", "id"],
                name="dossier_register",
            ),
        ),
        migrations.AddIndex(
            "step", django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="step_at", pages_per_range=32)
        ),
        migrations.RemoveConstraint("clockevent", "clock_effect_known"),
        migrations.AddConstraint(
            "clockevent", models.CheckConstraint(condition=Q(("effect__in", EFFECTS)), name="clock_effect_known")
        ),
        migrations.CreateModel(
            "Extension",
            fields=[
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="extension",
                        serialize=False,
                        to="dossiers.dossier",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                ("new_due_at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("fault", models.CharField(max_length=16)),
                ("late_reason", models.TextField(blank=True, default="")),
                ("drafted_at", models.DateTimeField()),
                (
                    "drafted_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                ("changed_by_name", models.CharField(max_length=200)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "signed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("old_due_at", models.DateTimeField(null=True)),
                ("late", models.BooleanField(default=False)),
                (
                    "form",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.issuedform",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("fault__in", ["unit", "coordination", "transfer", "system", "outside"])),
                        name="extension_fault_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(
                                ("form__isnull", True),
                                ("old_due_at__isnull", True),
                                ("signed_at__isnull", True),
                                ("signed_by__isnull", True),
                            ),
                            Q(
                                ("form__isnull", False),
                                ("old_due_at__isnull", False),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="extension_signed_whole",
                    ),
                    models.CheckConstraint(
                        condition=Q(("old_due_at__isnull", True), ("new_due_at__gt", F("old_due_at")), _connector="OR"),
                        name="extension_never_earlier",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            ("late", False),
                            ("signed_at__isnull", True),
                            Q(("late_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="extension_late_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "StepTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step_code", models.CharField(max_length=40)),
                ("agency_id", models.BigIntegerField(null=True)),
                ("hours", models.PositiveIntegerField()),
                ("samples", models.PositiveIntegerField()),
                ("points", models.JSONField()),
                ("computed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("step_code", "agency_id", "hours"), name="step_time_once", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "LateChance",
            fields=[
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="late_chance",
                        serialize=False,
                        to="dossiers.dossier",
                    ),
                ),
                ("decider_agency_id", models.BigIntegerField()),
                ("unit_agency_id", models.BigIntegerField()),
                ("chance", models.PositiveSmallIntegerField()),
                ("why", models.JSONField()),
                ("computed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["decider_agency_id", "-chance", "dossier"], name="late_chance_decider"),
                    models.Index(fields=["unit_agency_id", "-chance", "dossier"], name="late_chance_unit"),
                ],
                "constraints": [models.CheckConstraint(condition=Q(("chance__lte", 1000)), name="late_chance_share")],
            },
        ),
        migrations.CreateModel(
            "Register",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.CharField(max_length=80)),
                ("opened_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agency", "year"), name="register_once_a_year")],
            },
        ),
        migrations.RunSQL(SIGNED, reverse_sql=migrations.RunSQL.noop),
    ]
