"""Types, books, the rows of the books, their files, words and links."""

import uuid

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import namkhong.office.documents.states
import namkhong.office.documents.types

KEPT = """
create function documents_refuse() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger documents_documentfile_append_only before update or delete on documents_documentfile
  for each row execute function documents_refuse();
create trigger documents_documentlink_append_only before update or delete on documents_documentlink
  for each row execute function documents_refuse();
create trigger documents_document_stays before delete on documents_document
  for each row execute function documents_refuse();
create trigger documents_book_stays before delete on documents_book
  for each row execute function documents_refuse();

create function documents_number_stays() returns trigger language plpgsql as $$
begin
  if row(new.book_id, new.serial, new.number, new.agency_id, new.direction, new.public_id, new.registered_at)
     is distinct from row(old.book_id, old.serial, old.number, old.agency_id, old.direction, old.public_id, old.registered_at)
     or old.state <> 'registered' and new.state <> old.state then
    raise exception 'a number in the book stays as it was given' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger documents_document_number_stays before update on documents_document
  for each row execute function documents_number_stays();

create function documents_book_stays() returns trigger language plpgsql as $$
begin
  if row(new.agency_id, new.direction, new.year, new.series) is distinct from row(old.agency_id, old.direction, old.year, old.series) then
    raise exception 'a book stays whose it is' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger documents_book_stays_as_it_is before update on documents_book
  for each row execute function documents_book_stays();
"""


class Migration(migrations.Migration):
    initial = True
    beside_previous = "New tables with their triggers: the release before knows none of them."

    dependencies = [
        ("organisations", "0003_reorganisation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("token", models.UUIDField(null=True, unique=True)),
                ("serial", models.PositiveIntegerField()),
                ("direction", models.CharField(max_length=3)),
                (
                    "state",
                    models.CharField(
                        default=namkhong.office.documents.states.DocumentState["REGISTERED"], max_length=12
                    ),
                ),
                ("number", models.CharField(blank=True, default="", max_length=60)),
                ("number_key", models.CharField(blank=True, default="", max_length=60)),
                ("code_number", models.CharField(blank=True, default="", max_length=11)),
                ("code_notation", models.CharField(blank=True, default="", max_length=40)),
                ("type_code", models.CharField(blank=True, default="", max_length=30)),
                ("type_name", models.CharField(blank=True, default="", max_length=100)),
                ("issued_on", models.DateField(null=True)),
                ("arrived_on", models.DateField(null=True)),
                ("organ_name", models.CharField(max_length=200)),
                ("organ_key", models.CharField(max_length=200)),
                ("organ_code", models.CharField(blank=True, default="", max_length=40)),
                ("subject", models.CharField(max_length=500)),
                ("language", models.CharField(default="Tiếng Việt", max_length=30)),
                ("signer_name", models.CharField(blank=True, default="", max_length=50)),
                ("signer_position", models.CharField(blank=True, default="", max_length=100)),
                ("to_places", models.CharField(blank=True, default="", max_length=1000)),
                ("keeper", models.CharField(blank=True, default="", max_length=200)),
                ("pages", models.PositiveSmallIntegerField(null=True)),
                ("copies", models.PositiveSmallIntegerField(null=True)),
                ("urgency", models.PositiveSmallIntegerField(default=0)),
                ("due_on", models.DateField(null=True)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("handed_on", models.DateField(null=True)),
                ("voided_reason", models.CharField(blank=True, default="", max_length=500)),
                ("ended_at", models.DateTimeField(null=True)),
                ("registered_at", models.DateTimeField()),
                ("registered_name", models.CharField(blank=True, default="", max_length=200)),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Book",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("direction", models.CharField(max_length=3)),
                ("year", models.PositiveSmallIntegerField()),
                ("series", models.CharField(default="general", max_length=30)),
                ("opened_at", models.DateTimeField()),
                ("locked_at", models.DateTimeField(null=True)),
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
                    "locked_by",
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
            name="DocumentText",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="documents.document",
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("files", models.PositiveSmallIntegerField()),
                ("unread", models.PositiveSmallIntegerField(default=0)),
                ("read_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="document",
            name="book",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.book"
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="registered_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="DocumentFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("file_id", models.UUIDField(db_index=True)),
                ("role", models.CharField(max_length=5)),
                ("name", models.CharField(max_length=255)),
                ("added_at", models.DateTimeField()),
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
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="documents.document",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DocumentLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("by_name", models.CharField(blank=True, default="", max_length=200)),
                ("linked_at", models.DateTimeField()),
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
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DocumentType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=30)),
                ("name", models.CharField(max_length=100)),
                ("abbreviation", models.CharField(blank=True, default="", max_length=10)),
                ("is_legal", models.BooleanField(default=False)),
                ("is_copy", models.BooleanField(default=False)),
                ("issued_here", models.BooleanField(default=True)),
                ("exchange_list", models.CharField(blank=True, default="", max_length=1)),
                ("exchange_number", models.PositiveSmallIntegerField(null=True)),
                ("place", models.PositiveSmallIntegerField()),
                ("effective_from", models.DateField()),
                ("effective_to", models.DateField(null=True)),
                ("legal_source", models.CharField(max_length=400)),
                ("to_be_confirmed", models.TextField(blank=True, default="")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("code", "effective_from"), name="document_type_from"),
                    models.CheckConstraint(
                        condition=models.Q(("effective_to__gte", models.F("effective_from"))),
                        name="document_type_in_order",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="type",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.documenttype",
            ),
        ),
        migrations.CreateModel(
            name="OrganSymbol",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("symbol", models.CharField(max_length=20)),
                ("valid_from", models.DateField()),
                ("set_at", models.DateTimeField()),
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
            ],
        ),
        migrations.AddConstraint(
            model_name="book",
            constraint=models.UniqueConstraint(fields=("agency", "direction", "year", "series"), name="one_book"),
        ),
        migrations.AddConstraint(
            model_name="book",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "direction__in",
                        [
                            namkhong.office.documents.types.Direction["IN"],
                            namkhong.office.documents.types.Direction["OUT"],
                        ],
                    )
                ),
                name="book_direction",
            ),
        ),
        migrations.AddIndex(
            model_name="documenttext",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["words"], name="document_text_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="documentfile",
            constraint=models.UniqueConstraint(fields=("document", "place"), name="document_file_place"),
        ),
        migrations.AddConstraint(
            model_name="documentfile",
            constraint=models.UniqueConstraint(fields=("document", "file_id"), name="document_file_once"),
        ),
        migrations.AddConstraint(
            model_name="documentfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["annex", "main", "scan"])), name="document_file_role"
            ),
        ),
        migrations.AddConstraint(
            model_name="documentlink",
            constraint=models.UniqueConstraint(fields=("document", "other", "kind"), name="document_link_once"),
        ),
        migrations.AddConstraint(
            model_name="documentlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            namkhong.office.documents.types.LinkKind["AMENDS"],
                            namkhong.office.documents.types.LinkKind["ANSWERS"],
                            namkhong.office.documents.types.LinkKind["COPIES"],
                            namkhong.office.documents.types.LinkKind["RECALLS"],
                            namkhong.office.documents.types.LinkKind["REPLACES"],
                        ],
                    )
                ),
                name="document_link_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("document", models.F("other")), _negated=True), name="document_link_two"
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["book", "type_code", "serial"], name="document_by_type"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["book", "registered_at", "serial"], name="document_by_day"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["agency", "id"], name="document_newest"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                fields=["agency", "number_key", "id"],
                name="document_number",
                opclasses=["int8_ops", "varchar_pattern_ops", "int8_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["words"], name="document_words"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("book", "serial"), name="document_number_once"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "direction__in",
                        [
                            namkhong.office.documents.types.Direction["IN"],
                            namkhong.office.documents.types.Direction["OUT"],
                        ],
                    )
                ),
                name="document_direction",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            namkhong.office.documents.states.DocumentState["RECALLED"],
                            namkhong.office.documents.states.DocumentState["REGISTERED"],
                            namkhong.office.documents.states.DocumentState["REPLACED"],
                            namkhong.office.documents.states.DocumentState["VOIDED"],
                        ],
                    )
                ),
                name="document_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("urgency__in", [0, 1, 2, 3])), name="document_urgency"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(condition=models.Q(("serial__gt", 0)), name="document_serial"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", namkhong.office.documents.states.DocumentState["REGISTERED"]),
                    models.Q(("voided_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="document_ended_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("direction", namkhong.office.documents.types.Direction["IN"]), ("arrived_on__isnull", False)
                    ),
                    models.Q(
                        ("direction", namkhong.office.documents.types.Direction["OUT"]),
                        ("issued_on__isnull", False),
                        models.Q(("number", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="document_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="organsymbol",
            constraint=models.UniqueConstraint(fields=("agency", "valid_from"), name="organ_symbol_from"),
        ),
        migrations.RunSQL(KEPT, reverse_sql=migrations.RunSQL.noop),
    ]
