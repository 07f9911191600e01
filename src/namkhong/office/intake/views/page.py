"""What one arrival's page shows to this reader: what she may do first, then how it went through the house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from namkhong.foundation.files import queries as files
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.office.documents import queries as documents
from namkhong.office.documents.types import URGENCIES, Urgency
from namkhong.office.intake import choosing, forms, packets, policies, queries
from namkhong.office.intake.models import Arrival, Assignment, Note
from namkhong.office.intake.queries.lists import due_words, work_due
from namkhong.office.intake.queries.one import Sheet, names_of
from namkhong.office.intake.states import ENDS, MOVES, PARTS, SOURCES, STATES, End, Move, Part, Recall, Source, State
from namkhong.office.intake.types import Line, Station
from namkhong.web.http import Request
from namkhong.web.words import day, moment


def context(request: Request, sheet: Sheet, **kept: Any) -> dict[str, Any]:
    """Everything the template needs. ``kept``: errors, posted, move, conflict of a refused deed."""
    actor, now, arrival = request.actor, clock.now(), sheet.arrival
    can = policies.abilities(actor, arrival, sheet.given)
    names = names_of(sheet.given)
    proposal = queries.proposal_of(arrival.pk) if {Move.DIRECT, Move.PROPOSE} & can else None
    mine = [
        _card(actor, one, sheet.given, names, now) for one in sheet.given if policies.deeds(actor, one, sheet.given)
    ]
    givers = organisations.official_names({one.giver_id for one in sheet.given})
    for one in mine:
        giver = givers.get(one["giver_id"])
        one["giver"] = giver.full_name if giver else ""
    due, kind = due_words(arrival, now)
    offering = bool({Move.DIRECT, Move.PROPOSE} & can) or any("pass_on" in one["can"] for one in mine)
    choices = choosing.choices(actor, arrival.agency_id, now) if offering else []
    said = {str(one.whom): one.words for one in choices}
    return {
        "arrival": arrival,
        "card": documents.cards_of([arrival.document_id]).get(arrival.document_id) if arrival.document_id else None,
        "state": str(STATES[arrival.now_in]),
        "source": str(SOURCES[Source(arrival.source)]),
        "urgency": str(URGENCIES[Urgency(arrival.urgency)]) if arrival.urgency else "",
        "due": {"text": due, "kind": kind},
        "can": {str(move) for move in can},
        "mine": mine,
        "people": [(str(one.whom), one.words) for one in choices],
        "leaders": [(str(one.whom.account_id), one.words) for one in choosing.leaders(arrival.agency_id, now)]
        if Move.PROPOSE in can
        else [],
        "proposal": _proposal(proposal, said) if proposal else None,
        "files": [(one.name, files.link(one.file_id, actor=actor, now=now)) for one in queries.files_of(arrival.pk)],
        "refused": packets.refused_files(arrival.packet_id) if arrival.packet_id and Move.REGISTER in can else [],
        "register": _register_form(arrival, kept.get("posted"), kept.get("move", "")) if Move.REGISTER in can else None,
        "table": [_row(one, names, now) for one in sheet.given],
        "stations": stations(queries.notes_of(arrival.pk), arrival, names),
        "recall_asked": arrival.recall == Recall.ASKED,
        "late": arrival.now_in is State.ARRIVED and kind == "late",
        "errors": {},
        "posted": {},
        "boxes": {},
        "move": "",
        "conflict": "",
        "about": 0,
        "duplicate": False,
        **kept,
    }


def _register_form(arrival: Arrival, posted: Any, move: str) -> dict[str, Any]:
    """The form as it was typed; else filled from the packet."""
    kinds = documents.types(clock.local_date(clock.now()))
    names = [("", _("Chọn loại, hoặc ghi ở ô dưới"))] + [(one.code, one.name) for one in kinds]
    levels = [(int(level), str(words)) for level, words in URGENCIES.items()]
    if posted and move == Move.REGISTER:
        return {
            "values": forms.typed(posted), "boxes": forms.boxes(posted, "issued_on", "due_on"), "types": names, "levels": levels
        }  # fmt: skip
    known = next((one.code for one in kinds if one.name.casefold() == arrival.type_name.casefold()), "")
    signer, position = packets.signer_of(arrival.packet_id) if arrival.packet_id else ("", "")
    values = {
        "number": arrival.number,
        "type_code": known,
        "type_name": "" if known else arrival.type_name,
        "organ_name": arrival.organ_name,
        "organ_code": arrival.organ_code,
        "subject": arrival.subject,
        "signer_name": signer,
        "signer_position": position,
        "urgency": arrival.urgency,
    }
    boxes = {"issued_on": forms.boxes_of(arrival.issued_on), "due_on": forms.boxes_of(arrival.due_on)}
    return {"values": values, "boxes": boxes, "types": names, "levels": levels}


def _proposal(note: Note, said: Mapping[str, str]) -> dict[str, Any]:
    """What Văn phòng proposes, in words; ``whole``: everybody in it can still be chosen."""
    lines = [Line.from_json(kept) for kept in note.lines]
    rows = []
    for line in lines:
        until = _("hạn %s") % day(line.due_on) if line.due_on else ""
        rows.append((str(PARTS[line.part]), ", ".join(p for p in (said.get(str(line.whom), ""), until) if p)))
    return {
        "rows": rows,
        "words": note.words,
        "by": ", ".join(part for part in (note.by_name, note.by_title) if part),
        "whole": all(str(line.whom) in said for line in lines),
        "lines": lines,
        "lead": next((str(line.whom) for line in lines if line.part is Part.LEAD), ""),
        "help": [str(line.whom) for line in lines if line.part is Part.HELP],
        "know": [str(line.whom) for line in lines if line.part is Part.KNOW],
        "due": next((forms.boxes_of(line.due_on) for line in lines if line.part is Part.LEAD), {}),
    }


def _card(
    actor: Actor, one: Assignment, given: Sequence[Assignment], names: Mapping[int, str], now: datetime
) -> dict[str, Any]:
    """One assignment with what this reader may do with it."""
    due, kind = work_due(one, now)
    held = policies.holds(actor, one)
    behalf = ""
    if held and one.account_id is not None and one.account_id != actor.account_id:
        behalf = next((post.for_name for post in actor.posts if post.for_account_id == one.account_id), "")
    return {
        "id": one.pk,
        "part": str(PARTS[Part(one.part)]),
        "kind": one.part,
        "whom": names[one.pk],
        "held": held,
        "for": behalf,
        "accepted": one.accepted_at is not None,
        "confirmed": one.confirmed,
        "due": {"text": due, "kind": kind},
        "bound": day(one.due_on) if one.due_on else "",
        "boxes": forms.boxes_of(one.due_on),
        "giver_id": one.giver_id,
        "led": any(
            child.parent_id == one.pk and child.part == Part.LEAD and child.end in {End.OPEN, End.DONE}
            for child in given
        ),
        "can": {str(move) for move in policies.deeds(actor, one, given)},
    }


def _row(one: Assignment, names: Mapping[int, str], now: datetime) -> dict[str, Any]:
    """One line of who has it."""
    due, kind = work_due(one, now)
    how = str(ENDS[End(one.end)])
    if one.end == End.OPEN and one.accepted_at is None:
        how = _("Đã xem, chưa nhận") if one.read_at else _("Chưa xem")
    at = one.ended_at or one.accepted_at or one.read_at
    return {
        "part": str(PARTS[Part(one.part)]),
        "whom": names[one.pk],
        "how": f"{how}, {moment(at)}" if at else how,
        "due": due,
        "due_kind": kind,
        "below": one.parent_id is not None,
    }


def stations(notes: Sequence[Note], arrival: Arrival, names: Mapping[int, str]) -> list[Station]:
    """How it went through the house: who did what, when, for whom."""
    came = Station(_("Văn bản đến"), (f"{moment(arrival.arrived_at)}, {str(SOURCES[Source(arrival.source)]).lower()}",))
    made = [came]
    for note in notes:
        who = ", ".join(part for part in (note.by_name, note.by_title) if part)
        lines = [", ".join(part for part in (moment(note.at), who) if part)]
        if note.for_name:
            lines.append(_("Thay mặt %s") % note.for_name)
        if note.kind == Move.EXTEND and note.assignment_id is not None:
            lines.append(names[note.assignment_id])
        if note.words:
            lines.append(note.words)
        made.append(Station(str(MOVES[Move(note.kind)].words), tuple(lines)))
    return made
