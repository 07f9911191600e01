"""Ways to other agencies: one folder per way. To add one, copy a folder and name it in ``NAMES``.

A connector carries bytes and knows no document: it sends a parcel, says what waits for us, fetches it, and says that we
have it. It never decides whether something is tried again; it says what happened (docs/how-to/add-a-connector.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Final, Literal, Protocol
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from namkhong.office.exchange.errors import Unreachable
from namkhong.office.exchange.types import Party

NAMES: Final = {
    "axis_http": gettext_lazy("Trục liên thông văn bản"),
    "folder": gettext_lazy("Thư mục trao đổi"),
}
Kind = Literal["edoc", "status"]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is to be carried. ``key`` is the same for every try of the same parcel; so are the bytes."""

    key: UUID
    kind: Kind
    sender: str  # codes
    receiver: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The other side has it, and calls it so."""

    axis_id: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for us over there."""

    axis_id: str


class Connector(Protocol):
    """What each folder offers, as functions of its package."""

    def send(self, parcel: Parcel) -> Receipt:
        """Hand it over; returning means that the other side has said so.

        :raises Unreachable: nobody knows whether it arrived; the same parcel comes again.
        :raises AxisRefused: it was refused; it does not come again by itself.
        """

    def waiting(self) -> Sequence[Waiting]:
        """What waits for our agencies, oldest first.

        :raises Unreachable: nobody answered.
        """

    def fetch(self, waiting: Waiting) -> bytes:
        """Its bytes. It goes on waiting until :meth:`taken`.

        :raises Unreachable: nobody answered.
        """

    def taken(self, waiting: Waiting, *, readable: bool) -> None:
        """We have stored it; ``readable``: as a packet, else as something that could not be read.

        :raises Unreachable: nobody answered; it is fetched once more, and stored once.
        """

    def agencies(self) -> Iterable[Party]:
        """The address book of the other side.

        :raises Unreachable: nobody answered, or there is none.
        """


def connector(name: str) -> Connector:
    """The connector of this name.

    :raises Unreachable: none is set, so nobody outside is reached.
    """
    if name not in NAMES:
        raise Unreachable(
            _("Hệ thống chưa nối với trục liên thông, nên chưa gửi được ra ngoài. Xin báo quản trị hệ thống.")
        )
    found: Connector = import_module(f"{__name__}.{name}")
    return found
