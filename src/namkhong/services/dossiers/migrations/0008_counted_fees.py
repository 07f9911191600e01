"""Fees counted by copies and pages; a supplement asked while the dossier is on its way to the competent agency."""

from __future__ import annotations

from django.db import migrations, models

_MOVES = [
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
    "send_on",
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
]


class Migration(migrations.Migration):
    """Columns, and one more move."""

    dependencies = [("dossiers", "0007_recalculations")]

    operations = [
        migrations.AddField("dossierfee", "rule", models.JSONField(default=dict)),
        migrations.AddField("dossierfee", "counted", models.JSONField(default=list)),
        migrations.AddField("submission", "counted", models.JSONField(default=list)),
        migrations.RemoveConstraint("step", "step_move_known"),
        migrations.AddConstraint(
            "step",
            models.CheckConstraint(condition=models.Q(move__in=_MOVES), name="step_move_known"),
        ),
    ]
