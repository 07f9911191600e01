"""Forms designed by officials: drafts, and which versions came from them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("eforms", "0001_initial")]

    operations = [
        migrations.AddField(model_name="formversion", name="designed", field=models.BooleanField(default=False)),
        migrations.CreateModel(
            name="FormDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=300)),
                ("document", models.JSONField()),
                ("before", models.JSONField(blank=True, null=True)),
                ("based_on", models.PositiveIntegerField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("changed_by", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
    ]
