from __future__ import annotations

import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["created_at"], name="notify_age", pages_per_range=32
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=Q(("phone__gt", ""), ("email__gt", ""), ("sms__gt", ""), _connector="OR"),
                fields=["created_at"],
                name="notify_addressed",
            ),
        ),
    ]
