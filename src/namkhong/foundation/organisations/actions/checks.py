"""Small checks that several actions share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from namkhong.foundation.organisations.errors import NoSuchAgency, NoSuchOfficial, Overlapping, WrongEntry
from namkhong.foundation.organisations.models import Agency, Official

_SENTENCES = {
    "organisations_one_name_at_a_time": gettext_lazy(
        "Trong thời gian này cơ quan đã có một tên khác. Xin kiểm tra ngày."
    ),
    "organisations_one_code_at_a_time": gettext_lazy(
        "Trong thời gian này cơ quan đã có một mã khác. Xin kiểm tra ngày."
    ),
    "organisations_one_agency_per_code": gettext_lazy("Mã này đang là của một cơ quan khác trong thời gian đó."),
    "organisations_code_form": gettext_lazy("Mã gồm chữ hoa, chữ số và dấu chấm, ví dụ H18.12."),
    "organisations_one_parent_at_a_time": gettext_lazy(
        "Trong thời gian này cơ quan đã trực thuộc nơi khác. Xin kiểm tra ngày."
    ),
    "organisations_post_once": gettext_lazy("Cán bộ đã giữ vị trí này ở cơ quan này trong thời gian đó."),
    "organisations_one_head_at_a_time": gettext_lazy(
        "Cơ quan đã có người đứng đầu trong thời gian đó. Xin kết thúc chức vụ của người trước, rồi làm lại."
    ),
    "organisations_one_substitute_at_a_time": gettext_lazy(
        "Trong thời gian này đã có người làm thay. Xin kết thúc việc làm thay đó trước, hoặc chọn ngày khác."
    ),
    "organisations_authority_once": gettext_lazy("Cán bộ đã được giao việc ký này trong thời gian đó."),
    "organisations_tuq_ends": gettext_lazy("Thừa ủy quyền phải có ngày kết thúc."),
    "organisations_only_tl_passed_on": gettext_lazy("Chỉ thừa lệnh mới được giao tiếp cho cấp phó của đơn vị."),
    "organisations_q_is_a_post": gettext_lazy(
        "Quyền cấp trưởng là một chức vụ: xin bổ nhiệm, không ghi thành ủy quyền."
    ),
}


@contextmanager
def told() -> Iterator[None]:
    """Turns a refusal of the database into a sentence.

    :raises Overlapping: with the sentence of the constraint.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        if name not in _SENTENCES:
            raise
        raise Overlapping(_SENTENCES[name]) from error


def agency_row(agency_id: int, *, lock: bool = False) -> Agency:
    """The agency, held until the end of the transaction when asked.

    :raises NoSuchAgency: when there is none.
    """
    rows = Agency.objects.select_for_update() if lock else Agency.objects.all()
    found = rows.filter(pk=agency_id).first()
    if found is None:
        raise NoSuchAgency
    return found


def official_row(official_id: int) -> Official:
    """The official, held until the end of the transaction.

    :raises NoSuchOfficial: when there is none.
    """
    found = Official.objects.select_for_update(of=("self",)).select_related("home").filter(pk=official_id).first()
    if found is None:
        raise NoSuchOfficial
    return found


def required(value: str, field: str, sentence: str, most: int = 300) -> str:
    """A text that must be there and must fit.

    :raises WrongEntry: with the sentence at the field.
    """
    if not value:
        raise WrongEntry(sentence, fields={field: sentence})
    if len(value) > most:
        too_long = _("Nội dung này dài quá %(most)d ký tự. Xin viết ngắn lại.") % {"most": most}
        raise WrongEntry(too_long, fields={field: too_long})
    return value


def in_order(start: date, end: date | None, field: str = "valid_to") -> None:
    """The end comes after the start.

    :raises WrongEntry: otherwise.
    """
    if end is not None and end <= start:
        sentence = _("Ngày kết thúc phải sau ngày bắt đầu.")
        raise WrongEntry(sentence, fields={field: sentence})
