from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("desks", "0002_queue")]

    operations = [
        migrations.AddIndex(model_name="export", index=models.Index(fields=["created_at"], name="export_age")),
        migrations.AddIndex(
            model_name="export",
            index=models.Index(condition=Q(("file_id__isnull", False)), fields=["file_id"], name="export_file"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(condition=Q(("holder__isnull", False)), fields=["day"], name="ticket_held"),
        ),
    ]
