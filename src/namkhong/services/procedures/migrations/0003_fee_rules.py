"""A line of fees may count copies and pages (shape 2)."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("procedures", "0002_process_drafts")]

    operations = [
        migrations.AddField("feeline", "rule", models.JSONField(default=dict)),
    ]
