"""Mandates, help at the counter, fees."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

# A mandate and a receipt are kept as they were written; ending the one and voiding the other happens once.
KEPT = """
create function dossiers_keep_mandate() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.ended_at is null and new.ended_at is not null
     and to_jsonb(new) - '{ended_at,ended_by_id,end_reason}'::text[]
       = to_jsonb(old) - '{ended_at,ended_by_id,end_reason}'::text[] then
    return new;
  end if;
  raise exception 'a mandate is kept as it was given' using errcode = 'integrity_constraint_violation';
end $$;
create trigger dossiers_mandate_kept before update or delete on dossiers_mandate
  for each row execute function dossiers_keep_mandate();

create function dossiers_keep_receipt() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.voided_at is null and new.voided_at is not null
     and to_jsonb(new) - '{voided_at,voided_by_id,void_reason}'::text[]
       = to_jsonb(old) - '{voided_at,voided_by_id,void_reason}'::text[] then
    return new;
  end if;
  raise exception 'a receipt is kept as it was written' using errcode = 'integrity_constraint_violation';
end $$;
create trigger dossiers_feereceipt_kept before update or delete on dossiers_feereceipt
  for each row execute function dossiers_keep_receipt();
create trigger dossiers_dossierfee_append_only before update or delete on dossiers_dossierfee
  for each row execute function dossiers_refuse();
"""
GONE = """
drop trigger dossiers_dossierfee_append_only on dossiers_dossierfee;
drop trigger dossiers_feereceipt_kept on dossiers_feereceipt;
drop trigger dossiers_mandate_kept on dossiers_mandate;
drop function dossiers_keep_receipt();
drop function dossiers_keep_mandate();
"""


def _account(*, null: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False,
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="citizens.person"
    )


def _id() -> tuple[str, models.BigAutoField]:
    return "id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    """Mandates, help at the counter, fees."""

    dependencies: ClassVar = [
        ("citizens", "0001_initial"),
        ("dossiers", "0004_opinions"),
        ("procedures", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.AddField(model_name="dossier", name="money", field=models.CharField(default="none", max_length=10)),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=Q(("money__in", ["none", "to_pay", "paid", "waived"])), name="dossier_money_known"
            ),
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                _id(),
                ("mandator", _person()),
                ("attorney", _person()),
                (
                    "procedure",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.procedure",
                    ),
                ),
                ("scope", models.CharField(blank=True, default="", max_length=1000)),
                ("number", models.CharField(max_length=60)),
                ("signed_on", models.DateField()),
                ("certified_by", models.CharField(max_length=200)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("file_id", models.UUIDField(null=True)),
                ("file_name", models.CharField(blank=True, default="", max_length=255)),
                ("registered_at", models.DateTimeField()),
                ("registered_by", _account()),
                ("agency_id", models.BigIntegerField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", _account()),
                ("end_reason", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=~Q(("mandator", F("attorney"))), name="mandate_two_people"),
                    models.CheckConstraint(
                        condition=Q(("valid_to__isnull", True), ("valid_to__gte", F("valid_from")), _connector="OR"),
                        name="mandate_dates",
                    ),
                    models.UniqueConstraint(
                        condition=Q(("ended_at__isnull", True)),
                        fields=("mandator", "attorney", "procedure", "number", "signed_on"),
                        name="mandate_once",
                        nulls_distinct=False,
                    ),
                ],
                "indexes": [
                    models.Index(fields=["mandator", "-registered_at", "-id"], name="mandate_given"),
                    models.Index(fields=["attorney", "-registered_at", "-id"], name="mandate_held"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="submission",
                        serialize=False,
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.mandate",
                    ),
                ),
                ("consent", models.CharField(blank=True, default="", max_length=10)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("posted_on", models.DateField(null=True)),
                ("sent_by", models.CharField(blank=True, default="", max_length=200)),
                ("item_number", models.CharField(blank=True, default="", max_length=60)),
                ("on_paper", models.JSONField(default=list)),
                ("recorded_by", _account()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("consent__in", ["", "spoken", "signed", "mandate"])),
                        name="submission_consent_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("agreed_at__isnull", True), ("consent", "")),
                            Q(Q(("consent", ""), _negated=True), ("agreed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="submission_consent_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierFee",
            fields=[
                _id(),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fees",
                        to="dossiers.dossier",
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=300)),
                ("amount", models.BigIntegerField(null=True)),
                ("note", models.TextField(blank=True, default="")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "place"), name="dossier_fee_once"),
                    models.CheckConstraint(
                        condition=Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                        name="dossier_fee_amount",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeReceipt",
            fields=[
                _id(),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="dossiers.dossier"
                    ),
                ),
                ("number", models.CharField(blank=True, default="", max_length=40)),
                ("amount", models.BigIntegerField()),
                ("way", models.CharField(max_length=10)),
                ("payer", models.CharField(max_length=200)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                ("agency_id", models.BigIntegerField()),
                ("by", _account(null=False)),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("voided_by", _account()),
                ("void_reason", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("way__in", ["cash", "transfer"])), name="fee_receipt_way_known"
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("amount__gt", 0), Q(("number", ""), _negated=True)),
                            Q(("amount", 0), ("number", ""), Q(("note", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="fee_receipt_numbered",
                    ),
                    models.UniqueConstraint(
                        condition=Q(("voided_at__isnull", True), Q(("number", ""), _negated=True)),
                        fields=("agency_id", "number"),
                        name="fee_receipt_number",
                    ),
                    models.UniqueConstraint(
                        condition=Q(("voided_at__isnull", True)),
                        fields=("dossier",),
                        name="fee_receipt_one_standing",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("void_reason", ""), ("voided_at__isnull", True)),
                            Q(("voided_at__isnull", False), Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="fee_receipt_void_reason",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEPT, reverse_sql=GONE),
    ]
