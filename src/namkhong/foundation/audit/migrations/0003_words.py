from __future__ import annotations

import django.contrib.postgres.indexes
from django.db import migrations, models

# Words are written once and may be destroyed, never changed.
KEPT = """
create trigger audit_words_keep before update on audit_words for each row execute function audit_refuse();
"""
GONE = "drop trigger audit_words_keep on audit_words;"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_tree")]

    operations = [
        migrations.CreateModel(
            name="Words",
            fields=[
                ("entry_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("key", models.BinaryField(max_length=32)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="audit_words_time"),
                ],
            },
        ),
        migrations.RunSQL(KEPT, reverse_sql=GONE),
    ]
