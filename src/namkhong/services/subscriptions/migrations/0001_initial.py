"""Subscriptions, notices and attempts."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("url", models.CharField(max_length=500)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                ("state", models.CharField(default="active", max_length=10)),
                ("why", models.TextField(blank=True, default="")),
                ("paused_at", models.DateTimeField(null=True)),
                ("secret_number", models.PositiveIntegerField(default=1)),
                ("old_secret_until", models.DateTimeField(null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("rest_until", models.DateTimeField(null=True)),
                ("last_ok_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.apiclient",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=~Q(state="ended"), fields=("client", "url"), name="subscription_address_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(state__in=["active", "paused", "ended"]), name="subscription_state_known"
                    ),
                    models.CheckConstraint(
                        condition=Q(paused_at__isnull=False, state="paused")
                        | (~Q(state="paused") & Q(paused_at__isnull=True)),
                        name="subscription_paused_since",
                    ),
                    models.CheckConstraint(
                        condition=Q(ended_at__isnull=False, state="ended")
                        | (~Q(state="ended") & Q(ended_at__isnull=True)),
                        name="subscription_ended_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("kind", models.CharField(max_length=40)),
                ("step_id", models.BigIntegerField(null=True)),
                ("dossier_id", models.BigIntegerField(null=True)),
                ("dossier_code", models.CharField(blank=True, default="", max_length=60)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("body", models.TextField()),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                (
                    "subscription",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="subscriptions.subscription",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=Q(state="waiting"), fields=["subscription", "due_at", "id"], name="notice_due"
                    ),
                    models.Index(
                        condition=Q(state="waiting"),
                        fields=["subscription", "dossier_id", "revision"],
                        name="notice_order",
                    ),
                    models.Index(fields=["subscription", "-at", "-id"], name="notice_newest"),
                    models.Index(fields=["at"], name="notice_old"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("subscription", "step_id"), name="notice_once_for_each_step"),
                    models.CheckConstraint(
                        condition=Q(delivered_at__isnull=True, due_at__isnull=False, state="waiting")
                        | Q(delivered_at__isnull=False, due_at__isnull=True, state="delivered"),
                        name="notice_waits_or_is_delivered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("ms", models.PositiveIntegerField()),
                ("words", models.CharField(max_length=300)),
                (
                    "notice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tries",
                        to="subscriptions.notice",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["notice", "-id"], name="attempt_newest")]},
        ),
    ]
