from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("days", models.PositiveIntegerField(null=True)),
                ("counted_from", models.CharField(max_length=200)),
                ("legal_source", models.CharField(max_length=600)),
                ("effective_from", models.DateField()),
                ("effective_to", models.DateField(null=True)),
                ("to_be_confirmed", models.TextField(blank=True, default="")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "effective_from"), name="retention_rule_from"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="retention_rule_dates",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                ("before", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
                (
                    "rule",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="retention.rule",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("rule", "day"), name="retention_erasure_a_night"),
                    models.CheckConstraint(condition=models.Q(("count__gt", 0)), name="retention_erasure_counts"),
                ],
            },
        ),
    ]
