"""The small markup: whatever is typed is kept, and what it is is seen."""

from __future__ import annotations

import re
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from namkhong.kernel import text
from namkhong.office.drafting import markup
from namkhong.office.drafting.comparing import compared
from namkhong.office.drafting.markup import Kind, read

LETTERS = st.text(
    alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")) | st.sampled_from("\n*|-.:)=đĐ"),
    max_size=300,
)


def plain(words: str) -> list[str]:
    """Every letter and digit, in order."""
    return re.findall(r"\w", text.clean(words))


@settings(max_examples=150, deadline=timedelta(seconds=5))
@given(LETTERS)
def test_no_word_is_lost_and_nothing_is_refused(body: str) -> None:
    blocks = read(body)
    kept = [letter for block in blocks for letter in plain(block.words)]
    assert kept == plain(body)
    for block in markup.grounds_punctuated(blocks):
        block.plain()


@settings(max_examples=150, deadline=timedelta(seconds=5))
@given(LETTERS, LETTERS)
def test_a_comparison_put_together_again_is_each_of_the_two_texts(old: str, new: str) -> None:
    pieces = compared(old, new)
    assert "".join(one.words for one in pieces if one.mark != "-") == new
    gone = sum(len(one.words) for one in pieces if one.mark == "-")
    assert gone + sum(len(one.words) for one in pieces if one.mark == "") == len(old)


def test_each_line_is_what_a_clerk_means_by_it() -> None:
    body = """Căn cứ Luật A
Căn cứ Luật B.
Theo đề nghị của Chánh Văn phòng,
QUYẾT ĐỊNH:
Chương I
Quy định chung
Điều 1. Phạm vi
1. Khoản một:
a) Điểm a;
đ) Điểm đ;
- Gạch đầu dòng.
Điều 2. Quyết định này có hiệu lực.
| TT | Tên |
|---|---|
| 1 | **A** |
Đoạn thường *nghiêng*."""
    kinds = [one.kind for one in read(body)]
    assert kinds == [
        Kind.GROUND, Kind.GROUND, Kind.GROUND, Kind.CALL, Kind.HEADING, Kind.ARTICLE, Kind.CLAUSE, Kind.POINT, Kind.POINT,
        Kind.DASH, Kind.ARTICLE, Kind.TABLE, Kind.PARAGRAPH,
    ]  # fmt: skip
    blocks = list(markup.grounds_punctuated(read(body)))
    assert [one.words[-1] for one in blocks[:3]] == [";", ";", "."]
    assert (blocks[4].label, blocks[4].words) == ("Chương I", "Chương I Quy định chung")
    assert blocks[5].titled
    assert not blocks[10].titled
    table = blocks[11]
    assert table.head
    assert table.rows[1][1][0].bold
