"""The way of a dossier, in the citizen's words: every station with who, when, and what comes next."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyCard
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.services.dossiers import clocks, frozen
from namkhong.services.dossiers.models import ClockEvent, Dossier, Relocation, Step
from namkhong.services.dossiers.queries.consulted import asked_words
from namkhong.services.dossiers.queries.words import headline, is_late, time_left
from namkhong.services.dossiers.states import CONFIRMING, RUNNING, STATES, ClockEffect, Move, Outcome, State
from namkhong.services.dossiers.types import CHANNELS, Channel, Timeline, TimelineItem
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.types import ProcessStep
from namkhong.web.words import moment

_LATER: Final = (State.IN_PROGRESS, Move.COMPLETE_SUPPLEMENT)
_ENDS = {Move.WITHDRAW, Move.STOP_AT_REQUEST, Move.STOP_UNMET}
_PROMISES = [
    ClockEffect.START, ClockEffect.RESTART, ClockEffect.RESUME, ClockEffect.EXTEND, ClockEffect.CALENDAR,
    ClockEffect.PROCESS,
]  # fmt: skip
_STOPPED = {State.NOT_RECEIVED, State.WITHDRAWN, State.STOPPED_AT_REQUEST, State.STOPPED_UNMET}


def timeline_of(dossier: Dossier, *, now: datetime, private: bool = True) -> Timeline:
    """The way of a dossier for its applicant; ``private`` = the notes meant for her may be shown."""
    return _Way(dossier, now, private=private).told()


def why_due(dossier: Dossier) -> tuple[str, ...]:
    """Why the result is promised for its day, in the sentences of the day it was reckoned; one query at most."""
    if dossier.due_at is None:
        return ()
    if dossier.received_elsewhere:
        return (
            _(
                "Hồ sơ nộp tại một nơi khác trong tỉnh, nên thời hạn tính từ khi cơ quan có thẩm quyền nhận được hồ sơ. "
                "Ngày hẹn trên giấy là dự kiến; khi có ngày hẹn chính thức chúng tôi sẽ báo ông/bà."
            ),
        )
    started = ClockEvent.objects.filter(dossier=dossier, effect__in=_PROMISES).order_by("-pk").first()
    return tuple(str(line) for line in started.explanation) if started else ()


class _Way:
    """Collects the stations of one dossier."""

    def __init__(self, dossier: Dossier, now: datetime, *, private: bool) -> None:
        self.dossier = dossier
        self.now = now
        self.private = private
        self.steps = list(Step.objects.filter(dossier=dossier).order_by("revision"))
        self.process = procedures.process_version(dossier.process_version_id)
        self.agencies: dict[int, AgencyCard] = {}

    def told(self) -> Timeline:
        dossier = self.dossier
        before, later = self._asked_for(State.FILED, Move.SEND_AGAIN), self._asked_for(*_LATER)
        items = [self._filed(), *before, *self._received(), *later]
        begun = len(items)
        if dossier.now_in not in _STOPPED:
            items += [
                self._station(index, step) for index, step in enumerate(self.process.steps) if step.kind != "receive"
            ]
        items = self._with_relocations(self._with_apology(items, begun))
        return Timeline(
            code=dossier.code or "",
            state=dossier.now_in,
            headline=headline(dossier, self.now),
            detail=self._detail(),
            items=tuple(items),
            why=why_due(dossier),
            outcome=Outcome(dossier.outcome) if dossier.outcome else None,
            late=is_late(dossier, self.now),
        )

    def _agency(self, agency_id: int | None) -> str:
        if agency_id is None:
            return ""
        if agency_id not in self.agencies:
            self.agencies[agency_id] = frozen.agency(agency_id)
        return self.agencies[agency_id].name

    def _last(self, *moves: Move, at: tuple[int, str] | None = None) -> Step | None:
        """The last of these moves; ``at``: of the step with this place or code. A new version may move a code."""
        found = [step for step in self.steps if step.move in moves and (at is None or _is_at(step, *at))]
        return found[-1] if found else None

    def _by(self, step: Step) -> tuple[str, ...]:
        who = ", ".join(part for part in (step.by_name, step.by_title or self._agency(step.agency_id)) if part)
        note = (step.note,) if step.note and step.public and self.private else ()
        return (f"{moment(step.at)}, {who}", *note)

    def _filed(self) -> TimelineItem:
        at = self.dossier.filed_at
        text = (f"{moment(at)}, {_inside(CHANNELS[Channel(self.dossier.channel)])}",) if at else ()
        return TimelineItem(_("Đã gửi hồ sơ"), text, "done")

    def _received(self) -> list[TimelineItem]:
        dossier = self.dossier
        state = dossier.now_in
        if state is State.FILED:
            return [TimelineItem(_("Chờ cơ quan tiếp nhận"), self._held(), self._now())]
        if (refused := self._last(Move.NOT_RECEIVE)) is not None:
            return [TimelineItem(_("Không được tiếp nhận"), self._by(refused), "stopped")]
        items = []
        if (received := self._last(Move.RECEIVE)) is not None:
            items.append(TimelineItem(_("Đã tiếp nhận"), self._by(received), "done"))
        if dossier.receiver_agency_id != dossier.home_counter_id and received is not None:
            items += self._asked_for(State.RECEIVED, Move.SEND_ON)
            arrived = self._last(Move.TAKE_OVER)
            if arrived is None and state is not State.RECEIVED:  # asked for, or ended, before it was taken over
                return items
            title = (
                _("Đang chuyển tới cơ quan giải quyết") if arrived is None else _("Cơ quan giải quyết đã nhận hồ sơ")
            )
            text = self._held() if arrived is None else self._by(arrived)
            items.append(TimelineItem(title, text, "now" if arrived is None else "done"))
        return items

    def _asked_for(self, since: State, came: Move) -> list[TimelineItem]:
        """What was asked of her from that state on and when it came; at last, how it ended without a result."""
        dossier, items = self.dossier, []
        waits = dossier.now_in is State.SUPPLEMENT_REQUESTED
        asked = [step for step in self.steps if step.move == Move.REQUEST_SUPPLEMENT]
        for step in self.steps:
            if step.move == Move.REQUEST_SUPPLEMENT and step.from_state == since:
                now = waits and step is asked[-1]
                title = _("Hồ sơ còn thiếu, chờ ông/bà bổ sung") if now else _("Đã yêu cầu bổ sung")
                items.append(TimelineItem(title, _lines(self._by(step)), "stopped" if now else "done"))
            elif step.move == came:
                items.append(TimelineItem(_("Đã bổ sung đủ"), self._by_her(step), "done"))
            elif step.move in _ENDS and came == Move.COMPLETE_SUPPLEMENT:
                items.append(TimelineItem(str(STATES[dossier.now_in].citizen), self._by_her(step), "stopped"))
        return items

    def _by_her(self, step: Step) -> tuple[str, ...]:
        """Of a step the applicant made herself no office is named."""
        if step.by_title:
            return _lines(self._by(step))
        note = (step.note,) if step.note and step.public and self.private else ()
        return _lines((f"{moment(step.at)}, {step.by_name}", *note))

    def _station(self, index: int, step: ProcessStep) -> TimelineItem:
        dossier = self.dossier
        title = step.public_name
        done = self._last(
            Move.FORWARD, Move.CONFIRM_DRAFT, Move.SIGN, Move.ISSUE, Move.DECIDE, Move.HAND_OVER, at=(index, step.code)
        )
        under_way = dossier.now_in in {State.IN_PROGRESS, State.DECIDED}
        if under_way and dossier.step_index == index:
            asked = asked_words(dossier)
            held = self._held() if dossier.step_kind != CONFIRMING else ()
            return TimelineItem(title, (*held, *asked), self._now())
        if done is not None and (index < dossier.step_index or not dossier.is_open):
            return TimelineItem(title, self._by(done), "done")
        return TimelineItem(title, (), "ahead")

    def _with_apology(self, items: list[TimelineItem], begun: int) -> list[TimelineItem]:
        """The one new date, told before the stations that were not done when it was given."""
        again = self._last(Move.EXTEND, Move.APOLOGISE)
        new_due_at = self.dossier.new_due_at
        if again is None or new_due_at is None:
            return items
        title = _("Xin lỗi ông/bà, đã hẹn lại %(due)s") % {"due": moment(new_due_at)}
        before = sum(step.kind != "receive" for step in self.process.steps[: again.step_index])
        place = begun + before
        return [*items[:place], TimelineItem(title, self._by(again), "done"), *items[place:]]

    def _with_relocations(self, items: list[TimelineItem]) -> list[TimelineItem]:
        """Each time another agency went on with it, told before the station that is under way."""
        rows = Relocation.objects.filter(dossier=self.dossier).select_related("reorganisation").order_by("at")
        told = [
            TimelineItem(
                _("Chuyển sang %s") % self._agency(row.new_decider_id),
                (
                    _("%(at)s, thay %(old)s, theo %(basis)s. Số hồ sơ và ngày hẹn trả không đổi.")
                    % {
                        "at": moment(row.at),
                        "old": self._agency(row.old_decider_id),
                        "basis": row.reorganisation.basis,
                    },
                ),
                "done",
            )
            for row in rows
            if row.old_decider_id != row.new_decider_id
        ]
        place = next((place for place, item in enumerate(items) if item.state != "done"), len(items))
        return [*items[:place], *told, *items[place:]]

    def _now(self) -> str:
        return "late" if is_late(self.dossier, self.now) else "now"

    def _held(self) -> tuple[str, ...]:
        """Who has it now, by name where the post is one person's, and by when this step should be done."""
        dossier = self.dossier
        if dossier.holder_agency_id is None:
            return ()
        on = clock.local_date(self.now)
        officials = organisations.officials_at(dossier.holder_agency_id, Role(dossier.holder_role), on)
        named = [official for official in officials if official.account_id == dossier.holder_account_id] or officials
        who = f"{named[0].full_name}, {named[0].title}" if len(named) == 1 else self._agency(dossier.holder_agency_id)
        due = dossier.step_due_at
        if due is None or due < self.now or dossier.now_in is State.DECIDED:
            return (who,)
        return (who, _("Phải xong trước %s.") % moment(due))

    def _detail(self) -> str:
        dossier = self.dossier
        if dossier.now_in is State.FILED and dossier.step_due_at is not None:
            return _("Cơ quan tiếp nhận trả lời chậm nhất %s.") % moment(dossier.step_due_at)
        if dossier.now_in in RUNNING and dossier.due_at is not None and dossier.clock_started_at is not None:
            if is_late(dossier, self.now):
                if dossier.new_due_at is not None:
                    return _("Ngày hẹn đầu tiên đã qua; lý do chậm có trong phiếu xin lỗi.")
                return _("Cơ quan giải quyết phải xin lỗi và hẹn lại ông/bà.")
            calendar = clocks.hours_of(dossier.decider_agency_id, self.now).calendar
            left = time_left(calendar, self.now, dossier.due_at)
            return left if dossier.new_due_at is None else _("Xin lỗi ông/bà vì đã phải hẹn lại. %s") % left
        if dossier.received_elsewhere and dossier.due_at is not None:
            return _("Dự kiến trả kết quả %s.") % moment(dossier.due_at)
        if dossier.now_in is State.SUPPLEMENT_REQUESTED:
            if dossier.step_due_at is not None:
                return _("Xin bổ sung trước %s. Trong lúc chờ, thời hạn giải quyết tạm dừng.") % moment(
                    dossier.step_due_at
                )
            return _("Trong lúc chờ ông/bà bổ sung, thời hạn giải quyết tạm dừng.")
        return ""


def _lines(text: tuple[str, ...]) -> tuple[str, ...]:
    """Items one under another, as they were written."""
    return tuple(line for part in text for line in part.splitlines())


def _inside(words: object) -> str:
    """Words as they stand inside a sentence."""
    said = str(words)
    return said[:1].lower() + said[1:]


def _is_at(step: Step, index: int, code: str) -> bool:
    return step.step_code == code if step.step_code else step.step_index == index
