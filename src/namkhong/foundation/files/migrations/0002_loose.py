from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.AddField(model_name="storedfile", name="loose_since", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(condition=Q(("loose_since__isnull", False)), fields=["loose_since"], name="files_loose"),
        ),
    ]
