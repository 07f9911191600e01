"""What an official's page of a dossier shows of those who are asked: who does the step, the draft, opinions, outside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from namkhong.foundation.files import queries as files
from namkhong.foundation.files.types import Mark
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.services.dossiers import frozen, policies
from namkhong.services.dossiers.actions.opinions import prescribed
from namkhong.services.dossiers.models import Dossier, Step
from namkhong.services.dossiers.policies import Ability
from namkhong.services.dossiers.queries import consulted
from namkhong.services.dossiers.states import CONFIRMING, RUNNING, Move
from namkhong.services.dossiers.types import GONE, SILENCES, FileLine
from namkhong.web.http import Request


def made(steps: Iterable[Step], *moves: Move) -> bool:
    """Was one of these moves ever made? What they leave behind need not be looked for where they were not."""
    return any(step.move in moves for step in steps)


def beside(request: Request, found: Dossier, steps: list[Step]) -> dict[str, Any]:
    """The context of these parts; what a dossier's steps have nothing to do with costs no query."""
    now, actor = clock.now(), request.actor
    can = policies.abilities(actor, found)
    opinions = consulted.opinions_of(found, now) if found.received_at is not None else []
    rounds = consulted.draft_rounds(found) if made(steps, Move.SEND_DRAFT) else []
    context: dict[str, Any] = {
        "opinions": opinions,
        "opinion_links": links(request, [line.file_id for line in opinions]),
        "rounds": rounds,
        "draft_links": links(request, [row.file_id for row in rounds]),
        "waiting_draft": next((row for row in rounds if row.open), None) if found.step_kind == CONFIRMING else None,
        "officials": [],
        "named": "",
        "free": found.holder_account_id is None,
        "leads": policies.heads(actor, found),
        "me": actor.account_id,
        "to_ask": [],
        "draft_fields": [],
        "goes_on": True,
        "system": "",
    }
    if Ability.ASSIGN in can or Ability.TAKE_BACK in can:
        context["officials"] = [
            (str(card.account_id), card.full_name) for card in consulted.officials_of_post(found, now)
        ]
    if found.holder_account_id is not None and found.now_in in RUNNING:
        card = organisations.official_names([found.holder_account_id]).get(found.holder_account_id)
        context["named"] = card.full_name if card else ""
    if Ability.ASK_OPINION in can or Ability.SEND_DRAFT in can or found.step_kind == "outside":
        context |= _of_step(found, rounds, opinions)
    return context


def _of_step(
    found: Dossier, rounds: list[consulted.DraftShown], opinions: list[consulted.OpinionLine]
) -> dict[str, Any]:
    step = consulted.step_of(found)
    names = {line.agency for line in opinions}
    wanted = [
        {
            "agency": frozen.agency(agency_id).name,
            "limit": rule.limit,
            "silence": str(SILENCES[rule.silence]),
        }
        for agency_id, rule in prescribed(step, found).items()
    ]
    counted = [row for row in rounds if not row.void]
    goes_on = found.step_kind != "confirm" or (
        bool(counted) and step.confirm is not None and (counted[0].agreed or len(counted) >= step.confirm.rounds)
    )
    return {
        "to_ask": [rule for rule in wanted if rule["agency"] not in names],
        "draft_fields": consulted.draft_fields(found, step) if found.step_kind == "confirm" else [],
        "asks_left": step.confirm.rounds - len(counted) if step.confirm else 0,
        "confirm": step.confirm,
        "goes_on": goes_on,
        "system": step.system,
    }


def links(request: Request, file_ids: list[UUID | None]) -> dict[UUID, str]:
    """An address for each file that can be opened."""
    known = files.files([file_id for file_id in file_ids if file_id is not None])
    now = clock.now()
    return {
        file_id: files.link(file_id, actor=request.actor, now=now)
        for file_id, card in known.items()
        if str(card.state) not in GONE
    }


def paper_link(request: Request, found: Dossier, line: FileLine) -> str:
    """An address for a paper of the dossier; an identity paper opens with who looks, when and why across it."""
    mark = None
    if line.identity:
        why = _("Xem giấy tờ tùy thân để xử lý hồ sơ")
        mark = Mark(why, found.code or "", found.person_id, ("dossier", found.pk))
    return files.link(line.file_id, actor=request.actor, now=clock.now(), mark=mark)
