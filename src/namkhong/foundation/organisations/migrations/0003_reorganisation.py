"""Plans by which agencies become others on one day."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Reorganisation as one dated act."""

    dependencies: ClassVar = [
        ("organisations", "0002_substitution"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            "Reorganisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("basis", models.CharField(max_length=300)),
                ("on", models.DateField()),
                ("state", models.CharField(default="draft", max_length=10)),
                ("lines", models.JSONField(default=list)),
                ("report", models.JSONField(default=list)),
                ("wrong", models.PositiveIntegerField(default=0)),
                ("warnings", models.PositiveIntegerField(default=0)),
                ("old_ids", models.JSONField(default=list)),
                ("preview", models.JSONField(default=dict)),
                ("mapping", models.JSONField(default=dict)),
                ("phase", models.CharField(blank=True, default="", max_length=40)),
                ("reached", models.BigIntegerField(default=0)),
                ("swept", models.PositiveIntegerField(default=0)),
                ("moved", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("approved_name", models.CharField(blank=True, default="", max_length=200)),
                ("approved_at", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                "indexes": [models.Index(fields=["state", "on"], name="organisations_plan_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("state__in", ["draft", "approved", "applying", "done", "cancelled"])),
                        name="organisations_plan_state",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("state__in", ["approved", "applying", "done"]), _negated=True),
                            Q(("approved_at__isnull", False), ("wrong", 0)),
                            _connector="OR",
                        ),
                        name="organisations_plan_approved",
                    ),
                ],
            },
        ),
    ]
