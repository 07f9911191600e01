"""A program has an account of its own, so that what it does and sends has an owner like everybody else's."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def open_accounts(apps, schema_editor):
    """One for every program there is."""
    account, client = apps.get_model("accounts", "Account"), apps.get_model("accounts", "ApiClient")
    for row in client.objects.filter(account=None):
        row.account = account.objects.create(
            username=f"api:{row.client_id}",
            kind="program",
            display_name=row.name,
            password="!",  # noqa: S106 - none at all
            created_at=row.created_at,
        )
        row.save(update_fields=["account"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    run_before = [("oauth2_provider", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="account", name="account_citizen_has_no_password"),
        migrations.AlterField(
            model_name="account",
            name="kind",
            field=models.CharField(
                choices=[("official", "Official"), ("citizen", "Citizen"), ("program", "Program")], max_length=10
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "official"), ("subject", "")),
                    models.Q(
                        ("kind__in", ["citizen", "program"]),
                        models.Q(("password", ""), ("password__startswith", "!"), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="account_citizen_has_no_password",
            ),
        ),
        migrations.AddField(model_name="apiclient", name="per_minute", field=models.PositiveIntegerField(default=6000)),
        migrations.AddField(
            model_name="apiclient",
            name="account",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(open_accounts, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="apiclient",
            name="account",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
    ]
