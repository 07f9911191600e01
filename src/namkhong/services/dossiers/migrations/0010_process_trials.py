"""Dry runs of new versions of processes, and the date that moved because of one."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

EFFECTS = ["none", "start", "stop", "restart", "resume", "end", "extend", "calendar", "process"]
STATES = ["counting", "ready", "nothing", "superseded", "kept", "applying", "done"]
TROUBLES = ["", "paused", "no_step", "other_kind", "no_unit", "nobody"]


def _key(to: str, **how: object) -> models.ForeignKey:
    on_delete = how.pop("on_delete", django.db.models.deletion.PROTECT)
    return models.ForeignKey(db_index=False, on_delete=on_delete, to=to, **{"related_name": "+", **how})


class Migration(migrations.Migration):
    """Dry runs, their lines, and their place among the causes of a date."""

    dependencies: ClassVar = [
        ("dossiers", "0009_relocation"),
        ("procedures", "0002_process_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            "ProcessTrial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("process_version", _key("procedures.processversion")),
                ("earlier", models.JSONField(default=list)),
                ("state", models.CharField(default="counting", max_length=12)),
                ("started_at", models.DateTimeField()),
                ("started_by", _key(settings.AUTH_USER_MODEL, null=True)),
                ("started_name", models.CharField(blank=True, default="", max_length=200)),
                ("reached", models.BigIntegerField(default=0)),
                *(
                    (name, models.PositiveIntegerField(default=0))
                    for name in (
                        *("looked", "stuck", "other_post", "step_earlier", "step_later", "later", "kept"),
                        *("tight", "moved"),
                    )
                ),
                ("reason", models.TextField(blank=True, default="")),
                ("decided_by", _key(settings.AUTH_USER_MODEL, null=True)),
                ("decided_name", models.CharField(blank=True, default="", max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(state__in=STATES), name="process_trial_state_known"),
                    models.CheckConstraint(
                        condition=~Q(state__in=["kept", "applying", "done"])
                        | (Q(decided_at__isnull=False) & ~Q(reason="")),
                        name="process_trial_decided_whole",
                    ),
                    models.UniqueConstraint(
                        fields=["process_version"],
                        condition=Q(state__in=["counting", "ready", "applying"]),
                        name="process_trial_one_live",
                    ),
                ],
                "indexes": [models.Index(fields=["process_version", "-id"], name="process_trial_version")],
            },
        ),
        migrations.CreateModel(
            "TrialLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "trial",
                    _key("dossiers.processtrial", on_delete=django.db.models.deletion.CASCADE, related_name="lines"),
                ),
                ("dossier", _key("dossiers.dossier")),
                ("trouble", models.CharField(blank=True, default="", max_length=12)),
                ("step_name", models.CharField(max_length=200)),
                ("due_at", models.DateTimeField(null=True)),
                ("new_due_at", models.DateTimeField(null=True)),
                ("step_due_at", models.DateTimeField(null=True)),
                ("new_step_due_at", models.DateTimeField(null=True)),
                ("step_minutes", models.IntegerField(default=0)),
                ("tight", models.BooleanField(default=False)),
                ("moved_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(trouble__in=TROUBLES), name="trial_trouble_known"),
                    models.UniqueConstraint(fields=["trial", "dossier"], name="trial_line_once"),
                ],
                "indexes": [
                    models.Index(fields=["trial", "dossier"], name="trial_line_stuck", condition=~Q(trouble="")),
                    models.Index(fields=["trial", "dossier"], name="trial_line_tight", condition=Q(tight=True)),
                    models.Index(
                        fields=["trial", "dossier"],
                        name="trial_line_later",
                        condition=Q(trouble="", new_due_at__gt=F("due_at")),
                    ),
                ],
            },
        ),
        migrations.AddField("clockevent", "process_trial", _key("dossiers.processtrial", null=True)),
        migrations.RemoveConstraint("clockevent", "clock_effect_known"),
        migrations.AddConstraint(
            "clockevent", models.CheckConstraint(condition=Q(effect__in=EFFECTS), name="clock_effect_known")
        ),
        migrations.RemoveConstraint("clockevent", "clock_event_has_cause"),
        migrations.AddConstraint(
            "clockevent",
            models.CheckConstraint(
                condition=Q(step__isnull=False, recalculation__isnull=True, process_trial__isnull=True)
                | Q(step__isnull=True, recalculation__isnull=False, process_trial__isnull=True)
                | Q(step__isnull=True, recalculation__isnull=True, process_trial__isnull=False),
                name="clock_event_has_cause",
            ),
        ),
    ]
