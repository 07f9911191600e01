"""Packets out and in, one state for each receiver, the address book."""

import uuid

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

APPEND_ONLY = """
create function exchange_refuse() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger exchange_message_append_only before update or delete on exchange_message
  for each row execute function exchange_refuse();
create trigger exchange_messagefile_append_only before update or delete on exchange_messagefile
  for each row execute function exchange_refuse();
create trigger exchange_consignmentstep_append_only before update or delete on exchange_consignmentstep
  for each row execute function exchange_refuse();
create trigger exchange_packetanswer_append_only before update or delete on exchange_packetanswer
  for each row execute function exchange_refuse();
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
            name="AddressEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=300)),
                ("in_charge", models.CharField(blank=True, default="", max_length=300)),
                ("address", models.CharField(blank=True, default="", max_length=300)),
                ("email", models.CharField(blank=True, default="", max_length=200)),
                ("phone", models.CharField(blank=True, default="", max_length=60)),
                ("fax", models.CharField(blank=True, default="", max_length=60)),
                ("website", models.CharField(blank=True, default="", max_length=200)),
                ("pseudo", models.BooleanField(default=False)),
                ("source", models.CharField(max_length=100)),
                ("search_key", models.CharField(max_length=700)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["code", "-valid_from"], name="address_history"),
                    models.Index(
                        condition=models.Q(("pseudo", False), ("valid_to__isnull", True)),
                        fields=["name", "id"],
                        name="address_by_name",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_key"], name="address_search", opclasses=["gin_trgm_ops"]
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)), fields=("code",), name="address_one_now"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="address_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("document_key", models.CharField(blank=True, default="", max_length=100)),
                ("kind", models.PositiveSmallIntegerField(null=True)),
                ("content", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
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
                    "created_by",
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
            name="Consignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document_key", models.CharField(max_length=100)),
                ("document_id", models.CharField(max_length=200)),
                ("receiver_code", models.CharField(max_length=60)),
                ("receiver_name", models.CharField(max_length=300)),
                ("number", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=500)),
                ("via", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Chờ gửi"),
                            ("sending", "Đang gửi, chưa có xác nhận"),
                            ("sent", "Đã gửi, chưa có xác nhận từ nơi nhận"),
                            ("delivered", "Đã đến nơi nhận"),
                            ("accepted", "Nơi nhận đã vào sổ"),
                            ("assigned", "Nơi nhận đã phân công"),
                            ("working", "Nơi nhận đang xử lý"),
                            ("done", "Nơi nhận đã xử lý xong"),
                            ("refused", "Nơi nhận trả lại"),
                            ("dead", "Chưa gửi được"),
                            ("cancelled", "Đã rút lại trước khi gửi"),
                        ],
                        default="queued",
                        max_length=20,
                    ),
                ),
                (
                    "recall",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("asked", "Đã đề nghị thu hồi, chờ nơi nhận trả lời"),
                            ("agreed", "Nơi nhận đồng ý thu hồi"),
                            ("refused", "Nơi nhận không đồng ý thu hồi"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("status_code", models.CharField(blank=True, default="", max_length=2)),
                ("status_note", models.TextField(blank=True, default="")),
                ("status_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
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
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.message",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MessageFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("file_id", models.UUIDField()),
                ("name", models.CharField(max_length=255)),
                ("content_type", models.CharField(max_length=120)),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="exchange.message",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Packet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "state",
                    models.CharField(choices=[("accepted", "đã nhận"), ("rejected", "không đọc được")], max_length=20),
                ),
                ("kind", models.CharField(max_length=20)),
                ("via", models.CharField(max_length=20)),
                ("axis_id", models.CharField(blank=True, default="", max_length=200)),
                ("from_code", models.CharField(blank=True, default="", max_length=60)),
                ("from_name", models.CharField(blank=True, default="", max_length=300)),
                ("document_id", models.CharField(blank=True, default="", max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("number", models.CharField(blank=True, default="", max_length=60)),
                ("subject", models.CharField(blank=True, default="", max_length=500)),
                ("content", models.JSONField(default=dict)),
                ("status", models.CharField(blank=True, default="", max_length=2)),
                ("why", models.TextField(blank=True, default="")),
                ("original", models.UUIDField(null=True)),
                ("arrived_at", models.DateTimeField()),
                (
                    "about",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.packet",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("receiver_code", models.CharField(max_length=60)),
                ("receiver_name", models.CharField(blank=True, default="", max_length=300)),
                ("via", models.CharField(max_length=20)),
                ("line", models.CharField(max_length=30)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "chờ gửi"),
                            ("sending", "đang gửi"),
                            ("sent", "đã gửi"),
                            ("dead", "chưa gửi được"),
                            ("cancelled", "đã rút lại"),
                        ],
                        default="queued",
                        max_length=20,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("why", models.TextField(blank=True, default="")),
                ("next_at", models.DateTimeField(null=True)),
                ("axis_id", models.CharField(blank=True, default="", max_length=200)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "consignment",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="exchange.consignment",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="exchange.message",
                    ),
                ),
                (
                    "packet",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.packet",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PacketAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=2)),
                ("note", models.TextField(blank=True, default="")),
                ("staff_name", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.message",
                    ),
                ),
                (
                    "packet",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="exchange.packet",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PacketFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("file_id", models.UUIDField(null=True)),
                ("name", models.CharField(max_length=255)),
                ("content_type", models.CharField(blank=True, default="", max_length=120)),
                ("why", models.TextField(blank=True, default="")),
                (
                    "packet",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="exchange.packet",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConsignmentStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("state", models.CharField(max_length=20)),
                ("code", models.CharField(blank=True, default="", max_length=2)),
                ("note", models.TextField(blank=True, default="")),
                ("by_name", models.CharField(blank=True, default="", max_length=300)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                (
                    "consignment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="exchange.consignment",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["consignment", "id"], name="consignment_steps")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("digest", ""), _negated=True),
                        fields=("consignment", "digest"),
                        name="consignment_status_once",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__isnull", True), ("kind__lte", 3), _connector="OR"), name="message_kind"
            ),
        ),
        migrations.AddIndex(
            model_name="consignment",
            index=models.Index(fields=["agency", "-changed_at", "-id"], name="consignment_newest"),
        ),
        migrations.AddIndex(
            model_name="consignment",
            index=models.Index(
                condition=models.Q(("state", "dead")), fields=["agency", "-changed_at", "-id"], name="consignment_dead"
            ),
        ),
        migrations.AddIndex(
            model_name="consignment",
            index=models.Index(
                condition=models.Q(("state__in", ["delivered", "sent"])),
                fields=["agency", "-changed_at", "-id"],
                name="consignment_unanswered",
            ),
        ),
        migrations.AddIndex(
            model_name="consignment",
            index=models.Index(
                condition=models.Q(("state", "refused")),
                fields=["agency", "-changed_at", "-id"],
                name="consignment_returned",
            ),
        ),
        migrations.AddIndex(
            model_name="consignment",
            index=models.Index(fields=["document_id", "receiver_code"], name="consignment_told_of"),
        ),
        migrations.AddConstraint(
            model_name="consignment",
            constraint=models.UniqueConstraint(
                fields=("agency", "document_key", "receiver_code"), name="consignment_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="consignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "queued",
                            "sending",
                            "sent",
                            "delivered",
                            "accepted",
                            "assigned",
                            "working",
                            "done",
                            "refused",
                            "dead",
                            "cancelled",
                        ],
                    )
                ),
                name="consignment_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="consignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("recall__in", ["", "asked", "agreed", "refused"])), name="consignment_recall"
            ),
        ),
        migrations.AddConstraint(
            model_name="consignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["queued", "sending", "dead", "cancelled"]),
                    ("sent_at__isnull", False),
                    _connector="OR",
                ),
                name="consignment_sent_has_its_moment",
            ),
        ),
        migrations.AddIndex(
            model_name="messagefile",
            index=models.Index(fields=["file_id"], name="message_file_id"),
        ),
        migrations.AddConstraint(
            model_name="messagefile",
            constraint=models.UniqueConstraint(fields=("message", "position"), name="message_file_place"),
        ),
        migrations.AddIndex(
            model_name="packet",
            index=models.Index(fields=["document_id", "from_code", "agency"], name="packet_document"),
        ),
        migrations.AddIndex(
            model_name="packet",
            index=models.Index(
                condition=models.Q(("state", "rejected")), fields=["-arrived_at", "-id"], name="packet_rejected"
            ),
        ),
        migrations.AddIndex(
            model_name="packet",
            index=models.Index(fields=["agency", "-arrived_at", "-id"], name="packet_newest"),
        ),
        migrations.AddIndex(
            model_name="packet",
            index=models.Index(
                condition=models.Q(("original__isnull", False)), fields=["original"], name="packet_original"
            ),
        ),
        migrations.AddConstraint(
            model_name="packet",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["accepted", "rejected"])), name="packet_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="packet",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "rejected"), ("agency__isnull", False), _connector="OR"),
                name="packet_accepted_for_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="packet",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "accepted"), models.Q(("why", ""), _negated=True), _connector="OR"),
                name="packet_rejected_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="packet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("about__isnull", True), models.Q(("about", models.F("id")), _negated=True), _connector="OR"
                ),
                name="packet_not_about_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="packet",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "accepted")),
                fields=("agency", "from_code", "document_id", "digest"),
                name="packet_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="packet",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "rejected")), fields=("via", "digest"), name="packet_rejected_once"
            ),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(
                condition=models.Q(("state__in", ["queued", "sending"])), fields=["next_at"], name="dispatch_due"
            ),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(fields=["line", "id"], name="dispatch_line"),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(
                condition=models.Q(("consignment__isnull", False)),
                fields=["consignment", "id"],
                name="dispatch_consignment",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["queued", "sending", "sent", "dead", "cancelled"])),
                name="dispatch_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("next_at__isnull", False), ("state__in", ["queued", "sending"])),
                    models.Q(models.Q(("state__in", ["queued", "sending"]), _negated=True), ("next_at__isnull", True)),
                    _connector="OR",
                ),
                name="dispatch_waiting_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                ),
                name="dispatch_sent_has_its_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="packetanswer",
            constraint=models.UniqueConstraint(fields=("packet", "code"), name="packet_answer_once"),
        ),
        migrations.AddIndex(
            model_name="packetfile",
            index=models.Index(
                condition=models.Q(("file_id__isnull", False)), fields=["file_id"], name="packet_file_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="packetfile",
            constraint=models.UniqueConstraint(fields=("packet", "position"), name="packet_file_place"),
        ),
        migrations.AddConstraint(
            model_name="packetfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("file_id__isnull", False), models.Q(("why", ""), _negated=True), _connector="OR"),
                name="packet_file_or_why",
            ),
        ),
        migrations.RunSQL(APPEND_ONLY, reverse_sql=migrations.RunSQL.noop),
    ]
