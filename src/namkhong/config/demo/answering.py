"""Filling any form with answers that a person might give, by the kind of each question."""

from __future__ import annotations

import re
from datetime import date
from random import Random
from typing import Final

from django.http import QueryDict

from namkhong.config.demo.people import Invented
from namkhong.services.eforms.types import Field, Kind, Section

_SENTENCES: Final = (
    "Đề nghị cơ quan giải quyết theo quy định để gia đình sử dụng.",
    "Gia đình cần giấy tờ để làm thủ tục vay vốn phát triển sản xuất.",
    "Bổ sung hồ sơ cho con đi học.",
    "Hoàn thiện giấy tờ theo hướng dẫn của cán bộ xã.",
)
_HAMLETS: Final = ("Bản Che Căn", "Bản Phăng 2", "Bản Bua", "Bản Co Lượng", "Bản Xôm", "Bản Pú Sung", "Tổ dân phố 3")

# What a line is called, and what is written there.
_LINES: Final = (
    (("nationality",), "Việt Nam"),
    (("place", "home", "address", "died_at"), "{hamlet}, {commune}, tỉnh Điện Biên"),
    (("notary", "issuer", "registered_at", "agency"), "UBND {commune}, tỉnh Điện Biên"),
    (("job", "occupation"), "Làm nương rẫy"),
    (("relation",), "Con"),
    (("years", "since"), "Từ năm 2015"),
    (("number", "certificate", "licence", "contract", "record", "paper", "code"), "12/2020"),
    (("plot", "sheet"), "27"),
)
_BEFORE: Final = {"province": "Tỉnh Điện Biên", "district": "Huyện Điện Biên", "commune": "Xã Mường Phăng"}


class Pen:
    """Writes one person's answers."""

    def __init__(self, random: Random, person: Invented, province: str, commune: str) -> None:
        self.random = random
        self.person = person
        self.province = province
        self.commune = commune
        self.hamlet = random.choice(_HAMLETS)

    def page(self, section: Section) -> QueryDict:
        """What the browser would send for this page."""
        posted = QueryDict(mutable=True)
        for field in section.fields:
            if not field.fixed:
                self._answer(field, posted)
        return posted

    def _answer(self, field: Field, posted: QueryDict) -> None:
        match field.kind:
            case Kind.DATE:
                self._day(posted, field.id, date(2020, self.random.randint(1, 12), self.random.randint(1, 28)))
            case Kind.PERSON | Kind.ADDRESS | Kind.PAST_ADDRESS:
                self._parts(field, posted)
            case Kind.TABLE:
                for row in range(max(field.min_rows, 1)):
                    for cell in field.cells(row):
                        self._answer(cell, posted)
            case Kind.FILE:
                pass
            case _:
                posted[field.id] = self._said(field)

    def _said(self, field: Field) -> str:
        match field.kind:
            case Kind.CHOICE:
                return self.random.choice(field.choices).value
            case Kind.YES_NO | Kind.DECLARATION:
                return "yes"
            case Kind.NUMBER | Kind.MONEY:
                return str((field.minimum if isinstance(field.minimum, int) else 1) + 1)
            case Kind.TEXTAREA:
                return self.random.choice(_SENTENCES)
            case _:
                return self._line(field)

    def _parts(self, field: Field, posted: QueryDict) -> None:
        if field.kind is Kind.PERSON:
            self._day(posted, f"{field.id}-date_of_birth", self.person.date_of_birth)
            said = {"full_name": self.person.full_name, "personal_number": self.person.personal_number}
        elif field.kind is Kind.ADDRESS:
            said = {"province": self.province, "commune": self.commune, "detail": self.hamlet}
        else:
            said = {**_BEFORE, "detail": self.hamlet}
        for part, value in said.items():
            posted[f"{field.id}-{part}"] = value

    def _line(self, field: Field) -> str:
        if "phone" in field.name:
            return self.person.phone
        if "email" in field.name:
            return "" if not field.required else "nguoi.dan@vi-du.invalid"
        if "number" in field.name and field.pattern and re.fullmatch(field.pattern, self.person.personal_number):
            return self.person.personal_number
        if "name" in field.name:
            return self.person.full_name
        for asked, said in _LINES:
            if any(word in field.name for word in asked):
                commune = self.commune[:1].lower() + self.commune[1:]
                return said.format(commune=commune, hamlet=self.hamlet)[: field.max_length]
        return self.random.choice(_SENTENCES)[: field.max_length]

    @staticmethod
    def _day(posted: QueryDict, name: str, day: date) -> None:
        posted[f"{name}-day"], posted[f"{name}-month"], posted[f"{name}-year"] = (
            str(day.day),
            str(day.month),
            str(day.year),
        )
