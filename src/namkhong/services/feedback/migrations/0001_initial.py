"""Ratings, inquiries, what happened to them, and how long it may take."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import namkhong.services.feedback.states
import namkhong.services.feedback.types

APPEND_ONLY = """
create function feedback_refuse() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger feedback_inquirystep_append_only before update or delete on feedback_inquirystep
  for each row execute function feedback_refuse();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("dossiers", "0006_counting"),
        ("organisations", "0002_substitution"),
        ("procedures", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TimeRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("limit", models.CharField(max_length=60)),
                ("legal_source", models.CharField(max_length=400)),
                ("effective_from", models.DateField()),
                ("effective_to", models.DateField(null=True)),
                ("to_be_confirmed", models.TextField(blank=True, default="")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "effective_from"), name="time_rule_from")],
            },
        ),
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("token", models.UUIDField(unique=True)),
                ("code", models.CharField(max_length=60, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("state", models.CharField(default=namkhong.services.feedback.states.State["SENT"], max_length=20)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("dossier_code", models.CharField(blank=True, default="", max_length=60)),
                ("procedure_name", models.CharField(blank=True, default="", max_length=1000)),
                ("about_name", models.CharField(blank=True, default="", max_length=200)),
                ("about_key", models.CharField(blank=True, default="", max_length=200)),
                ("sender_name", models.CharField(blank=True, default="", max_length=200)),
                ("contact_email", models.CharField(blank=True, default="", max_length=200)),
                ("contact_phone", models.CharField(blank=True, default="", max_length=20)),
                ("sent_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("due_why", models.JSONField(default=list)),
                ("answer", models.TextField(blank=True, default="")),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer_file", models.UUIDField(null=True)),
                ("answer_file_name", models.CharField(blank=True, default="", max_length=255)),
                ("may_publish", models.BooleanField(default=False)),
                ("published", models.BooleanField(default=False)),
                ("public_title", models.CharField(blank=True, default="", max_length=200)),
                ("public_text", models.TextField(blank=True, default="")),
                ("satisfied", models.BooleanField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "about_agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "about_official",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "assigned_agency",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "desk_agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
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
                (
                    "sender",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="feedback.timerule",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InquiryStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("move", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(blank=True, default="", max_length=200)),
                ("by_title", models.CharField(blank=True, default="", max_length=300)),
                ("note", models.TextField(blank=True, default="")),
                ("public", models.BooleanField(default=True)),
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
                    "inquiry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="feedback.inquiry",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("inquiry", "revision"), name="inquiry_step_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "move__in",
                                [
                                    namkhong.services.feedback.states.Move["ANSWER"],
                                    namkhong.services.feedback.states.Move["ASSIGN"],
                                    namkhong.services.feedback.states.Move["CLOSE"],
                                    namkhong.services.feedback.states.Move["NOT_ACCEPT"],
                                    namkhong.services.feedback.states.Move["PASS_ON"],
                                    namkhong.services.feedback.states.Move["SEND"],
                                ],
                            )
                        ),
                        name="inquiry_step_move",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60)),
                ("procedure_name", models.CharField(max_length=1000)),
                ("stars", models.PositiveSmallIntegerField()),
                ("words", models.TextField(blank=True, default="")),
                ("rated_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
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
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.procedure",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "-rated_at", "-id"], name="rating_agency"),
                    models.Index(fields=["-rated_at", "-id"], name="rating_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stars__gte", 1), ("stars__lte", 5)), name="rating_one_to_five"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            namkhong.services.feedback.states.State["ASSIGNED"],
                            namkhong.services.feedback.states.State["SENT"],
                        ],
                    )
                ),
                fields=["desk_agency", "due_at", "id"],
                name="inquiry_desk",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=models.Q(("state", namkhong.services.feedback.states.State["ASSIGNED"])),
                fields=["assigned_agency", "due_at", "id"],
                name="inquiry_assigned",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=models.Q(("state", namkhong.services.feedback.states.State["ASSIGNED"])),
                fields=["assigned_to", "due_at", "id"],
                name="inquiry_person",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["desk_agency", "-sent_at", "-id"], name="inquiry_all"),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=models.Q(("sender__isnull", False)),
                fields=["sender", "-sent_at", "-id"],
                name="inquiry_sender",
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=models.Q(("published", True)), fields=["-answered_at", "-id"], name="inquiry_published"
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=models.Q(("state", namkhong.services.feedback.states.State["ANSWERED"])),
                fields=["answered_at"],
                name="inquiry_to_close",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            namkhong.services.feedback.states.State["ANSWERED"],
                            namkhong.services.feedback.states.State["ASSIGNED"],
                            namkhong.services.feedback.states.State["CLOSED"],
                            namkhong.services.feedback.states.State["NOT_ACCEPTED"],
                            namkhong.services.feedback.states.State["PASSED_ON"],
                            namkhong.services.feedback.states.State["SENT"],
                        ],
                    )
                ),
                name="inquiry_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            namkhong.services.feedback.types.Kind["COMPLAINT"],
                            namkhong.services.feedback.types.Kind["PROPOSAL"],
                            namkhong.services.feedback.types.Kind["QUESTION"],
                        ],
                    )
                ),
                name="inquiry_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            [
                                namkhong.services.feedback.states.State["ANSWERED"],
                                namkhong.services.feedback.states.State["CLOSED"],
                            ],
                        ),
                        _negated=True,
                    ),
                    models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                    _connector="OR",
                ),
                name="inquiry_answered_has_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published", False),
                    models.Q(("answered_at__isnull", False), ("may_publish", True)),
                    _connector="OR",
                ),
                name="inquiry_published_agreed",
            ),
        ),
        migrations.RunSQL(APPEND_ONLY, reverse_sql=migrations.RunSQL.noop),
    ]
