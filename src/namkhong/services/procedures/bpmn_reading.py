"""Reading a process out of BPMN 2.0, and refusing what cannot be run here, element by element, in words."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from namkhong.services.procedures.bpmn import BPMN, OURS
from namkhong.services.procedures.drawing import back_to
from namkhong.services.procedures.errors import BadFile
from namkhong.services.procedures.process_rules import check_process

LARGEST: Final = 2_000_000
_MOST_ELEMENTS: Final = 5_000
_TASKS: Final = frozenset({"task", "userTask", "manualTask", "sendTask", "receiveTask"})
_IGNORED: Final = frozenset(
    {
        *("laneSet", "extensionElements", "documentation", "textAnnotation", "association", "group"),
        *("incoming", "outgoing", "sequenceFlow", "startEvent", "endEvent"),
    }
)
_KNOWN: Final[dict[str, Promise]] = {
    "exclusiveGateway": gettext_lazy("cổng rẽ nhánh"),
    "inclusiveGateway": gettext_lazy("cổng rẽ nhánh"),
    "complexGateway": gettext_lazy("cổng rẽ nhánh"),
    "eventBasedGateway": gettext_lazy("cổng rẽ nhánh theo sự kiện"),
    "parallelGateway": gettext_lazy("cổng song song"),
    "boundaryEvent": gettext_lazy("sự kiện gắn vào bước"),
    "intermediateCatchEvent": gettext_lazy("sự kiện ở giữa"),
    "intermediateThrowEvent": gettext_lazy("sự kiện ở giữa"),
    "startEvent": gettext_lazy("điểm bắt đầu"),
    "endEvent": gettext_lazy("điểm kết thúc"),
    "scriptTask": gettext_lazy("bước chạy mã lệnh"),
    "serviceTask": gettext_lazy("bước gọi dịch vụ"),
    "businessRuleTask": gettext_lazy("bước chạy luật"),
    "callActivity": gettext_lazy("bước gọi quy trình khác"),
    "subProcess": gettext_lazy("quy trình con"),
    "transaction": gettext_lazy("quy trình con"),
    "adHocSubProcess": gettext_lazy("quy trình con tự do"),
    "dataObject": gettext_lazy("dữ liệu"),
    "dataObjectReference": gettext_lazy("dữ liệu"),
    "dataStoreReference": gettext_lazy("kho dữ liệu"),
}


class _NoDoctype(ET.TreeBuilder):
    """Entities are declared in a DTD; without one there is nothing to expand and nothing to fetch."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """A DTD begins."""
        del name, pubid, system
        raise BadFile(_("Tệp BPMN có khai báo DTD nên không nhận. Xin xuất lại từ công cụ vẽ quy trình."))


@dataclass(slots=True)
class _Graph:
    """What the file draws: elements that are steps, what flows where, which lane holds which."""

    steps: dict[str, ET.Element] = field(default_factory=dict)
    gates: dict[str, ET.Element] = field(default_factory=dict)
    starts: list[str] = field(default_factory=list)
    ends: set[str] = field(default_factory=set)
    on: dict[str, str] = field(default_factory=dict)
    back: dict[str, str] = field(default_factory=dict)
    posts: dict[str, Mapping[str, str]] = field(default_factory=dict)


def read_bpmn(data: bytes) -> dict[str, Any]:
    """The process, of the shape of one of ``facts/processes.json``.

    :raises BadFile: it is no BPMN, or draws what cannot be run here; the sentence names the element.
    """
    body = _process(_parsed(data))
    graph = _graph(body)
    order = _order(graph)
    steps = [_step(graph.steps[name], graph.posts.get(name, {})) for name in order]
    codes = dict(zip(order, (step["code"] for step in steps), strict=True))
    for place, name in enumerate(order):
        _way_back(steps, place, codes.get(graph.back.get(name, "")))
    ours = body.find(f"./{_b('extensionElements')}/{_n('process')}")
    key = ours.get("key", "") if ours is not None else (body.get("id") or "").removeprefix("process_")
    process = {"key": key, "name": body.get("name") or "", "steps": steps}
    check_process(process)
    return process


def _b(name: str) -> str:
    return f"{{{BPMN}}}{name}"


def _n(name: str) -> str:
    return f"{{{OURS}}}{name}"


def _parsed(data: bytes) -> ET.Element:
    if len(data) > LARGEST:
        raise BadFile(_("Tệp BPMN lớn quá 2 MB."))
    parser = ET.XMLParser(target=_NoDoctype())  # noqa: S314 - refuses a DTD
    try:
        parser.feed(data)
        root: ET.Element = parser.close()
    except (ET.ParseError, ValueError, LookupError) as error:
        raise BadFile(_("Tệp này không đọc được. Xin chọn tệp BPMN 2.0 (.bpmn hoặc .xml).")) from error
    if root.tag != _b("definitions"):
        raise BadFile(_("Tệp này không phải BPMN 2.0: không thấy phần “definitions”."))
    if sum(1 for _each in root.iter()) > _MOST_ELEMENTS:
        raise BadFile(_("Tệp BPMN có quá nhiều phần tử."))
    return root


def _process(root: ET.Element) -> ET.Element:
    found = root.findall(_b("process"))
    if len(found) != 1:
        raise BadFile(
            _("Tệp BPMN phải có đúng một quy trình (một “pool”); tệp này có %(count)s.") % {"count": len(found)}
        )
    return found[0]


def _local(element: ET.Element) -> str:
    return element.tag.removeprefix(f"{{{BPMN}}}")


def _called(element: ET.Element) -> str:
    """How an element is named to the reader: its words, else its id."""
    return " ".join((element.get("name") or element.get("id") or "?").split())[:120]


def _refused(element: ET.Element, why: str = "") -> BadFile:
    kind = _KNOWN.get(_local(element), _local(element).split("}")[-1])
    said = _("Không chạy được phần tử “%(name)s” (%(kind)s) trong tệp BPMN.") % {
        "name": _called(element),
        "kind": kind,
    }
    return BadFile(f"{said} {why}".strip())


def _graph(body: ET.Element) -> _Graph:
    graph = _Graph()
    for element in body:
        name, key = _local(element), element.get("id") or ""
        if name in _TASKS or name == "subProcess":
            _no_repetition(element)
            graph.steps[key] = element
        elif name == "exclusiveGateway":
            graph.gates[key] = element
        elif name in {"startEvent", "endEvent"}:
            _plain_event(element)
            graph.starts += [key] * (name == "startEvent")
            graph.ends |= {key} if name == "endEvent" else set()
        elif name not in _IGNORED:
            raise _refused(element)
    flows = body.findall(_b("sequenceFlow"))
    for flow in flows:
        if flow.get("sourceRef") not in graph.gates:
            _flow(graph, flow)
    for name, gate in graph.gates.items():
        _gate(graph, gate, [flow for flow in flows if flow.get("sourceRef") == name])
    for lane in body.iter(_b("lane")):
        _lane(graph, lane)
    return graph


def _plain_event(element: ET.Element) -> None:
    if any(_local(child).endswith("EventDefinition") for child in element):
        raise _refused(element, _("Điểm bắt đầu và kết thúc không được gắn hẹn giờ, thông điệp hay lỗi."))


def _no_repetition(element: ET.Element) -> None:
    for child in element:
        if _local(child).endswith("LoopCharacteristics"):
            raise _refused(element, _("Bước lặp lại nhiều lần không chạy được."))


def _flow(graph: _Graph, flow: ET.Element) -> None:
    start, end = flow.get("sourceRef") or "", flow.get("targetRef") or ""
    if start in graph.steps and end in graph.steps and _condition(flow) is not None:
        if start in graph.back:
            raise _refused(graph.steps[start], _("Một bước chỉ trả lại được một bước khác."))
        graph.back[start] = end
        return
    if start in graph.on:
        raise BadFile(
            _("Từ “%(name)s” có hai đường đi tiếp. Mỗi bước chỉ có một bước sau; đường trả lại phải có điều kiện.")
            % {"name": _called(graph.steps[start]) if start in graph.steps else start}
        )
    graph.on[start] = end


def _gate(graph: _Graph, gate: ET.Element, flows: list[ET.Element]) -> None:
    """The one branching that is understood: after one step, on to the next, or back to one before."""
    why = _("Chỉ hiểu cổng đứng sau một bước, có một đường đi tiếp và nhiều nhất một đường trả lại có điều kiện.")
    before = [name for name, to in graph.on.items() if to == gate.get("id")]
    on = [flow for flow in flows if flow.get("id") == gate.get("default") or _condition(flow) is None]
    back = [flow for flow in flows if flow not in on]
    if len(before) != 1 or before[0] not in graph.steps or len(on) != 1 or len(back) > 1 or before[0] in graph.back:
        raise _refused(gate, why)
    graph.on[before[0]] = on[0].get("targetRef") or ""
    if back:
        graph.back[before[0]] = back[0].get("targetRef") or ""


def _condition(flow: ET.Element) -> ET.Element | None:
    return flow.find(_b("conditionExpression"))


def _lane(graph: _Graph, lane: ET.Element) -> None:
    ours = lane.find(f"./{_b('extensionElements')}/{_n('post')}")
    if ours is None:
        return
    for ref in lane.findall(_b("flowNodeRef")):
        graph.posts[(ref.text or "").strip()] = ours.attrib


def _order(graph: _Graph) -> list[str]:
    """The steps from the start along the flows; every one of them, once."""
    if len(graph.starts) != 1:
        raise BadFile(_("Quy trình trong tệp BPMN phải có đúng một điểm bắt đầu."))
    order: list[str] = []
    here = graph.on.get(graph.starts[0], "")
    while here in graph.steps:
        if here in order:
            raise _refused(graph.steps[here], _("Các bước đi thành vòng; đường trả lại phải có điều kiện."))
        order.append(here)
        here = graph.on.get(here, "")
    if here not in graph.ends:
        raise BadFile(_("Đường đi trong tệp BPMN không tới điểm kết thúc nào."))
    for name, element in graph.steps.items():
        if name not in order:
            raise _refused(element, _("Không có đường nào dẫn tới bước này."))
    return order


def _step(element: ET.Element, post: Mapping[str, str]) -> dict[str, Any]:
    ours = element.find(f"./{_b('extensionElements')}/{_n('step')}")
    if ours is None:
        why = _("Bước này chưa có loại bước, người làm và số giờ của Năm Không.")
        raise _refused(element, why)
    given = ours.attrib
    step: dict[str, Any] = {
        "code": given.get("code", ""),
        "name": element.get("name") or "",
        "public_name": given.get("publicName", ""),
        "role": post.get("role") or given.get("role", ""),
        "unit": post.get("unit") or given.get("unit", ""),
        "hours": _whole(element, given.get("hours", "")),
        "kind": given.get("kind", ""),
    }
    step |= {name: given[name] for name in ("back", "system") if name in given}
    if given.get("opinions") == "none":
        step["opinions"] = []
    confirm = ours.find(_n("confirm"))
    if confirm is not None:
        step["confirm"] = _confirm(element, confirm)
    if _local(element) == "subProcess":
        step["opinions"] = _opinions(element)
    return step


def _whole(element: ET.Element, written: str) -> int:
    if not written.isascii() or not written.isdigit() or len(written) > 6:
        raise _refused(element, _("Số giờ hoặc số lần phải là số nguyên."))
    return int(written)


def _confirm(element: ET.Element, ours: ET.Element) -> dict[str, Any]:
    rule: dict[str, Any] = {
        name: _whole(element, ours.attrib[name]) for name in ("hours", "rounds") if name in ours.attrib
    }
    if "counting" in ours.attrib:
        rule["counting"] = ours.attrib["counting"]
    fields = ours.find(_n("fields"))
    if fields is not None:
        rule["fields"] = [dict(line.attrib) for line in fields.findall(_n("field"))]
    return rule


def _opinions(element: ET.Element) -> list[dict[str, Any]]:
    """The tasks of the sub-process: one is the work itself, every other one asks an agency."""
    asked, work = [], 0
    for child in element:
        name = _local(child)
        if name in _TASKS:
            ours = child.find(f"./{_b('extensionElements')}/{_n('opinion')}")
            if ours is None:
                work += 1
                if work > 1:
                    raise _refused(child, _("Việc làm song song phải ghi hỏi cơ quan nào, trong bao lâu."))
                continue
            given = ours.attrib
            limit = {"value": _whole(child, given.get("limit", "")), "unit": given.get("unit", "")}
            rule = {"agency": given.get("agency", ""), "question": given.get("question", ""), "limit": limit}
            asked.append({**rule, "silence": given.get("silence", "")})
        elif name in {"startEvent", "endEvent"}:
            _plain_event(child)
        elif name not in _IGNORED:
            raise _refused(child)
    if not asked:
        raise _refused(element, _("Quy trình con chỉ dùng cho bước hỏi ý kiến các cơ quan."))
    return asked


def _way_back(steps: list[dict[str, Any]], place: int, drawn: str | None) -> None:
    """What is drawn counts; where it says the same as what is written, what is written stays."""
    if drawn == back_to(steps, place):
        return
    steps[place]["back"] = drawn or ""
