"""Dossiers that went to other agencies by a reorganisation."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

APPEND_ONLY = """
create trigger dossiers_relocation_append_only before update or delete on dossiers_relocation
  for each row execute function dossiers_refuse();
"""
_AGENCIES = ("receiver", "home_counter", "decider", "unit", "return")


def _columns() -> list:
    return [
        *[(f"{when}_{name}_id", models.BigIntegerField()) for when in ("old", "new") for name in _AGENCIES],
        *[
            (f"{when}_{name}_id", models.BigIntegerField(null=True))
            for when in ("old", "new")
            for name in ("holder", "account")
        ],
    ]


class Migration(migrations.Migration):
    """Relocations."""

    dependencies: ClassVar = [
        ("dossiers", "0008_counted_fees"),
        ("organisations", "0003_reorganisation"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            "Relocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                *_columns(),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relocations",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "reorganisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.reorganisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["dossier", "at"], name="relocation_dossier"),
                    models.Index(fields=["old_receiver_id", "dossier"], name="relocation_receiver"),
                    models.Index(fields=["reorganisation", "dossier"], name="relocation_plan"),
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
    ]
