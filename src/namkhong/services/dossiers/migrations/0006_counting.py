"""Indexes by which the public board and the report of responsibility count."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Indexes by which the public board and the report of responsibility count."""

    dependencies: ClassVar = [("dossiers", "0005_mandates")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["received_at"], name="dossier_received", condition=Q(received_at__isnull=False)),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["agency_id", "at", "id"], name="step_agency_at", condition=~Q(timeliness="")),
        ),
    ]
