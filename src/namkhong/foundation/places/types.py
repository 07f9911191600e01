"""What other rooms may see of places."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    """Kinds of administrative units, as they are written before a name."""

    PROVINCE = "tỉnh"
    CITY = "thành phố"
    TOWN = "thị xã"
    TOWNSHIP = "thị trấn"
    DISTRICT = "huyện"
    URBAN_DISTRICT = "quận"
    COMMUNE = "xã"
    WARD = "phường"
    SPECIAL_ZONE = "đặc khu"


class PlaceLevel(StrEnum):
    """The three levels there were; districts ended on 30 June 2025."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """A place. ``name`` carries its kind: "Xã Na Sang"; ``province_code`` is its own code for a province."""

    code: str
    name: str
    kind: str
    province_code: str
    province_name: str = ""

    @property
    def in_text(self) -> str:
        """As written inside a sentence: "xã Na Sang"."""
        return self.name[:1].lower() + self.name[1:]


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """What a text means today. ``was`` = the old unit it names, empty for a name of today; ``sentence`` says it whole.

    ``parts`` = the communes of today on the land of an old district.
    """

    place: PlaceCard
    was: str
    sentence: str
    parts: tuple[PlaceCard, ...] = ()
    exact: bool = True
