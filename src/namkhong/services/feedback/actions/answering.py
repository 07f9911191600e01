"""Officials: give it to who shall answer, answer, pass it on, do not accept it; the sender ends it, or time does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import actions as files
from namkhong.kernel import text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import Event, publish
from namkhong.services.feedback import naming, policies, rules
from namkhong.services.feedback.actions.sending import card
from namkhong.services.feedback.bodies import desks_below
from namkhong.services.feedback.errors import ChangedMeanwhile, Missing, NoSuchInquiry, NotItsOwnJudge
from namkhong.services.feedback.events import InquiryAnswered, InquiryAssigned, InquiryEnded
from namkhong.services.feedback.models import Inquiry, InquiryStep
from namkhong.services.feedback.policies import Ability
from namkhong.services.feedback.states import MOVES, Move, State
from namkhong.services.feedback.types import InquiryCard, NewFile

LONGEST: Final = 10_000
AT_ONCE: Final = 500  # how many old answers one job closes


@dataclass(slots=True)
class _Doing:
    """One deed on one locked inquiry. ``done_before``: the same click again; nothing is to be done."""

    inquiry: Inquiry
    actor: Actor
    now: datetime
    done_before: bool = False

    def save(
        self, move: Move, event: type[Event], *, note: str = "", public: bool = True, fields: tuple[str, ...]
    ) -> None:
        """The state, the step, the record, the announcement."""
        inquiry = self.inquiry
        inquiry.state = MOVES[move].target
        inquiry.revision += 1
        inquiry.save(update_fields=["state", "revision", *fields])
        official = self.actor.is_official
        step = InquiryStep.objects.create(
            inquiry=inquiry,
            revision=inquiry.revision,
            move=move,
            at=self.now,
            by_id=self.actor.account_id,
            by_name=text.one_line(self.actor.label)[:200] if official else "",
            by_title=self.actor.posts[0].title[:300] if self.actor.posts else "",
            note=note,
            public=public,
        )
        audit.record(
            self.actor,
            f"feedback.inquiry_{MOVES[move].target}",
            ("inquiry", inquiry.pk),
            now=self.now,
            detail={"code": inquiry.code, "revision": inquiry.revision},
        )
        publish(event(inquiry_step_id=step.pk, at=self.now))  # type: ignore[call-arg]


def _begin(inquiry_id: int, ability: Ability, move: Move, revision: int | None, actor: Actor, now: datetime) -> _Doing:
    """Lock it and ask whether this official may do this from what her screen showed.

    :raises NoSuchInquiry: not there, or not for her.
    :raises ChangedMeanwhile: somebody was faster.
    :raises NotYours: seen, but somebody else's to do.
    """
    inquiry = Inquiry.objects.select_for_update().filter(pk=inquiry_id).first()
    if inquiry is None or not policies.sees(actor, inquiry):
        raise NoSuchInquiry
    doing = _Doing(inquiry, actor, max(now, inquiry.sent_at))
    if revision is not None and revision != inquiry.revision:
        doing.done_before = _same_click(inquiry, actor, move, revision)
        return doing
    if inquiry.now_in not in MOVES[move].sources:
        raise _last(inquiry)
    policies.require(actor, ability, inquiry)
    return doing


def _same_click(inquiry: Inquiry, actor: Actor, move: Move, revision: int) -> bool:
    first = InquiryStep.objects.filter(inquiry=inquiry, revision=revision + 1).first()
    if first is not None and first.by_id == actor.account_id and first.move == move:
        return True
    raise _told(first)


def _last(inquiry: Inquiry) -> ChangedMeanwhile:
    return _told(InquiryStep.objects.filter(inquiry=inquiry).order_by("-revision").first())


def _told(step: InquiryStep | None) -> ChangedMeanwhile:
    if step is None:
        return ChangedMeanwhile(who="", what="", at=None)
    who = step.by_name or _("Người gửi")
    return ChangedMeanwhile(who=who, what=str(MOVES[Move(step.move)].official), at=step.at)


@transaction.atomic
def assign(
    *,
    inquiry_id: int,
    actor: Actor,
    now: datetime,
    agency_id: int | None = None,
    account_id: int | None = None,
    note: str = "",
    revision: int | None = None,
) -> InquiryCard:
    """Give it to a body below the desk, or by name to an official of the desk's own body.

    :raises Missing: to nobody, or to somebody to whom this desk cannot give it.
    :raises NotItsOwnJudge: to whom the complaint is about.
    """
    doing = _begin(inquiry_id, Ability.ASSIGN, Move.ASSIGN, revision, actor, now)
    inquiry = doing.inquiry
    if doing.done_before:
        return card(inquiry)
    if account_id is not None:
        _to_official(inquiry, account_id, now)
    else:
        _to_body(inquiry, agency_id)
    doing.save(
        Move.ASSIGN, InquiryAssigned, note=_note(note, "note"), public=False, fields=("assigned_agency", "assigned_to")
    )
    return card(inquiry)


def _to_body(inquiry: Inquiry, agency_id: int | None) -> None:
    chosen = next((one for one in desks_below(inquiry.desk_agency_id) if one.id == agency_id), None)
    if chosen is None:
        raise Missing({"to": _("Xin chọn nơi trả lời.")})
    if not policies.may_answer(inquiry, chosen.id, chosen.path):
        raise NotItsOwnJudge
    inquiry.assigned_agency_id, inquiry.assigned_to_id = chosen.id, None


def _to_official(inquiry: Inquiry, account_id: int, now: datetime) -> None:
    chosen = next((one for one in naming.candidates(inquiry, now) if one[0] == account_id), None)
    if chosen is None:
        raise Missing({"to": _("Xin chọn người trả lời.")})
    inquiry.assigned_agency_id, inquiry.assigned_to_id = inquiry.desk_agency_id, account_id


@transaction.atomic
def answer(
    *,
    inquiry_id: int,
    actor: Actor,
    now: datetime,
    words: str,
    file: NewFile | UUID | None = None,
    publish_as: tuple[str, str] | None = None,
    revision: int | None = None,
) -> InquiryCard:
    """Answer it, with a file or without. ``publish_as`` is the title and the question as everybody may read them.

    What is published was agreed to by the sender and read through by who answers, so that it names nobody.

    :raises Missing: without words, or published without agreement.
    """
    doing = _begin(inquiry_id, Ability.ANSWER, Move.ANSWER, revision, actor, now)
    inquiry = doing.inquiry
    if doing.done_before:
        return card(inquiry)
    inquiry.answer = _note(words, "answer")
    if not inquiry.answer:
        raise Missing({"answer": _("Xin viết câu trả lời.")})
    if publish_as is not None:
        _to_publish(inquiry, *publish_as)
    if file is not None:
        _keep(inquiry, file, actor, doing.now)
    inquiry.answered_at = doing.now
    fields = ("answer", "answered_at", "answer_file", "answer_file_name", "published", "public_title", "public_text")
    doing.save(Move.ANSWER, InquiryAnswered, fields=fields)
    return card(inquiry)


def _to_publish(inquiry: Inquiry, title: str, words: str) -> None:
    if not inquiry.may_publish:
        raise Missing({"publish": _("Người gửi không đồng ý công khai.")})
    inquiry.public_title, inquiry.public_text = text.one_line(title)[:200], _note(words, "public_text")
    if not inquiry.public_title:
        raise Missing({"public_title": _("Xin ghi tiêu đề để công khai.")})
    if not inquiry.public_text:
        raise Missing({"public_text": _("Xin ghi câu hỏi để công khai, bỏ họ tên và thông tin riêng.")})
    private = [text.fold(name) for name in (inquiry.sender_name, inquiry.about_name) if name]
    shown = text.fold(f"{inquiry.public_title} {inquiry.public_text} {inquiry.answer}")
    if any(name and name in shown for name in private) or (
        inquiry.dossier_code and inquiry.dossier_code.lower() in shown
    ):
        raise Missing(
            {"public_text": _("Nội dung công khai còn họ tên hoặc số hồ sơ. Xin bỏ đi, cả trong câu trả lời.")}
        )
    inquiry.published = True


def _keep(inquiry: Inquiry, file: NewFile | UUID, actor: Actor, now: datetime) -> None:
    if isinstance(file, UUID):
        kept = files.take_posted(uploads=(), stored_ids=[str(file)], actor=actor, now=now, purpose="feedback.answer")[0]
    else:
        kept = files.store(name=file.name, content=file.content, actor=actor, now=now, purpose="feedback.answer")
    inquiry.answer_file, inquiry.answer_file_name = kept.id, kept.name[:255]


@transaction.atomic
def pass_on(
    *, inquiry_id: int, actor: Actor, now: datetime, to: str, reason: str, revision: int | None = None
) -> InquiryCard:
    """It is another authority's, outside this system: say whose, and why.

    :raises Missing: without either.
    """
    doing = _begin(inquiry_id, Ability.PASS_ON, Move.PASS_ON, revision, actor, now)
    if doing.done_before:
        return card(doing.inquiry)
    whom, why = text.one_line(to)[:300], _note(reason, "pass_reason")
    wrong = {} if whom else {"authority": _("Xin ghi tên cơ quan có thẩm quyền.")}
    wrong |= {} if why else {"pass_reason": _("Xin ghi lý do để người gửi hiểu.")}
    if wrong:
        raise Missing(wrong)
    doing.inquiry.ended_at = doing.now
    doing.save(Move.PASS_ON, InquiryEnded, note=f"{whom}. {why}", fields=("ended_at",))
    return card(doing.inquiry)


@transaction.atomic
def not_accept(
    *, inquiry_id: int, actor: Actor, now: datetime, reason: str, revision: int | None = None
) -> InquiryCard:
    """It is not accepted, and why.

    :raises Missing: without a reason.
    """
    doing = _begin(inquiry_id, Ability.NOT_ACCEPT, Move.NOT_ACCEPT, revision, actor, now)
    if doing.done_before:
        return card(doing.inquiry)
    why = _note(reason, "reason")
    if not why:
        raise Missing({"reason": _("Xin ghi lý do để người gửi hiểu.")})
    doing.inquiry.ended_at = doing.now
    doing.save(Move.NOT_ACCEPT, InquiryEnded, note=why, fields=("ended_at",))
    return card(doing.inquiry)


@transaction.atomic
def close(*, inquiry_id: int, actor: Actor, now: datetime, satisfied: bool) -> InquiryCard:
    """The sender ends it and says whether the answer helped; a second click changes nothing.

    :raises NoSuchInquiry: it is not hers.
    """
    inquiry = Inquiry.objects.select_for_update().filter(pk=inquiry_id).first()
    if inquiry is None or not policies.is_senders(actor, inquiry):
        raise NoSuchInquiry
    if inquiry.now_in is State.CLOSED:
        return card(inquiry)
    if inquiry.now_in not in MOVES[Move.CLOSE].sources:
        raise _last(inquiry)
    inquiry.satisfied, inquiry.ended_at = satisfied, now
    _Doing(inquiry, actor, now).save(Move.CLOSE, InquiryEnded, fields=("satisfied", "ended_at"))
    return card(inquiry)


@transaction.atomic
def close_old(*, now: datetime) -> int:
    """End what was answered long ago and heard nothing more. Returns how many; called by the job."""
    oldest = now - timedelta(days=rules.days_of("close", now))
    rows = Inquiry.objects.select_for_update(skip_locked=True).filter(state=State.ANSWERED, answered_at__lt=oldest)
    found = list(rows.order_by("answered_at")[:AT_ONCE])
    for inquiry in found:
        inquiry.ended_at = now
        _Doing(inquiry, Actor.system(_("Hệ thống")), now).save(Move.CLOSE, InquiryEnded, fields=("ended_at",))
    return len(found)


def _note(words: str, field: str) -> str:
    written = text.clean(words)
    if len(written) > LONGEST:
        raise Missing({field: _("Nội dung dài quá %d chữ, xin viết ngắn lại.") % LONGEST})
    return written
