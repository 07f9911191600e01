"""Drafts that nobody sent, and copies of identity papers in dossiers that ended long ago. What was filed else stays."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import actions as files
from namkhong.foundation.notifications import actions as notifications
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers.actions.drafting import destroy_drafts
from namkhong.services.dossiers.models import Attachment, Dossier, Step
from namkhong.services.dossiers.states import TERMINAL, State


class Drafts:
    """Drafts with their answers and papers, counted from the last time something was kept in them."""

    def _rows(self, before: datetime) -> QuerySet[Dossier]:
        return Dossier.objects.filter(state=State.DRAFT, saved_at__lt=before).order_by("saved_at")

    def due(self, before: datetime, most: int) -> int:
        """How many lie that long."""
        return len(self._rows(before).values_list("pk")[:most])

    def erase(self, before: datetime, most: int, *, actor: Actor, now: datetime) -> int:
        """Throw them away and tell whoever was filling them; one that is being saved at this moment is left alone."""
        rows = list(self._rows(before).select_for_update(skip_locked=True)[:most])
        for row in rows:
            self._tell(row, now)
        audit.record_all(actor, "dossiers.draft_erased", "dossier", {row.pk: {} for row in rows}, now=now)
        destroy_drafts(rows, actor=actor, now=now)
        return len(rows)

    def _tell(self, row: Dossier, now: datetime) -> None:
        account_id = row.helper_id or row.owner_id
        if account_id is None:
            return
        notifications.notify(
            account_id=account_id,
            title=_("Bản nháp để lâu đã được xóa"),
            text=_("Bản nháp “%s” chưa gửi và đã lâu không sửa nên được xóa để bảo vệ thông tin cá nhân.")
            % row.procedure_name,
            link=reverse("catalogue"),
            key=f"dossiers.draft_erased:{row.pk}",
            now=now,
        )


class IdentityPapers:
    """Copies of identity papers among the components, counted from the last step of a dossier that has ended."""

    def _rows(self, before: datetime) -> QuerySet[Attachment]:
        last = Step.objects.filter(dossier=OuterRef("dossier_id")).order_by("-revision").values("at")[:1]
        ended = Attachment.objects.filter(identity=True, dossier__state__in=sorted(TERMINAL), added_at__lt=before)
        return ended.alias(ended_at=Subquery(last)).filter(ended_at__lt=before).order_by("added_at")

    def due(self, before: datetime, most: int) -> int:
        """How many copies lie in such dossiers."""
        return len(self._rows(before).values_list("pk")[:most])

    def erase(self, before: datetime, most: int, *, actor: Actor, now: datetime) -> int:
        """Take them out and destroy their bytes; the record of each dossier says how many it were."""
        rows = list(self._rows(before).values_list("dossier_id", "pk", "file_id")[:most])
        by_dossier = groupby(sorted(rows, key=lambda row: row[0]), key=lambda row: row[0])
        details = {dossier_id: {"papers": len(list(papers))} for dossier_id, papers in by_dossier}
        audit.record_all(actor, "dossiers.identity_papers_erased", "dossier", details, now=now)
        Attachment.objects.filter(pk__in=[pk for _dossier, pk, _file in rows]).delete()
        files.drop([file_id for _dossier, _pk, file_id in rows], actor=actor, now=now)
        return len(rows)
