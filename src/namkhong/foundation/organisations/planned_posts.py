"""Where the officials of agencies that end go with their posts, and how they rank there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from namkhong.foundation.organisations import titles
from namkhong.foundation.organisations.models import Authority, PostHolding
from namkhong.foundation.organisations.planned import UNITS, Planned
from namkhong.foundation.organisations.types import AgencyKind, Rank
from namkhong.foundation.organisations.types_reorganisation import AgencyMap, Severity
from namkhong.kernel.actor import Role
from namkhong.kernel.text import fold

_AT_COUNTER: Final = frozenset({Role.COUNTER, Role.CENTRE_DIRECTOR})
_IN_OFFICE: Final = frozenset({Role.SPECIALIST, Role.HEAD, Role.CHIEF_OF_OFFICE})


@dataclass(slots=True)
class PostMove:
    """One post ends and another begins; ``None`` = she has that one already, or it comes with another of her posts."""

    post: PostHolding
    agency_id: int
    role: Role
    rank: Rank
    said: bool = False  # a row of the plan says where
    gone: bool = False


def moves(made: Planned, agencies: AgencyMap) -> list[PostMove]:
    """Every post that ends with its agency and what follows it; what is unclear goes into the findings."""
    later = Q(valid_to__isnull=True) | Q(valid_to__gt=made.head.on)
    held = PostHolding.objects.filter(later, agency__in=list(made.to)).select_related("official__account")
    found = [_one(made, agencies, post) for post in held.order_by("official_id", "id")]
    _named_are_there(made, found)
    _each_once(made, found)
    _one_head(made, found)
    _authority_ends(made, found)
    return found


def posts_after(found: list[PostMove]) -> frozenset[tuple[int, int, str]]:
    """Who holds which post afterwards, for work that is somebody's by name."""
    return frozenset((one.post.official.account_id, one.agency_id, one.role.value) for one in found if not one.gone)


def _one(made: Planned, agencies: AgencyMap, post: PostHolding) -> PostMove:
    role = Role(post.role)
    said = made.official_lines.get(post.official.account.username.lower())
    if said is None:
        return PostMove(post, _usual(made, agencies, post.agency_id, role), role, Rank(post.rank))
    line, agency_id = said
    if line.role and (chosen := _role(line.role)) is None:
        made.say(line, Severity.WRONG, _("Không có vị trí “%s”.") % line.role)
    elif line.role and chosen is not None:
        role = chosen
    rank = titles.usual_rank(made.kind_of(agency_id), role)
    if line.rank and (ranked := _rank(line.rank)) is None:
        made.say(line, Severity.WRONG, _("Không có cấp bậc “%s”.") % line.rank)
    elif line.rank and ranked is not None:
        rank = ranked
    if rank is not Rank.MEMBER and not titles.leads(made.kind_of(agency_id), role):
        made.say(line, Severity.WRONG, _("Vị trí này không lãnh đạo cơ quan đã chọn."))
        rank = Rank.MEMBER
    return PostMove(post, agency_id, role, rank, said=True)


def _usual(made: Planned, agencies: AgencyMap, agency_id: int, role: Role) -> int:
    """Counters go to the centre, those who appraise to the unit of the same kind or the office, others to the body."""
    new = agencies.successor(agency_id)
    if role in _AT_COUNTER:
        return agencies.counter(agency_id)
    if role in _IN_OFFICE and made.rows[agency_id].kind not in UNITS:
        return agencies.unit(new, AgencyKind.OFFICE)
    return new


def _role(written: str) -> Role | None:
    return next((role for role, words in titles.ROLE_NAMES.items() if fold(written) in {fold(words), role.value}), None)


def _rank(written: str) -> Rank | None:
    return next((rank for rank, words in titles.RANK_NAMES.items() if fold(written) in {fold(words), rank.value}), None)


def _named_are_there(made: Planned, found: list[PostMove]) -> None:
    there = {one.post.official.account.username.lower() for one in found}
    for username, (line, _agency_id) in made.official_lines.items():
        if username in there:
            made.say(line, Severity.OK, _("Nhận vị trí ở %s.") % made.name_of(made.official_lines[username][1]))
        else:
            made.say(line, Severity.WRONG, _("Không có cán bộ này ở cơ quan nào kết thúc trong phương án."))


def _each_once(made: Planned, found: list[PostMove]) -> None:
    """Two posts that become one are one; a row of the plan speaks for all her posts."""
    seen: set[tuple[int, int, str]] = set()
    for one in sorted(found, key=lambda move: _order(move.post)):
        key = (one.post.official_id, one.agency_id, one.role.value)
        one.gone = key in seen
        seen.add(key)
    staying = PostHolding.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=made.head.on), official__in={one.post.official_id for one in found}
    ).exclude(agency__in=list(made.to))
    there = set(staying.values_list("official_id", "agency_id", "role"))
    for one in found:
        one.gone = one.gone or (one.post.official_id, one.agency_id, one.role.value) in there


def _order(post: PostHolding) -> tuple[int, int]:
    return ({Rank.CHIEF: 0, Rank.DEPUTY: 1, Rank.MEMBER: 2}[Rank(post.rank)], post.pk)


def _one_head(made: Planned, found: list[PostMove]) -> None:
    """Who is not named head of the new agency becomes a deputy where several would be; nobody is chosen by a program."""
    heads: dict[int, list[PostMove]] = defaultdict(list)
    for one in found:
        if one.gone or one.rank is Rank.MEMBER:
            continue
        if not titles.leads(made.kind_of(one.agency_id), one.role):
            one.rank = Rank.MEMBER
        elif one.rank is Rank.CHIEF:
            heads[one.agency_id].append(one)
    later = Q(valid_to__isnull=True) | Q(valid_to__gt=made.head.on)
    taken = set(
        PostHolding.objects.filter(later, rank=Rank.CHIEF, agency__in=[pk for pk in heads if pk > 0]).values_list(
            "agency_id", flat=True
        )
    )
    for agency_id, claims in heads.items():
        named = [one for one in claims if one.said]
        if len(named) > 1 or (named and agency_id in taken):
            line = made.official_lines[named[-1].post.official.account.username.lower()][0]
            made.say(line, Severity.WRONG, _("%s sẽ có hai người đứng đầu.") % made.name_of(agency_id))
        keeps = named[:1] or (claims if len(claims) == 1 else [])
        for one in claims:
            if one not in keeps or agency_id in taken:
                one.rank = Rank.DEPUTY
        if not keeps and agency_id not in taken:
            sentence = _("Chưa chỉ định người đứng đầu: %d người đang là cấp trưởng sẽ là cấp phó.") % len(claims)
            made.say(None, Severity.WARNING, sentence, made.name_of(agency_id))


def _authority_ends(made: Planned, found: list[PostMove]) -> None:
    ids = [one.post.pk for one in found]
    later = Q(valid_to__isnull=True) | Q(valid_to__gt=made.head.on)
    count = Authority.objects.filter(later, Q(holder__in=ids) | Q(giver__in=ids)).count() if ids else 0
    if count:
        made.say(
            None, Severity.WARNING, _("%d việc giao ký thay, ủy quyền kết thúc cùng cơ quan; xin giao lại.") % count
        )
