"""Parallel opinions, confirmed drafts, outside steps."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What an agency said and what another system recorded stay; a draft and a question are closed once, then kept.
APPEND_ONLY = """
create trigger dossiers_opinion_append_only before update or delete on dossiers_opinion
  for each row execute function dossiers_refuse();
create trigger dossiers_outsiderecord_append_only before update or delete on dossiers_outsiderecord
  for each row execute function dossiers_refuse();

create function dossiers_keep_closed() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.closed_at is null then
    return new;
  end if;
  raise exception '% is kept once it is closed', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger dossiers_draftround_keep_closed before update or delete on dossiers_draftround
  for each row execute function dossiers_keep_closed();
create trigger dossiers_opinionrequest_keep_closed before update or delete on dossiers_opinionrequest
  for each row execute function dossiers_keep_closed();
"""


class Migration(migrations.Migration):
    """Parallel opinions, confirmed drafts, outside steps."""

    dependencies: ClassVar = [
        ("dossiers", "0003_extensions"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="DraftRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("step_code", models.CharField(max_length=40)),
                ("fields", models.JSONField(default=list)),
                ("file_id", models.UUIDField(null=True)),
                ("file_name", models.CharField(blank=True, default="", max_length=255)),
                ("sent_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, default="", max_length=10)),
                ("words", models.TextField(blank=True, default="")),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft_rounds",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OpinionRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step_code", models.CharField(max_length=40)),
                ("question", models.TextField()),
                ("prescribed", models.BooleanField(default=False)),
                ("limit", models.CharField(max_length=60)),
                ("silence", models.CharField(max_length=10)),
                ("asked_at", models.DateTimeField()),
                ("asked_name", models.CharField(max_length=200)),
                ("due_at", models.DateTimeField()),
                ("times", models.PositiveSmallIntegerField(default=1)),
                ("lapsed_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closing", models.CharField(blank=True, default="", max_length=10)),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinion_requests",
                        to="dossiers.dossier",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verdict", models.CharField(max_length=10)),
                ("text", models.TextField(blank=True, default="")),
                ("file_id", models.UUIDField(null=True)),
                ("file_name", models.CharField(blank=True, default="", max_length=255)),
                ("signed", models.BooleanField()),
                ("by_silence", models.BooleanField(default=False)),
                ("by_name", models.CharField(max_length=200)),
                ("by_title", models.CharField(blank=True, default="", max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="dossiers.opinionrequest",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OutsideRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("system", models.CharField(max_length=200)),
                ("number", models.CharField(max_length=100)),
                ("on", models.DateField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside_records",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "step",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.step"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="dossier",
            name="open_opinions",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddIndex(
            model_name="draftround",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)), fields=["due_at", "id"], name="draft_round_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftround",
            constraint=models.UniqueConstraint(fields=("dossier", "number"), name="draft_round_number"),
        ),
        migrations.AddConstraint(
            model_name="draftround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)), fields=("dossier",), name="draft_round_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftround",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["", "agreed", "correction", "silent", "void"])),
                name="draft_round_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="draftround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("closed_at__isnull", True)),
                    models.Q(("closed_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                    _connector="OR",
                ),
                name="draft_round_closed_with_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="draftround",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at__gt", models.F("sent_at"))), name="draft_round_due_later"
            ),
        ),
        migrations.AddIndex(
            model_name="opinionrequest",
            index=models.Index(fields=["dossier", "id"], name="opinion_request_dossier"),
        ),
        migrations.AddIndex(
            model_name="opinionrequest",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["agency", "due_at", "id"],
                name="opinion_request_inbox",
            ),
        ),
        migrations.AddIndex(
            model_name="opinionrequest",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True), ("lapsed_at__isnull", True)),
                fields=["due_at", "id"],
                name="opinion_request_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinionrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("dossier", "agency"),
                name="opinion_request_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinionrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("silence__in", ["agreed", "ask_again", "blocks"])), name="opinion_request_silence"
            ),
        ),
        migrations.AddConstraint(
            model_name="opinionrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("closing__in", ["", "answered", "silent", "withdrawn"])),
                name="opinion_request_closing",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinionrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closing", "")),
                    models.Q(("closed_at__isnull", False), models.Q(("closing", ""), _negated=True)),
                    _connector="OR",
                ),
                name="opinion_request_closed_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("signed", True)), fields=("request",), name="opinion_signed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["agree", "disagree", "conditions"])), name="opinion_verdict"
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(("signed", True), ("by_silence", False), _connector="OR"),
                name="opinion_silence_is_final",
            ),
        ),
        migrations.AddConstraint(
            model_name="outsiderecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True), name="outside_record_has_number"
            ),
        ),
        migrations.RemoveConstraint(
            model_name="step",
            name="step_move_known",
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "move__in",
                        [
                            "file",
                            "receive",
                            "not_receive",
                            "take_over",
                            "forward",
                            "send_back",
                            "assign",
                            "take_back",
                            "send_draft",
                            "confirm_draft",
                            "correct_draft",
                            "propose_not_receive",
                            "propose_again",
                            "return_to_counter",
                            "propose_supplement",
                            "approve_supplement",
                            "return_supplement",
                            "request_supplement",
                            "complete_supplement",
                            "send_again",
                            "request_payment",
                            "confirm_payment",
                            "withdraw",
                            "stop_at_request",
                            "stop_unmet",
                            "sign",
                            "decide",
                            "issue",
                            "hand_over",
                            "extend",
                            "apologise",
                        ],
                    )
                ),
                name="step_move_known",
            ),
        ),
        migrations.RunSQL(APPEND_ONLY, reverse_sql=migrations.RunSQL.noop),
    ]
