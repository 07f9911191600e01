"""Many documents by one statement, as a province has them after years: for plans and for measuring, never for rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

# Words of which some stand in every subject, some in a few, one in almost none.
_SUBJECTS: Final = (
    "Về việc triển khai công tác cải cách hành chính năm",
    "Báo cáo kết quả công tác dân tộc quý",
    "Kế hoạch công tác phòng chống thiên tai năm",
    "Giấy mời họp công tác chuyển đổi số tháng",
)
_BOOKS: Final = """
insert into documents_book (agency_id, direction, year, series, opened_at)
select a, 'in', y, 'general', make_timestamptz(y, 1, 2, 1, 0, 0, 'UTC') from unnest(%(agencies)s::bigint[]) a,
       unnest(%(years)s::int[]) y on conflict do nothing
"""
_DOCUMENTS: Final = """
insert into documents_document (public_id, book_id, serial, agency_id, direction, state, number, number_key, code_number,
  code_notation, type_code, type_name, issued_on, arrived_on, organ_name, organ_key, organ_code, subject, language, signer_name,
  signer_position, to_places, keeper, urgency, note, voided_reason, registered_at, registered_name, words)
select gen_random_uuid(), b.id, n, b.agency_id, 'in', 'registered', n || '/QĐ-UBND', n || '/qd-ubnd', n::text, 'QĐ-UBND',
  'quyet-dinh', 'Quyết định', make_date(b.year, 1, 2) + (n %% 350)::int, make_date(b.year, 1, 2) + (n %% 350)::int,
  'Ủy ban nhân dân tỉnh Điện Biên', 'uy ban nhan dan tinh dien bien', '', s.subject, 'Tiếng Việt', 'Lê Thành Đô', 'Chủ tịch', '',
  '', 0, '', '', b.opened_at + n * interval '1 minute', 'Nguyễn Thị Nga',
  array_to_tsvector(s.words || array[n::text, 'w' || (n %% 997), 'qd', 'ubnd', 'le', 'thanh', 'do', '#' || b.agency_id,
    '#' || b.agency_id || '.' || b.year])
from documents_book b cross join lateral generate_series(1 + coalesce(
       (select max(serial) from documents_document d where d.book_id = b.id), 0), %(each)s) n
join lateral (select subject, words from unnest(%(subjects)s::text[]) with ordinality as u(subject, place)
     cross join lateral (select string_to_array(split_part(f, '|', 2), ' ') as words from unnest(%(folded)s::text[]) f
                          where split_part(f, '|', 1)::int = place) w where place = 1 + n %% 4) s on true
where b.direction = 'in' and b.agency_id = any(%(agencies)s) and b.year = any(%(years)s)
"""
_TEXTS: Final = """
insert into documents_documenttext (document_id, words, files, unread, read_at)
select id, words || array_to_tsvector(array['kinh', 'phi', 'thuc', 'hien', 't' || (id %% 4999)]), 1, 0, registered_at
  from documents_document where book_id in (select id from documents_book where agency_id = any(%(agencies)s))
on conflict do nothing
"""


def fill(first_agency: int, total: int, *, agencies: Sequence[int], years: Sequence[int]) -> int:
    """So many documents, spread evenly over the agencies and the years; returns how many of the first agency in one year."""
    from namkhong.office.documents.words import words_of

    each = max(total // (len(agencies) * len(years)), 1)
    folded = [f"{place}|{' '.join(words_of(subject))}" for place, subject in enumerate(_SUBJECTS, 1)]
    given: dict[str, Any] = {
        "agencies": list(agencies),
        "years": list(years),
        "each": each,
        "subjects": list(_SUBJECTS),
        "folded": folded,
    }
    with connection.cursor() as cursor:
        for statement in (_BOOKS, _DOCUMENTS, _TEXTS):
            cursor.execute(statement, given)
        cursor.execute("analyze documents_document")
        cursor.execute("analyze documents_documenttext")
    return each if first_agency in agencies else 0
