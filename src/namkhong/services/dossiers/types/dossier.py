"""A dossier by its names, the ways it comes and goes, its files."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import IO, NewType
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.services.dossiers.states import State

DossierId = NewType("DossierId", int)


StepId = NewType("StepId", int)


class Channel(StrEnum):
    """The way a dossier came in."""

    OWN = "own"  # this platform, filed alone
    NATIONAL = "national"  # the National Public Service Portal
    HELPED = "helped"  # online, with help at the counter
    COUNTER = "counter"  # on paper at the counter
    POST = "post"
    SYSTEM = "system"  # another system sent it (docs/reference/api.md)

    @property
    def online(self) -> bool:
        """Counts as filed online; helped and alone are still told apart."""
        return self in {Channel.OWN, Channel.NATIONAL, Channel.HELPED, Channel.SYSTEM}


CHANNELS: dict[Channel, Promise] = {
    Channel.OWN: _("Trực tuyến"),
    Channel.NATIONAL: _("Trực tuyến, Cổng Dịch vụ công quốc gia"),
    Channel.HELPED: _("Trực tuyến, hỗ trợ tại quầy"),
    Channel.COUNTER: _("Trực tiếp tại quầy"),
    Channel.POST: _("Qua bưu chính công ích"),
    Channel.SYSTEM: _("Trực tuyến, từ hệ thống khác"),
}


class ReturnWay(StrEnum):
    """How the applicant takes the result."""

    ONLINE = "online"
    COUNTER = "counter"
    POST = "post"


RETURN_WAYS: dict[ReturnWay, Promise] = {
    ReturnWay.ONLINE: _("Bản điện tử, tải về ở trang hồ sơ"),
    ReturnWay.COUNTER: _("Bản giấy, nhận tại quầy"),
    ReturnWay.POST: _("Bản giấy, qua bưu chính công ích"),
}


@dataclass(frozen=True, slots=True)
class DossierCard:
    """A dossier by its names: the code people know, the id of drafts in addresses, the revision a screen showed."""

    id: DossierId
    public_id: UUID
    code: str
    state: State
    revision: int


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it came with a form."""

    name: str
    content: IO[bytes] | bytes


GONE: dict[str, Promise] = {
    "infected": _("Tệp bị từ chối vì có mã độc"),
    "refused": _("Tệp bị từ chối vì không quét được vi-rút"),
}


@dataclass(frozen=True, slots=True)
class FileLine:
    """One kept file as a screen shows it."""

    attachment_id: int
    file_id: UUID
    name: str
    size: str
    state: str
    component_id: int | None
    identity: bool = False  # an identity paper: officials see it marked

    @property
    def gone(self) -> str:
        """Why its bytes were destroyed; empty for a file that can be opened."""
        return str(GONE.get(self.state, ""))


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """One paper the procedure asks for, with what was given."""

    id: int
    name: str
    note: str
    required: bool
    upload: bool
    files: tuple[FileLine, ...] = field(default=())
    copies: str = ""  # how many originals and copies
    sample: str = ""  # the address of a filled-in sample
