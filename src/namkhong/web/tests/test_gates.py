"""Every gate × every kind of actor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Forbidden
from namkhong.web.gates import gate_of
from namkhong.web.http import Request
from namkhong.web.tests import cast, urls

Ask = Callable[..., Request]

CAST: Final = {
    "visitor": cast.VISITOR,
    "citizen": cast.CITIZEN,
    "counter": cast.COUNTER,
    "leader": cast.LEADER,
    "administrator": cast.ADMINISTRATOR,
    "elevated": cast.ELEVATED,
    "too late": cast.NO_LONGER_ELEVATED,
    "program": cast.PROGRAM,
    "system": cast.SYSTEM,
}
GATES: Final = {
    "public": urls.page,
    "signed_in": urls.for_signed_in,
    "citizen": urls.for_citizens,
    "official": urls.for_officials,
    "leader": urls.for_leaders,
    "elevated": urls.for_elevated,
}
# rows: who asks; columns: the gates above; in = let in, no = 403, → = sent to the page named
TABLE: Final = """
                public  signed_in      citizen        official                leader                  elevated
visitor         in      →/dang-nhap/   →/dang-nhap/   →/can-bo/dang-nhap/     →/can-bo/dang-nhap/     →/can-bo/dang-nhap/
citizen         in      in             in             no                      no                      no
counter         in      in             no             in                      no                      no
leader          in      in             no             in                      in                      no
administrator   in      in             no             in                      no                      →/can-bo/nang-quyen/
elevated        in      in             no             in                      no                      in
too_late        in      in             no             in                      no                      →/can-bo/nang-quyen/
program         in      in             no             no                      no                      no
system          in      in             no             no                      no                      no
"""


def _cells() -> list[tuple[str, str, str]]:
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]
    return [(row[0].replace("_", " "), gate, cell) for row in rows for gate, cell in zip(head, row[1:], strict=True)]


def test_the_table_names_everybody_and_every_gate() -> None:
    assert {who for who, _, _ in _cells()} == CAST.keys()
    assert {gate for _, gate, _ in _cells()} == GATES.keys()


@pytest.mark.parametrize(("who", "gate", "expected"), _cells())
def test_a_gate_lets_in_exactly_whom_it_names(ask: Ask, who: str, gate: str, expected: str) -> None:
    actor: Actor = CAST[who]
    request = ask("/thu/?a=1", actor)
    if expected == "no":
        with pytest.raises(Forbidden):
            GATES[gate](request)
        return
    answer = GATES[gate](request)
    if expected == "in":
        assert answer.status_code == 200
    else:
        assert answer.status_code == 302
        assert answer["Location"] == f"{expected[1:]}?next=%2Fthu%2F%3Fa%3D1"


def test_a_form_sent_after_signing_out_leads_back_to_its_page_not_to_itself(ask: Ask) -> None:
    request = ask("/thu/gui/", cast.VISITOR, "post")
    request.META["HTTP_REFERER"] = "http://testserver/ho-so/1/?buoc=2"
    assert urls.for_citizens(request)["Location"] == "/dang-nhap/?next=%2Fho-so%2F1%2F%3Fbuoc%3D2"


@pytest.mark.parametrize("referer", ["https://xau.example/lua", "", "//xau.example/"])
def test_a_foreign_referer_is_never_a_way_back(ask: Ask, referer: str) -> None:
    request = ask("/thu/gui/", cast.VISITOR, "post")
    request.META["HTTP_REFERER"] = referer
    assert urls.for_citizens(request)["Location"] == "/dang-nhap/?next=%2F"


def test_a_view_carries_its_gate() -> None:
    gate = gate_of(urls.for_elevated)
    assert gate is not None
    assert (gate.who, gate.elevated, len(gate.roles)) == ("official", True, 1)
    assert gate_of(len) is None
