"""Rating: once for each dossier, by its applicant, changed within some days."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.services.dossiers import queries as dossiers
from namkhong.services.feedback import rules
from namkhong.services.feedback.errors import Missing, NotToRate, RatingClosed
from namkhong.services.feedback.events import ServiceRated
from namkhong.services.feedback.models import Rating
from namkhong.services.feedback.types import STARS

LONGEST: Final = 2_000


@transaction.atomic
def rate(*, code: str, stars: int | None, words: str, actor: Actor, now: datetime, secret: str = "") -> int:
    """Rate how a dossier was handled: signed in as its applicant, or with the secret printed on form 01. Returns the id.

    The same rating again changes nothing.

    :raises NoSuchDossier: when there is none, or not for her, or the secret is wrong.
    :raises NotToRate: it is not hers as the applicant, or its result is not handed over.
    :raises RatingClosed: it was rated long ago.
    :raises Missing: without stars, or with too many words.
    """
    speaking = dossiers.speaking
    spoken = speaking.about_with_secret(code, secret) if secret else speaking.about(code, actor)
    if not spoken.applicants or spoken.handed_over_at is None:
        raise NotToRate
    said = text.clean(words)
    wrong = {}
    if stars not in STARS:
        wrong["stars"] = _("Xin chọn mức hài lòng.")
    if len(said) > LONGEST:
        wrong["words"] = _("Lời nhận xét dài quá %d chữ, xin viết ngắn lại.") % LONGEST
    if wrong:
        raise Missing(wrong)
    values = {"stars": stars, "words": said}
    rating, created = Rating.objects.select_for_update().get_or_create(
        dossier_id=spoken.id,
        defaults={
            **values,
            "code": spoken.code,
            "agency_id": spoken.agency_id,
            "procedure_id": spoken.procedure_id,
            "procedure_name": spoken.procedure_name,
            "by_id": actor.account_id if actor.is_citizen else None,
            "rated_at": now,
        },
    )
    if not created:
        if (rating.stars, rating.words) == (stars, said):
            return rating.pk
        if not rules.within(rating.rated_at, "rating_change", now):
            raise RatingClosed(rules.days_of("rating_change", now))
        rating.stars, rating.words, rating.changed_at = stars or 0, said, now
        rating.save(update_fields=["stars", "words", "changed_at"])
    deed = "feedback.rated" if created else "feedback.rating_changed"
    audit.record(actor, deed, ("rating", rating.pk), now=now, detail={"code": spoken.code, "stars": rating.stars})
    publish(ServiceRated(rating_id=rating.pk, at=now))
    return rating.pk
