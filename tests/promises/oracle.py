"""Who may do what with a dossier, said once more from the words of the process, not from the code.

Written from docs/explanation/dossier.md and processes.md (Decree 118/2025 as they give it), as one sentence for each deed:
whose it is, and when. It knows nothing of the policies, the models or their helpers: people, places and times are plain
values. ``test_oracle.py`` lets both answer the same made-up questions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

ENDED: Final = {"not_received", "withdrawn", "stopped_at_request", "stopped_unmet", "handed_over"}
WORKERS: Final = {
    *("counter", "centre_director", "leader", "chief_of_office", "records_clerk", "specialist", "head"),
}


@dataclass(frozen=True)
class Post:
    """A post: the role, the unit, and for whom she stands in (0: her own)."""

    role: str
    unit: int
    stands_in_for: int = 0


@dataclass(frozen=True)
class Someone:
    """``visitor``, ``citizen``, ``official`` or ``program``; account and person 0 = none."""

    kind: str
    account: int = 0
    person: int = 0
    posts: tuple[Post, ...] = ()  # of a program: the posts whose plain steps it may do
    submits: bool = False  # a program that may send dossiers for people
    reads: frozenset[int] = frozenset()  # a program: the agency it belongs to and its units, when it may read them


@dataclass(frozen=True)
class Case:
    """A dossier in plain words. Units are numbers; accounts and persons too, 0 = nobody."""

    state: str
    applicant: int
    sent_by: int  # the citizen's account it was begun in
    helped_by: int  # the account of whoever fills it in for her
    received_at: int  # the counter that takes it in
    returned_at: int
    competent_counter: int
    decides: int
    appraises: int
    turn_unit: int = 0
    turn_role: str = ""
    turn_person: int = 0  # given to this very account
    step: str = ""
    taken_in: bool = False  # received
    clock_runs: bool = False  # the competent agency has had it
    decided: bool = False  # there is an outcome
    told_new_day: bool = False  # form 04 was signed once
    time_to_answer: bool = False  # a time was given for what is missing
    online: bool = True  # the result is wanted online
    way_back: bool = False  # the process lets this step be sent back
    carries_on: dict[int, set[int]] = field(default_factory=dict)  # unit → the units whose work it took over


# ---- whose it is


def _units(who: Someone, *roles: str) -> set[int]:
    return {post.unit for post in who.posts if post.role in roles} if who.kind == "official" else set()


def _with_forerunners(case: Case, units: set[int]) -> set[int]:
    return units | {old for unit in units for old in case.carries_on.get(unit, set())}


def is_applicant(who: Someone, case: Case) -> bool:
    """The applicant herself, or the citizen in whose account it was begun."""
    return who.kind == "citizen" and (
        who.person == case.applicant or (who.account != 0 and who.account == case.sent_by)
    )


def had_a_hand(who: Someone, case: Case) -> bool:
    """The applicant, the account it lies in, or the official who filled it in for her; never a program."""
    if who.kind == "citizen":
        return is_applicant(who, case)
    return who.kind != "program" and who.account != 0 and who.account in {case.sent_by, case.helped_by}


def stood_in_once(who: Someone, case: Case) -> bool:
    """She sent it for somebody; her mandate is over, so it lies in another account: the paper she got and the state."""
    return who.kind == "citizen" and who.account != 0 and who.account == case.helped_by and not is_applicant(who, case)


def is_turn(who: Someone, case: Case) -> bool:
    """An official of the post where it lies; given to one person, only she, or who stands in for her while she is away."""
    if who.kind not in {"official", "program"} or case.turn_role not in WORKERS:
        return False
    here = [post for post in who.posts if (post.role, post.unit) == (case.turn_role, case.turn_unit)]
    return any(case.turn_person in {0, post.stands_in_for or who.account} for post in here)


def _counters(case: Case) -> set[int]:
    """Where it may be asked for at a window: where it came in, where it goes out, and, once taken in, its own Centre."""
    return {case.received_at, case.returned_at} | ({case.competent_counter} if case.taken_in else set())


def at_window(who: Someone, case: Case) -> bool:
    """An official at one of its windows."""
    return bool(_units(who, "counter") & _counters(case))


def leads_the_unit(who: Someone, case: Case) -> bool:
    """Whoever heads the unit where it lies, over a post that is not her own; nobody shares out a leader's own step."""
    heads = {"head", "chief_of_office", "centre_director", "leader"} - {case.turn_role}
    return case.turn_role != "leader" and case.turn_unit in _units(who, *heads)


def knows(who: Someone, case: Case) -> bool:
    """Who may know of it at all."""
    if who.kind == "citizen":
        return had_a_hand(who, case) or stood_in_once(who, case)
    if who.kind == "program":
        return _program_knows(who, case)
    if who.kind != "official":
        return False
    if case.state == "draft":
        return who.account == case.helped_by
    return (
        is_turn(who, case)
        or bool(_counters(case) & _with_forerunners(case, _units(who, "counter", "centre_director")))
        or case.decides in _with_forerunners(case, _units(who, "leader", "chief_of_office", "records_clerk"))
        or case.appraises in _with_forerunners(case, _units(who, "specialist", "head", "chief_of_office"))
    )


def _program_knows(who: Someone, case: Case) -> bool:
    """What it sent itself; what lies at a post it works for; where it may read, what its agency has to do with."""
    if who.submits and who.account != 0 and who.account == case.helped_by:
        return True
    if case.state == "draft":
        return False
    at_post = any((post.role, post.unit) == (case.turn_role, case.turn_unit) for post in who.posts)
    return at_post or bool((_counters(case) | {case.decides, case.appraises}) & who.reads)


def _fills_it_in(who: Someone, case: Case) -> bool:
    """The account that began the draft; an official only while she sits at the counter that would take it in."""
    if who.kind == "program":
        return who.submits and who.account != 0 and who.account == case.helped_by
    if who.kind == "official":
        return who.account == case.helped_by and case.received_at in _units(who, "counter")
    return who.account != 0 and who.account == case.sent_by


# ---- when it may be done

_PROPOSALS: Final = {"ask_leader", "ask_send", "no_receive", "ask_again"}


def _waits_for_answer(case: Case) -> bool:
    """A proposal, or the applicant's yes to the draft: until it is answered nothing else is done at this step."""
    return case.step in _PROPOSALS | {"confirming"}


def _on_its_way(case: Case) -> bool:
    """Taken in at a counter of another agency; the competent one does not have it yet."""
    return case.state == "received" and not case.clock_runs


def _being_handled(case: Case) -> bool:
    return (case.state == "in_progress" or (case.state == "received" and case.clock_runs)) and not _waits_for_answer(
        case
    )


def _appraising(case: Case) -> bool:
    return _being_handled(case) and case.step == "work" and case.turn_role in {"specialist", "head"}


def _not_yet_received(case: Case) -> bool:
    return case.state == "filed" and not _waits_for_answer(case)


def _missing(case: Case) -> bool:
    """Somebody whose turn it is may find that something is missing: the counter before, the appraiser after reception."""
    arriving = _on_its_way(case) and not _waits_for_answer(case)
    return _not_yet_received(case) or arriving or _appraising(case)


def _sharing_out(case: Case) -> bool:
    return case.state == "in_progress" and case.step not in _PROPOSALS


def _late_letter(case: Case) -> bool:
    return case.state == "in_progress" and case.clock_runs and not case.told_new_day


def _waiting_for_papers(case: Case) -> bool:
    return case.state == "supplement_requested" and not _waits_for_answer(case)


Rule = Callable[[Someone, Case], bool]


def _asks_to_stop(who: Someone, case: Case) -> bool:
    return is_applicant(who, case) or at_window(who, case)


RULES: Final[dict[str, Rule]] = {
    "see": lambda who, case: True,
    # The draft is hers who began it.
    "edit": lambda who, case: case.state == "draft" and _fills_it_in(who, case),
    "file": lambda who, case: case.state == "draft" and _fills_it_in(who, case),
    # The counter receives, or not; on paper and a second request go past the director.
    "receive": lambda who, case: is_turn(who, case) and _not_yet_received(case),
    "not_receive": lambda who, case: is_turn(who, case) and _not_yet_received(case),
    "approve_not_receive": lambda who, case: is_turn(who, case) and case.step == "no_receive",
    "take_over": lambda who, case: is_turn(who, case) and _on_its_way(case) and not _waits_for_answer(case),
    # What is missing: said by who appraises, sent by the counter, the second time with the leader's yes.
    "request_supplement": lambda who, case: is_turn(who, case) and _missing(case),
    "send_supplement": lambda who, case: is_turn(who, case) and case.step in {"ask_send", "ask_again"},
    "approve_supplement": lambda who, case: is_turn(who, case) and case.step == "ask_leader",
    "return_proposal": lambda who, case: is_turn(who, case) and case.step in _PROPOSALS,
    "complete_supplement": lambda who, case: (
        (is_applicant(who, case) and case.state == "supplement_requested")
        or (is_turn(who, case) and _waiting_for_papers(case))
    ),
    "stop_unmet": lambda who, case: is_turn(who, case) and _waiting_for_papers(case) and case.time_to_answer,
    # The steps of the process.
    "forward": lambda who, case: is_turn(who, case) and _being_handled(case) and case.step != "decide",
    "decide": lambda who, case: is_turn(who, case) and _being_handled(case) and case.step == "decide",
    "send_back": lambda who, case: is_turn(who, case) and _being_handled(case) and case.way_back,
    "send_draft": lambda who, case: is_turn(who, case) and case.state == "in_progress" and case.step == "confirm",
    "confirm_draft": lambda who, case: (
        had_a_hand(who, case) and case.state == "in_progress" and case.step == "confirming"
    ),
    "ask_opinion": lambda who, case: is_turn(who, case) and case.state == "in_progress" and case.step == "work",
    "hand_over": lambda who, case: is_turn(who, case) and case.state == "decided" and not _waits_for_answer(case),
    # Who does the work of a unit: its head says, or an official of the post takes what nobody has.
    "assign": lambda who, case: (
        _sharing_out(case) and (leads_the_unit(who, case) or (is_turn(who, case) and not case.turn_person))
    ),
    "take_back": lambda who, case: (
        _sharing_out(case) and case.turn_person != 0 and (leads_the_unit(who, case) or is_turn(who, case))
    ),
    # Form 04, once: drafted where it is appraised, signed by the leader of the agency that decides.
    "propose_extension": lambda who, case: (
        _late_letter(case)
        and (
            case.decides in _units(who, "leader")
            or case.appraises in _units(who, "specialist", "head", "chief_of_office")
        )
    ),
    "sign_extension": lambda who, case: _late_letter(case) and case.decides in _units(who, "leader"),
    # The applicant may always stop: withdraw before reception, stop until there is a decision; her counter writes it down.
    "withdraw": lambda who, case: (
        _asks_to_stop(who, case) and case.state in {"filed", "supplement_requested"} and not case.taken_in
    ),
    "stop_at_request": lambda who, case: (
        _asks_to_stop(who, case)
        and case.taken_in
        and not case.decided
        and case.state in {"received", "in_progress", "supplement_requested", "financial_obligation"}
    ),
    # Papers and secrets.
    "take_result": lambda who, case: (
        case.state != "draft"
        and (
            who.kind == "official"
            or (who.kind == "program" and case.state in {"decided", "handed_over"})
            or (had_a_hand(who, case) and (case.state == "handed_over" or (case.state == "decided" and case.online)))
        )
    ),
    "print_receipt": lambda who, case: case.state != "draft" and case.taken_in,
    "see_secret": lambda who, case: case.state != "draft" and had_a_hand(who, case),
}


# What somebody has to answer for with her name is no program's: it sends, reads and does the plain steps.
OF_PROGRAMS: Final = {
    *(
        "see",
        "edit",
        "file",
        "receive",
        "take_over",
        "forward",
        "send_back",
        "hand_over",
        "print_receipt",
        "take_result",
    ),
}


def may(who: Someone, case: Case) -> frozenset[str]:
    """All that somebody may do; nothing for who may not even know."""
    if not knows(who, case):
        return frozenset()
    found = frozenset(deed for deed, rule in RULES.items() if rule(who, case))
    return found & OF_PROGRAMS if who.kind == "program" else found


# ---- the moves behind the buttons: whoever gets one past the question before the deed has to be one of these

_OF_THE_TURN: Final = {
    *("receive", "not_receive", "take_over", "forward", "send_back", "send_draft", "propose_not_receive"),
    *("propose_again", "return_to_counter", "propose_supplement", "approve_supplement", "return_supplement"),
    *("request_supplement", "request_payment", "confirm_payment", "sign", "decide", "issue", "hand_over"),
    *("send_again", "send_on", "extend", "apologise", "file"),
}
WHOSE: Final[dict[str, Rule]] = {
    **dict.fromkeys(_OF_THE_TURN, is_turn),
    "complete_supplement": lambda who, case: is_turn(who, case) or is_applicant(who, case),
    "stop_unmet": is_turn,
    "withdraw": _asks_to_stop,
    "stop_at_request": _asks_to_stop,
    "confirm_draft": had_a_hand,
    "correct_draft": had_a_hand,
    "assign": lambda who, case: leads_the_unit(who, case) or is_turn(who, case),
    "take_back": lambda who, case: leads_the_unit(who, case) or is_turn(who, case),
}
