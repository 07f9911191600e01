from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=Q(
                    ("sender_name__gt", ""), ("contact_email__gt", ""), ("contact_phone__gt", ""), _connector="OR"
                ),
                fields=["ended_at"],
                name="inquiry_reachable",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=Q(("answer_file__isnull", False)), fields=["answer_file"], name="inquiry_file"
            ),
        ),
    ]
