"""Filling any form with answers that a person might give, by the kind of each question."""

from __future__ import annotations

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
            case Kind.PERSON:
                posted[f"{field.id}-full_name"] = self.person.full_name
                self._day(posted, f"{field.id}-date_of_birth", self.person.date_of_birth)
                posted[f"{field.id}-personal_number"] = self.person.personal_number
            case Kind.ADDRESS:
                posted[f"{field.id}-province"] = self.province
                posted[f"{field.id}-commune"] = self.commune
                posted[f"{field.id}-detail"] = self.hamlet
            case Kind.CHOICE:
                posted[field.id] = self.random.choice(field.choices).value
            case Kind.YES_NO | Kind.DECLARATION:
                posted[field.id] = "yes"
            case Kind.NUMBER | Kind.MONEY:
                lowest = field.minimum if isinstance(field.minimum, int) else 1
                posted[field.id] = str(lowest + 1)
            case Kind.TEXTAREA:
                posted[field.id] = self.random.choice(_SENTENCES)
            case Kind.TEXT:
                posted[field.id] = self._line(field)
            case Kind.FILE:
                pass

    def _line(self, field: Field) -> str:
        if "phone" in field.name:
            return self.person.phone
        if "email" in field.name:
            return "" if not field.required else "nguoi.dan@vi-du.invalid"
        if "name" in field.name:
            return self.person.full_name
        return self.random.choice(_SENTENCES)[: field.max_length]

    @staticmethod
    def _day(posted: QueryDict, name: str, day: date) -> None:
        posted[f"{name}-day"], posted[f"{name}-month"], posted[f"{name}-year"] = (
            str(day.day),
            str(day.month),
            str(day.year),
        )
