"""Officials from a list: read row by row, tried before it is done, done once however often it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import policies, titles
from namkhong.foundation.organisations.actions.officials import check_person, create_official, update_official
from namkhong.foundation.organisations.actions.posts import appoint, home_of
from namkhong.foundation.organisations.errors import WrongEntry
from namkhong.foundation.organisations.models import Agency, Official, PostHolding
from namkhong.foundation.organisations.models.dated import holding
from namkhong.foundation.organisations.types import ImportedRow, Rank, RowOutcome
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.problems import Problem
from namkhong.kernel.text import fold, one_line

MOST_ROWS: Final = 200  # each new official gets a password that is slow to make
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    # what a row needs: how the head of its column may be written, without accents
    "full_name": ("ho va ten", "ho ten"),
    "username": ("ten dang nhap",),
    "agency": ("co quan, don vi", "co quan", "don vi", "ma co quan"),
    "role": ("vi tri cong tac", "vi tri"),
    "rank": ("cap bac",),
    "valid_from": ("tu ngay",),
    "phone": ("dien thoai", "so dien thoai"),
    "email": ("thu dien tu", "email"),
    "basis": ("quyet dinh",),
}
NEEDED: Final = ("full_name", "username", "agency", "role", "valid_from")
_DAY_ZERO: Final = date(1899, 12, 30)  # of spreadsheets


def named_rows(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """The rows under the names of their columns; the first row is the head.

    :raises WrongEntry: when a needed column is missing, or there are too many rows or none.
    """
    head = {fold(text): place for place, text in enumerate(rows[0] if rows else ()) if text}
    places = {name: head[written] for name, ways in COLUMNS.items() for written in reversed(ways) if written in head}
    missing = [column_words()[name] for name in NEEDED if name not in places]
    sentence = ""
    if missing:
        sentence = _("Dòng đầu của tệp thiếu cột: %s.") % ", ".join(missing)
    elif len(rows) < 2:
        sentence = _("Tệp chưa có dòng cán bộ nào dưới dòng tên cột.")
    elif len(rows) > MOST_ROWS + 1:
        sentence = _("Mỗi lần nhập tối đa %d cán bộ. Xin chia nhỏ danh sách.") % MOST_ROWS
    if sentence:
        raise WrongEntry(sentence, fields={"tep": sentence})
    return [
        {name: one_line(row[place]) if place < len(row) else "" for name, place in places.items()} for row in rows[1:]
    ]


def column_words() -> dict[str, str]:
    """How the columns are called on the screen and in the sample."""
    return {
        "full_name": _("Họ và tên"),
        "username": _("Tên đăng nhập"),
        "agency": _("Cơ quan, đơn vị"),
        "role": _("Vị trí công tác"),
        "rank": _("Cấp bậc"),
        "valid_from": _("Từ ngày"),
        "phone": _("Điện thoại"),
        "email": _("Thư điện tử"),
        "basis": _("Quyết định"),
    }


def import_officials(
    *, rows: Sequence[Mapping[str, str]], actor: Actor, now: datetime, trial: bool
) -> list[ImportedRow]:
    """Each row by itself: what is right is done, what is wrong is told; ``trial`` does it all and takes it back.

    Known by the sign-in name: somebody who is there gets what is new and nothing twice.

    :raises NeedsElevation: outside an elevated session.
    """
    policies.require_elevated(actor, now)
    done = [_row(number, row, actor, now, trial) for number, row in enumerate(rows, 2)]
    if not trial:
        counted = {outcome.value: sum(one.outcome is outcome for one in done) for outcome in RowOutcome}
        audit.record(actor, "organisations.officials_imported", ("official", 0), now=now, detail=counted)
    return done


def _row(number: int, row: Mapping[str, str], actor: Actor, now: datetime, trial: bool) -> ImportedRow:  # noqa: FBT001
    name, username = row.get("full_name", ""), row.get("username", "").lower()
    try:
        with transaction.atomic():
            outcome, words, password = _one(row, username, actor, now, trial)
            transaction.set_rollback(trial)
    except Problem as problem:
        words = " ".join(str(sentence) for sentence in problem.fields.values()) or str(problem)
        return ImportedRow(number, name[:120], username[:40], RowOutcome.WRONG, words)
    return ImportedRow(number, name, username, outcome, words, password)


def _one(
    row: Mapping[str, str],
    username: str,
    actor: Actor,
    now: datetime,
    trial: bool,  # noqa: FBT001
) -> tuple[RowOutcome, str, str]:
    name, phone, email = check_person(row["full_name"], row.get("phone", ""), row.get("email", ""), username)
    agency, role, rank, start = _agency(row["agency"]), _role(row["role"]), _rank(row.get("rank", "")), _day(row)
    policies.require_agency(actor, agency, now)
    known = Official.objects.select_related("home").filter(account__username=username).first()
    password, words = "", []
    if known is None:
        made = create_official(
            username=username, full_name=name, phone=phone, email=email, home_id=home_of(agency.pk),
            password_hash="!" if trial else "", actor=actor, now=now,
        )  # fmt: skip
        official_id, password = made.official_id, made.password
    else:
        official_id = known.pk
        if fold(known.full_name) != fold(name):
            sentence = _("Tên đăng nhập này là của %s. Xin chọn tên đăng nhập khác.") % known.full_name
            raise WrongEntry(sentence, fields={"username": sentence})
        phone, email = phone or known.phone, email or known.email
        if (known.full_name, known.phone, known.email) != (name, phone, email):
            update_official(official_id=known.pk, full_name=name, phone=phone, email=email, actor=actor, now=now)
            words.append(_("cập nhật thông tin liên hệ"))
    if not _holds(official_id, agency, role, max(start, clock.local_date(now))):
        appoint(
            official_id=official_id, agency_id=agency.pk, role=role, rank=rank, valid_from=start,
            basis=row.get("basis", ""), actor=actor, now=now,
        )  # fmt: skip
        words.append(_("giao vị trí %(role)s ở %(agency)s") % {"role": titles.ROLE_NAMES[role], "agency": agency.name})
    if known is None:
        return RowOutcome.NEW, ", ".join(words), password
    return (RowOutcome.CHANGED, ", ".join(words), "") if words else (RowOutcome.SAME, "", "")


def _holds(official_id: int, agency: Agency, role: Role, on: date) -> bool:
    return PostHolding.objects.filter(holding(on), official_id=official_id, agency=agency, role=role.value).exists()


def _agency(written: str) -> Agency:
    """By code, else by its whole name in any spelling; two of one name need the code."""
    today = Agency.objects.filter(valid_to__isnull=True)
    found = list(today.filter(code=written.upper())[:2]) if written else []
    if not found and written:
        key = fold(written)
        found = [row for row in today.filter(search_key__contains=key)[:50] if fold(row.name) == key]
    if len(found) != 1:
        sentence = (
            _("Không có cơ quan, đơn vị “%s”, hoặc có nhiều nơi cùng tên. Xin ghi mã hoặc tên đầy đủ.") % written[:80]
        )
        raise WrongEntry(sentence, fields={"agency": sentence})
    return found[0]


def _role(written: str) -> Role:
    for role, words in titles.ROLE_NAMES.items():
        if fold(written) == fold(words) or written == role.value:
            return role
    sentence = _("Không có vị trí “%(given)s”. Các vị trí: %(all)s.") % {
        "given": written[:80],
        "all": "; ".join(titles.ROLE_NAMES.values()),
    }
    raise WrongEntry(sentence, fields={"role": sentence})


def _rank(written: str) -> Rank | None:
    for rank, words in titles.RANK_NAMES.items():
        if fold(written) == fold(words):
            return rank
    if not written:
        return None
    sentence = _("Cấp bậc là một trong: %s; hoặc để trống.") % "; ".join(titles.RANK_NAMES.values())
    raise WrongEntry(sentence, fields={"rank": sentence})


def _day(row: Mapping[str, str]) -> date:
    """``1/7/2026`` or a spreadsheet's own number of the day."""
    written = row["valid_from"]
    parts = written.replace("-", "/").replace(".", "/").split("/")
    try:
        if len(parts) == 3:
            day = date(int(parts[2]), int(parts[1]), int(parts[0]))
        else:
            day = _DAY_ZERO + timedelta(days=int(written.split(".")[0]))
        if 1945 <= day.year <= 2100:
            return day
    except (ValueError, OverflowError):
        pass
    sentence = _("Cột “Từ ngày” cần ngày/tháng/năm, ví dụ 1/7/2026.")
    raise WrongEntry(sentence, fields={"valid_from": sentence})
