"""The little language of patterns."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namkhong.foundation.numbering.errors import PatternUnclear
from namkhong.foundation.numbering.types import Period, Template
from namkhong.kernel.codes import parse_dossier_code

DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("written", "serial", "number"),
    [
        ("{agency}-{yymmdd}-{serial:04}", 1, "H18.12-260305-0001"),
        ("{agency}-{yymmdd}-{serial:04}", 12345, "H18.12-260305-12345"),  # a serial grows past its digits
        ("{agency}-{yymmdd}-09{serial:04}", 7, "H18.12-260305-090007"),  # a centralised ministry service
        ("{serial:02}/GTN-TTPVHCC", 3, "03/GTN-TTPVHCC"),
        ("{serial:02}/GTN-TTPVHCC", 123, "123/GTN-TTPVHCC"),
        ("{serial}/{yyyy}/QĐ-UBND", 29, "29/2026/QĐ-UBND"),
        ("{dd}.{mm}.{yy}/{serial}", 9, "05.03.26/9"),
    ],
)
def test_a_pattern_is_written(written: str, serial: int, number: str) -> None:
    assert Template.parse(written).write(agency="H18.12", day=DAY, serial=serial) == number


@pytest.mark.parametrize(
    "written",
    ["", "{agency}", "{serial}{serial}", "{serial:4}", "{serial:00}", "{serial:010}", "{agency:04}-{serial}", "{year}-{serial}",
     "{serial", "serial}", "{{serial}}", "{serial.__class__}", "{serial}\n", "{ serial }", "{serial!r}", "{0}"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(written: str) -> None:
    with pytest.raises(PatternUnclear):
        Template.parse(written)


@pytest.mark.parametrize(
    ("written", "period", "fits"),
    [
        ("{agency}-{yymmdd}-{serial:04}", Period.DAY, True),
        ("{agency}-{yyyy}{mm}-{serial}", Period.DAY, False),
        ("{agency}-{yymmdd}-{serial:04}", Period.YEAR, False),  # would write the numbers of a daily series again
        ("{agency}-{yyyy}-{serial}", Period.YEAR, True),
        ("{agency}-{serial}", Period.YEAR, False),
        ("{agency}-{serial}", Period.ENDLESS, True),
        ("{yymmdd}-{serial:04}", Period.DAY, False),
        ("{agency}{yymmdd}{serial:04}", Period.DAY, False),  # H18.1 + 2… and H18.12 + … would meet
    ],
)
def test_a_number_that_stands_alone_names_its_series(written: str, period: Period, fits: bool) -> None:
    template = Template.parse(written)
    if fits:
        template.check_stands_alone(period)
    else:
        with pytest.raises(PatternUnclear):
            template.check_stands_alone(period)


agencies = st.from_regex(r"[A-Z][0-9]{1,3}(\.[0-9]{1,3}){0,4}", fullmatch=True)


@given(agencies, st.dates(date(2000, 1, 1), date(2068, 12, 31)), st.integers(1, 99_999_999))
def test_a_dossier_code_is_read_back_whatever_the_width_of_its_parts(agency: str, day: date, serial: int) -> None:
    code = Template.parse("{agency}-{yymmdd}-{serial:04}").write(agency=agency, day=day, serial=serial)
    parsed = parse_dossier_code(code)
    assert parsed is not None
    assert (parsed.agency, parsed.day, int(parsed.serial)) == (agency, day, serial)
