"""What the axis holds: packets on their way to the platform, what it was sent, and what is still to be said. All in a folder."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from namkhong.office.exchange.simulator.agencies import AGENCIES, Behaviour
from namkhong.office.exchange.simulator.dialects import Dialect, plain


class Unreadable(Exception):
    """No edXML."""


def read(body: bytes) -> dict[str, list[str]]:
    """Every element's text by the path of its local names ("From/OrganId"), from MessageHeader down; by name alone above."""
    found: dict[str, list[str]] = {}
    path: list[str] = []
    texts: list[list[str]] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        path.append(name.rpartition(":")[2])
        texts.append([])

    def end(_name: str) -> None:
        words = "".join(texts.pop()).strip()
        found.setdefault("/".join(path[-2:]), []).append(words)
        path.pop()

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda text: texts[-1].append(text)
    try:
        parser.Parse(body, True)  # noqa: FBT003 - expat takes it by position only
    except expat.ExpatError as error:
        raise Unreadable from error
    return found


@dataclass
class Post:
    """The folder and what is in it; every change is on disk before it is answered."""

    folder: Path
    quick: float = 1  # how much faster than told the agencies are (tests)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _state: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What was there before."""
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh: dict[str, Any] = {
            "number": 0,
            "waiting": [],
            "taken": {},
            "seen": {},
            "later": [],
            "greeted": [],
            "cut": [],
        }
        with suppress(OSError, ValueError):
            fresh |= json.loads((self.folder / "state.json").read_text(encoding="utf-8"))
        self._state = fresh

    def _save(self) -> None:
        part = self.folder / "state.json.part"
        part.write_text(json.dumps(self._state, ensure_ascii=False), encoding="utf-8")
        part.replace(self.folder / "state.json")

    def _keep(self, body: bytes, prefix: str) -> str:
        self._state["number"] += 1
        name = f"{prefix}-{self._state['number']:06}"
        (self.folder / f"{name}.edxml").write_bytes(body)
        return name

    def waiting(self) -> list[str]:
        """What the platform has not taken yet."""
        with self._lock:
            return list(self._state["waiting"])

    def body(self, name: str) -> bytes | None:
        """Its bytes."""
        with self._lock:
            known = name in self._state["waiting"] or name in self._state["taken"]
        return (self.folder / f"{name}.edxml").read_bytes() if known else None

    def taken(self, name: str, how: str) -> bool:
        """The platform has it."""
        with self._lock:
            if name in self._state["waiting"]:
                self._state["waiting"].remove(name)
                self._state["taken"][name] = how
                self._save()
            return name in self._state["taken"]

    def bring(self, body: bytes, copies: int = 1) -> None:
        """Something for the platform, on its way."""
        with self._lock:
            self._state["waiting"] += [self._keep(body, "den") for _copy in range(copies)]
            self._save()

    def take(self, kind: str, body: bytes, key: str) -> tuple[str, bool]:
        """What the platform sends: its docId, and whether the line shall break now. The same twice is taken once."""
        said = read(body)
        sum_of = key or hashlib.sha256(body).hexdigest()
        with self._lock:
            known = self._state["seen"].get(sum_of)
            if known is not None:
                return str(known), False
            name = self._keep(body, "di")
            self._state["seen"][sum_of] = name
            agency = AGENCIES.get(next(iter(said.get("To/OrganId", [])), ""))
            cut = False
            if kind == "edoc" and agency is not None:
                self._think(agency, said)
                cut = agency.cuts and sum_of not in self._state["cut"]
                self._state["cut"].append(sum_of)
            self._save()
            return name, cut

    def _think(self, agency: Behaviour, said: dict[str, list[str]]) -> None:
        """What the agency will tell of it, and when."""
        us = said["From/OrganId"][0]
        document_id = said["MessageHeader/DocumentId"][0]
        number = "/".join(filter(None, (said["Code/CodeNumber"][0], said["Code/CodeNotation"][0])))
        about = {
            "code": us,
            "number": number,
            "day": said["PromulgationInfo/PromulgationDate"][0],
            "document_id": document_id,
        }
        if next(iter(said.get("Bussiness/BussinessDocType", [])), "0") == "1":
            about["document_id"] = next(iter(said.get("Bussiness/DocumentId", [])), document_id)
            told = ((2.0, agency.recall, "Đã thực hiện" if agency.recall == "16" else ""),)
            self._state["later"] += [self._later(agency, us, about, *one) for one in told]
            return
        self._state["later"] += [self._later(agency, us, about, *one) for one in agency.statuses]
        if agency.replies_after is not None:
            self._state["later"].append(self._later(agency, us, about, agency.replies_after, "", ""))

    def _later(
        self, agency: Behaviour, us: str, about: dict[str, str], after: float, code: str, note: str
    ) -> dict[str, Any]:
        at = time.time() + after / self.quick
        return {"at": at, "from": agency.code, "to": us, "about": about, "status": code, "note": note}

    def tick(self) -> int:
        """Say what is due; how much was said."""
        with self._lock:
            now = time.time()
            due = [one for one in self._state["later"] if one["at"] <= now]
            self._state["later"] = [one for one in self._state["later"] if one["at"] > now]
            for one in due:
                agency = AGENCIES[one["from"]]
                self.bring(_spoken(agency, one), agency.copies)
            return len(due)

    def greet(self, codes: list[str]) -> None:
        """A first document to each of these agencies of the platform, once, so that a newcomer finds something."""
        with self._lock:
            for code in codes:
                if code not in self._state["greeted"]:
                    self._state["greeted"].append(code)
                    self.bring(_greeting(code))


def _moment() -> tuple[str, str]:
    now = time.gmtime(time.time() + 7 * 3600)  # Vietnam's clock, without asking for a zone's file
    return time.strftime("%Y/%m/%d", now), time.strftime("%Y/%m/%d %H:%M:%S", now)


def _party(agency: Behaviour) -> dict[str, str]:
    return {"code": agency.code, "name": agency.name, "in_charge": "Cơ quan chủ quản thử nghiệm"}


def _spoken(agency: Behaviour, one: dict[str, Any]) -> bytes:
    day, at = _moment()
    if one["status"]:
        said = {"from": _party(agency), "about": one["about"], "status": one["status"], "note": one["note"], "at": at}
        return Dialect(agency.dialect).status({**said, "staff": "Văn thư thử nghiệm"})
    about = one["about"]
    serial = hashlib.sha256(about["document_id"].encode()).hexdigest()
    what = plain(_party(agency), {"code": one["to"]}, number=str(int(serial[:6], 16) % 900 + 100), day=day, at=at)
    what |= {"subject": f"V/v trả lời văn bản số {about['number']}", "answers": [about]}
    return Dialect(agency.dialect).document(what, [("tra-loi.pdf", page(f"Tra loi van ban {about['document_id']}"))])


def _greeting(code: str) -> bytes:
    agency = AGENCIES["T99.01"]
    day, at = _moment()
    due = time.strftime("%Y/%m/%d", time.gmtime(time.time() + 7 * 86_400))
    what = plain(_party(agency), {"code": code}, number="25", day=day, at=at, due=due)
    what["subject"] = "V/v rà soát kết quả gửi, nhận văn bản điện tử năm 2026"
    return Dialect(agency.dialect).document(what, [("cong-van-25.pdf", page("Cong van thu nghiem"))])


def page(words: str) -> bytes:
    """A PDF of one page that says this (plain letters)."""
    line = "".join(char for char in words if char.isascii() and char not in "()\\")
    stream = f"BT /F1 14 Tf 72 760 Td ({line}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    made = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return made + tail % (table, len(made))
