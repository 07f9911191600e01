"""What a row says beside the version: the front door, and who offers the procedure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from namkhong.services.procedures import cells
from namkhong.services.procedures.drafts import Draft
from namkhong.services.procedures.errors import BadRow
from namkhong.services.procedures.types import FrontDoor


@dataclass(frozen=True, slots=True)
class DoorRow:
    """A front door, as read."""

    kind: str
    url: str
    basis: str
    to_be_confirmed: str
    valid_from: date | None


def read_front_door(row: Mapping[str, Any]) -> DoorRow | None:
    """The front door a row states, if it states one."""
    given = row.get("front_door")
    if given is None:
        return None
    if not isinstance(given, Mapping) or given.get("kind") not in list(FrontDoor):
        raise BadRow(_("Cửa nộp phải là một trong: own, national, ministry."))
    door = DoorRow(
        str(given["kind"]),
        cells.text(given, "url", 500),
        cells.text(given, "basis"),
        cells.text(given, "to_be_confirmed"),
        cells.day(given, "valid_from"),
    )
    if door.kind != FrontDoor.OWN and not door.url.startswith("https://"):
        raise BadRow(_("Cửa nộp ở nơi khác phải có địa chỉ bắt đầu bằng https://."))
    return door


@dataclass(frozen=True, slots=True)
class OfferingRow:
    """An offering, as read: decided by the commune, or by a named agency."""

    decided_by: str
    agency: str
    valid_from: date | None


def read_offerings(row: Mapping[str, Any], draft: Draft) -> list[OfferingRow] | None:
    """The offerings a row states; without any, the commune when the source names it, else ``None``."""
    if "offering" in row:
        return [
            OfferingRow(
                "agency" if cells.text(given, "agency") else "commune",
                cells.text(given, "agency", 200),
                cells.day(given, "valid_from"),
            )
            for given in cells.listed(row, "offering", dict)
        ]
    if draft.level != "province" and "UBND cấp xã" in cells.text(row, "agency_type"):
        return [OfferingRow("commune", "", None)]
    return None
