"""Dossiers that another system sends, with the applicant's agreement given there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0012_retention")]

    operations = [
        migrations.RemoveConstraint(model_name="dossier", name="dossier_channel_known"),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["own", "national", "helped", "counter", "post", "system"])),
                name="dossier_channel_known",
            ),
        ),
        migrations.RemoveConstraint(model_name="submission", name="submission_consent_known"),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(("consent__in", ["", "spoken", "signed", "mandate", "elsewhere"])),
                name="submission_consent_known",
            ),
        ),
    ]
