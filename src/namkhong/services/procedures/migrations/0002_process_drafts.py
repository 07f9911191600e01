"""Processes under design."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Processes under design."""

    dependencies: ClassVar = [
        ("procedures", "0001_initial"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            "ProcessDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=300)),
                ("steps", models.JSONField(default=list)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("changed_by_name", models.CharField(max_length=200)),
                ("changed_at", models.DateTimeField()),
                (
                    "base",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.processversion",
                    ),
                ),
                ("changed_by_id", models.BigIntegerField(null=True)),
            ],
        ),
    ]
