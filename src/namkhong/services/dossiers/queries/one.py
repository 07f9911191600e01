"""One dossier, for somebody who may see it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from namkhong.foundation.files import queries as files
from namkhong.kernel import rows
from namkhong.kernel.actor import Actor
from namkhong.kernel.codes import could_be_a_code
from namkhong.services.dossiers import policies, secrets
from namkhong.services.dossiers.errors import NoSuchDossier
from namkhong.services.dossiers.models import Attachment, Dossier, Relocation
from namkhong.services.dossiers.types import FileLine


def by_code(code: str, actor: Actor) -> Dossier:
    """The dossier with this code.

    :raises NoSuchDossier: when there is none, or it is not for this actor.
    """
    if not could_be_a_code(code):
        raise NoSuchDossier
    if actor.is_official:  # her page looks ahead, see ``warnings.looking_ahead``
        ahead = Dossier.objects.select_related("extension", "late_chance").filter(code=code.upper())
        moved = Exists(Relocation.objects.filter(dossier=OuterRef("pk")))  # hers to read is the whole history
        return policies.require_seen(actor, ahead.annotate(was_relocated=moved).first())
    return policies.require_seen(actor, rows.one(Dossier, "code = %s", [code.upper()]))


def secret(dossier: Dossier) -> str:
    """The look-up secret, as printed on form 01."""
    return secrets.secret_of(dossier.public_id)


def file_lines(dossier: Dossier, *, since: datetime | None = None) -> list[FileLine]:
    """Every kept file, or those added since a moment, with what the scanner says of it."""
    kept = Attachment.objects.filter(dossier=dossier)
    rows = list((kept if since is None else kept.filter(added_at__gte=since)).order_by("pk"))
    known = files.files([row.file_id for row in rows])
    return [
        FileLine(
            attachment_id=row.pk,
            file_id=row.file_id,
            name=row.name,
            size=known[row.file_id].size_text,
            state=str(known[row.file_id].state),
            component_id=row.component_id,
            identity=row.identity,
        )
        for row in rows
        if row.file_id in known
    ]


def result_file(dossier: Dossier) -> FileLine | None:
    """The result, when there is one that can be opened."""
    return next((line for line in file_lines(dossier) if line.component_id is None and not line.gone), None)
