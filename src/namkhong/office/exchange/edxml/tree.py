"""XML to a plain tree of local names. A DTD is refused where it begins, so that no entity can ever be declared.

The parser is expat of the standard library: it asks nobody for anything, and its handler for a document type, which is
called before anything of it is read, ends the reading (the way of defusedxml). Expat has bounded amplification of its
own besides. Namespaces are not looked at: three are in use and one team's wrong one is, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from namkhong.office.exchange.edxml.limits import Limits
from namkhong.office.exchange.errors import BadPacket

# What pyexpat raises besides its own error: an encoding nobody knows, or one that is none.
_BROKEN = (expat.ExpatError, LookupError, ValueError, TypeError, OverflowError)


@dataclass(slots=True)
class Node:
    """An element: its local name, attributes by local name, text and children."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text, outer blanks gone."""
        return "".join(self._text).strip()

    def all(self, *names: str) -> Iterator[Node]:
        """The children of any of these names (small letters)."""
        return (child for child in self.children if child.name.lower() in names)

    def first(self, *names: str) -> Node | None:
        """The first child of any of these names."""
        return next(self.all(*names), None)

    def deep(self, *names: str) -> Node | None:
        """The first of these names anywhere below, in the order of the document."""
        waiting = self.children[::-1]
        while waiting:
            node = waiting.pop()
            if node.name.lower() in names:
                return node
            waiting.extend(node.children[::-1])
        return None


def parse(data: bytes, limits: Limits) -> Node:
    """The root.

    :raises BadPacket: no XML, a DTD, or more than the limits allow.
    """
    if len(data) > limits.message_bytes:
        raise BadPacket(_("Gói tin lớn hơn %d MB nên không được nhận.") % (limits.message_bytes // 1_048_576))
    reading = _Reading(limits)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reading.doctype
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.characters
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes it by position only
    except _BROKEN as error:
        raise BadPacket(_("Gói tin không phải là XML đúng nên không đọc được.")) from error
    if reading.root is None:
        raise BadPacket(_("Gói tin không có nội dung."))
    return reading.root


class _Reading:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0

    def doctype(self, *_declared: object) -> None:
        raise BadPacket(_("Gói tin có khai báo DTD, có thể gây hại, nên không được đọc."))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > self.limits.elements or len(self._open) >= self.limits.depth or len(attributes) > 50:
            raise BadPacket(_("Gói tin có quá nhiều phần tử hoặc lồng nhau quá sâu nên không được đọc."))
        node = Node(_local(name), {_local(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, _name: str) -> None:
        self._open.pop()

    def characters(self, text: str) -> None:
        if self._open:
            self._open[-1]._text.append(text)


def _local(name: str) -> str:
    return name.rpartition(":")[2]
