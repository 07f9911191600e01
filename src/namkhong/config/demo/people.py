"""Invented people of Điện Biên: names put together from common parts, numbers that belong to nobody we know.

The same seed gives the same people, so that a demo can be talked about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

# Family names and given names as they are common among the peoples of the province: (family, middle for men, middle
# for women, given names for men, given names for women, share of the population).
_PEOPLES: Final = (
    (
        "Thái",
        ("Lò", "Quàng", "Cà", "Tòng", "Lường", "Vì", "Bạc", "Cầm", "Hoàng", "Mào"),
        ("Văn", "Minh", "Đức", "Quang"),
        ("Thị", "Thị", "Thị Thu", "Thị Ngọc"),
        ("Hặc", "Tưởng", "Inh", "Pâng", "Hải", "Thắng", "Dũng", "Tuấn", "Thoan", "Xuân", "Biên", "Chiến", "Phong"),
        ("Pánh", "Mai", "Xuân", "Hạnh", "Thoa", "Ánh", "Dung", "Hương", "Liên", "Yên", "Inh", "Phương", "Nga"),
        38,
    ),
    (
        "Mông",
        ("Giàng", "Sùng", "Vàng", "Mùa", "Thào", "Hờ", "Lầu", "Cứ", "Ly", "Chá"),
        ("A",),
        ("Thị",),
        ("Dơ", "Chía", "Sình", "Páo", "Vừ", "Tủa", "Lử", "Sếnh", "Nhè", "Chu", "Súa", "Dế"),
        ("Chía", "Mỷ", "Dợ", "Súa", "Ly", "Dua", "Mái", "Chù", "Pà", "Sua", "Nu"),
        38,
    ),
    (
        "Kinh",
        ("Nguyễn", "Trần", "Phạm", "Lê", "Vũ", "Đỗ", "Bùi", "Hoàng", "Đặng", "Ngô"),
        ("Văn", "Đức", "Hữu", "Quang", "Minh", "Xuân"),
        ("Thị", "Thị Thanh", "Ngọc", "Thu", "Thị Minh"),
        ("Thắng", "Hùng", "Sơn", "Long", "Nam", "Hiếu", "Trung", "Kiên", "Đạt", "Khánh", "Toàn"),
        ("Hằng", "Lan", "Huệ", "Thảo", "Trang", "Oanh", "Hà", "Linh", "Nhung", "Quyên", "Tâm"),
        17,
    ),
    (
        "Khơ Mú",
        ("Lường", "Quàng", "Cút", "Lò", "Moong"),
        ("Văn",),
        ("Thị",),
        ("Nọi", "Thương", "Phiêu", "Ón", "Cương", "Bình"),
        ("Nọi", "Thương", "Phanh", "Ón", "Mến", "Hoa"),
        7,
    ),
)


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented person."""

    full_name: str
    gender: str  # "male" | "female"
    date_of_birth: date
    personal_number: str
    phone: str


class People:
    """Invents people without repeating a personal number."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._given_out: set[str] = set()

    def name(self, gender: str) -> str:
        """A full name."""
        people = self.random.choices(_PEOPLES, weights=[row[6] for row in _PEOPLES])[0]
        _, families, middle_men, middle_women, men, women, _ = people
        middle, given = (middle_men, men) if gender == "male" else (middle_women, women)
        return " ".join((self.random.choice(families), self.random.choice(middle), self.random.choice(given)))

    def person(self, *, oldest: int = 78, youngest: int = 18) -> Invented:
        """A person between two ages, with a personal number of the shape the law gives (birth code 011)."""
        gender = self.random.choice(("male", "female"))
        return self.twin(
            date(2026, 6, 1) - timedelta(days=self.random.randint(youngest * 365 + 30, oldest * 365)), gender
        )

    def twin(self, born: date, gender: str) -> Invented:
        """A person of that gender born on that day."""
        century = {("male", 19): 0, ("female", 19): 1, ("male", 20): 2, ("female", 20): 3}[(gender, born.year // 100)]
        while True:
            number = f"011{century}{born.year % 100:02d}{self.random.randint(0, 999_999):06d}"
            if number not in self._given_out:
                self._given_out.add(number)
                break
        phone = "0100" + f"{self.random.randint(0, 999_999):06d}"  # no Vietnamese number starts with 0100
        return Invented(self.name(gender), gender, born, number, phone)
