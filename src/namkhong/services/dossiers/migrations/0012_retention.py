from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q

# Papers of before this rule, by the words of facts/identity_papers.json as they were that day.
MARK = """
update dossiers_attachment a set identity = true from procedures_component c
 where a.kind = 'component' and c.id = a.component_id
   and lower(c.name) ~ 'căn cước|chứng minh nhân dân|cccd|cmnd|hộ chiếu|giấy tờ tùy thân|giấy thông hành';
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0011_search_terms"), ("procedures", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="identity",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunSQL(MARK, reverse_sql=migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(condition=Q(("identity", True)), fields=["added_at"], name="attachment_identity"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(condition=Q(("state", "draft")), fields=["saved_at"], name="dossier_draft_age"),
        ),
        *(
            migrations.AddIndex(
                model_name=model,
                index=models.Index(condition=Q(("file_id__isnull", False)), fields=["file_id"], name=name),
            )
            for model, name in (
                ("issuedform", "issued_form_file"),
                ("mandate", "mandate_file"),
                ("draftround", "draft_round_file"),
                ("opinion", "opinion_file"),
                ("endrequest", "end_request_file"),
            )
        ),
    ]
