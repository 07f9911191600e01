"""Dates of open dossiers after a change of the calendar."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

EFFECTS = ["none", "start", "stop", "restart", "resume", "end", "extend", "calendar"]
STATES = ["counting", "ready", "nothing", "superseded", "applying", "done"]


class Migration(migrations.Migration):
    """Dates of open dossiers after a change of the calendar."""

    dependencies: ClassVar = [
        ("dossiers", "0006_counting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            "Recalculation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("calendar_version", models.PositiveIntegerField(unique=True)),
                ("changed_at", models.DateTimeField()),
                ("state", models.CharField(default="counting", max_length=12)),
                ("reached", models.BigIntegerField(default=0)),
                ("looked", models.PositiveIntegerField(default=0)),
                ("later", models.PositiveIntegerField(default=0)),
                ("kept", models.PositiveIntegerField(default=0)),
                ("beyond", models.PositiveIntegerField(default=0)),
                ("days", models.JSONField(default=dict)),
                ("moved", models.PositiveIntegerField(default=0)),
                ("reason", models.TextField(blank=True, default="")),
                ("approved_name", models.CharField(blank=True, default="", max_length=200)),
                ("approved_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(("state__in", STATES)), name="recalculation_state_known"),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("state__in", ["applying", "done"]), _negated=True),
                            Q(("approved_at__isnull", False), Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="recalculation_approved_whole",
                    ),
                ],
            },
        ),
        migrations.AlterField(
            "clockevent",
            "step",
            models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.step"
            ),
        ),
        migrations.AddField(
            "clockevent",
            "recalculation",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="dossiers.recalculation",
            ),
        ),
        migrations.RemoveConstraint("clockevent", "clock_effect_known"),
        migrations.AddConstraint(
            "clockevent", models.CheckConstraint(condition=Q(("effect__in", EFFECTS)), name="clock_effect_known")
        ),
        migrations.AddConstraint(
            "clockevent",
            models.CheckConstraint(
                condition=Q(("recalculation__isnull", True), ("step__isnull", False))
                | Q(("recalculation__isnull", False), ("step__isnull", True)),
                name="clock_event_has_cause",
            ),
        ),
    ]
