"""The tree over the chain, and the roots that are published."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

APPEND_ONLY = "".join(
    f"""
create trigger {name}_keep before update or delete on {table} for each row execute function audit_refuse();
create trigger {name}_whole before truncate on {table} for each statement execute function audit_refuse();
"""
    for name, table in (
        ("audit_leaf", "audit_leaf"),
        ("audit_node", "audit_node"),
        ("audit_treehead", "audit_treehead"),
    )
)


class Migration(migrations.Migration):
    """Leaves, perfect subtrees, published heads; what was sealed before gets its leaves at the next round."""

    dependencies: ClassVar = [("audit", "0001_initial")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("hash", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Node",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("level", models.PositiveSmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["level", "index"], name="audit_node_once")],
            },
        ),
        migrations.CreateModel(
            name="TreeHead",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.DateField(unique=True)),
                ("at", models.DateTimeField()),
                ("size", models.BigIntegerField(db_index=True)),
                ("root", models.BinaryField(max_length=32)),
                ("previous", models.BinaryField(max_length=32)),
                ("hash", models.BinaryField(max_length=32)),
                ("proof", models.BinaryField()),
            ],
        ),
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
    ]
