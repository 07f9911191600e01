"""A process as BPMN 2.0, with a diagram other tools can draw.

Lanes are posts. What BPMN has no word for (hours, post, silence, what the applicant confirms) stands in
``extensionElements`` under our own namespace. A step that asks for opinions is a sub-process: the work and every opinion
run side by side and it ends when all of them have. After a step that may be sent back stands a gateway: on, or back.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any, Final

from namkhong.services.procedures import drawing
from namkhong.services.procedures import process_words as words

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
OURS: Final = "urn:namkhong:process:1"
_PREFIXES: Final = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "xsi": XSI, "nk": OURS}
_TAGS: Final = {"outside": "manualTask"}  # every other step is a userTask
_POOL: Final = 30  # the strip of the pool's own name
_EVENT: Final = 36
_GATE: Final = 28
_BACK: Final = "trả lại"
Process = Mapping[str, Any]


def write_bpmn(process: Process) -> bytes:
    """The XML, UTF-8. ``process`` has the shape of one of ``facts/processes.json`` and is checked."""
    for prefix, uri in _PREFIXES.items():
        ET.register_namespace(prefix, uri)
    steps = process["steps"]
    picture = drawing.draw([{**step, "opinions": []} if "opinions" in step else step for step in steps])
    root = ET.Element(_b("definitions"), {"id": "definitions", "targetNamespace": OURS})
    collaboration = ET.SubElement(root, _b("collaboration"), {"id": "collaboration"})
    key = f"process_{process['key']}"
    ET.SubElement(collaboration, _b("participant"), {"id": "pool", "name": process["name"], "processRef": key})
    body = ET.SubElement(root, _b("process"), {"id": key, "name": process["name"], "isExecutable": "false"})
    _more(body, ET.Element(_n("process"), {"key": process["key"]}))
    lanes = [lane for lane in picture.lanes if lane.role]
    _lane_set(body, lanes, steps)
    ET.SubElement(_event(body, "start", "startEvent"), _b("outgoing")).text = "flow_start"
    for place, step in enumerate(steps):
        _step(body, steps, place, step)
    ET.SubElement(_event(body, "end", "endEvent"), _b("incoming")).text = "flow_end"
    flows = _flows(steps)
    for flow, start, end in flows:
        made = ET.SubElement(body, _b("sequenceFlow"), {"id": flow, "sourceRef": start, "targetRef": end})
        if flow.startswith("back_"):
            made.set("name", _BACK)
            condition = ET.SubElement(made, _b("conditionExpression"), {f"{{{XSI}}}type": "bpmn:tFormalExpression"})
            condition.text = "back"
    _diagram(root, picture, lanes, flows)
    for step in steps:
        if step.get("opinions"):
            _inner_diagram(root, step)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _b(name: str) -> str:
    return f"{{{BPMN}}}{name}"


def _n(name: str) -> str:
    return f"{{{OURS}}}{name}"


def node(code: str) -> str:
    """The id of the element a step becomes."""
    return f"step_{code}"


def _more(parent: ET.Element, *ours: ET.Element) -> None:
    ET.SubElement(parent, _b("extensionElements")).extend(ours)


def _event(body: ET.Element, key: str, tag: str) -> ET.Element:
    return ET.SubElement(body, _b(tag), {"id": key})


def _lane_set(body: ET.Element, lanes: list[drawing.Lane], steps: list[dict[str, Any]]) -> None:
    lane_set = ET.SubElement(body, _b("laneSet"), {"id": "lanes"})
    for place, lane in enumerate(lanes):
        made = ET.SubElement(lane_set, _b("lane"), {"id": f"lane_{place}", "name": lane.name})
        _more(made, ET.Element(_n("post"), {"role": lane.role, "unit": lane.unit}))
        held = [node(code) for code in lane.steps]
        held += [
            f"gate_{step['code']}"
            for number, step in enumerate(steps)
            if step["code"] in lane.steps and drawing.back_to(steps, number) is not None
        ]
        held += ["start"] * (steps[0]["code"] in lane.steps) + ["end"] * (steps[-1]["code"] in lane.steps)
        for ref in held:
            ET.SubElement(made, _b("flowNodeRef")).text = ref


def _flows(steps: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Id, from, to; where a step may be sent back, the flow goes through its gateway."""
    nodes = [node(step["code"]) for step in steps]
    flows = [("flow_start", "start", nodes[0])]
    for place, (step, own) in enumerate(zip(steps, nodes, strict=True)):
        following = nodes[place + 1] if place + 1 < len(nodes) else "end"
        to = drawing.back_to(steps, place)
        if to is None:
            flows.append((f"flow_{own}" if following != "end" else "flow_end", own, following))
            continue
        gate = f"gate_{step['code']}"
        flows += [(f"flow_{own}", own, gate), (f"on_{own}", gate, following), (f"back_{own}", gate, node(to))]
    return flows


def _step(body: ET.Element, steps: list[dict[str, Any]], place: int, step: dict[str, Any]) -> None:
    flows = _flows(steps)
    own, gate = node(step["code"]), f"gate_{step['code']}"
    asked = step.get("opinions")
    tag = "subProcess" if asked else _TAGS.get(step["kind"], "userTask")
    made = ET.SubElement(body, _b(tag), {"id": own, "name": step["name"]})
    _more(made, _ours(step))
    _ends(made, own, flows)
    if asked:
        _side_by_side(made, step)
    if drawing.back_to(steps, place) is not None:
        _ends(ET.SubElement(body, _b("exclusiveGateway"), {"id": gate, "default": f"on_{own}"}), gate, flows)


def _ends(made: ET.Element, own: str, flows: list[tuple[str, str, str]]) -> None:
    for flow, _start, end in flows:
        if end == own:
            ET.SubElement(made, _b("incoming")).text = flow
    for flow, start, _end in flows:
        if start == own:
            ET.SubElement(made, _b("outgoing")).text = flow


def _ours(step: Mapping[str, Any]) -> ET.Element:
    attributes = {"code": step["code"], "kind": step["kind"], "role": step["role"], "unit": step["unit"]}
    attributes |= {"hours": str(step["hours"]), "publicName": step["public_name"]}
    attributes |= {name: step[name] for name in ("back", "system") if name in step}
    if "opinions" in step and not step["opinions"]:
        attributes["opinions"] = "none"
    made = ET.Element(_n("step"), attributes)
    if "confirm" in step:
        rule = step["confirm"]
        confirm = ET.SubElement(
            made, _n("confirm"), {name: str(rule[name]) for name in ("hours", "counting", "rounds") if name in rule}
        )
        if "fields" in rule:
            lines = ET.SubElement(confirm, _n("fields"))
            for line in rule["fields"]:
                ET.SubElement(lines, _n("field"), dict(line))
    return made


def _side_by_side(made: ET.Element, step: Mapping[str, Any]) -> None:
    """The work and the opinions, from one start to one end."""
    code = step["code"]
    inner = _inner(step)
    start = _event(made, f"start_{code}", "startEvent")
    for name, _words, _rule in inner:
        ET.SubElement(start, _b("outgoing")).text = f"to_{name}"
    for name, text, rule in inner:
        task = ET.SubElement(made, _b("userTask"), {"id": name, "name": text})
        if rule is not None:
            limit = rule["limit"]
            ours = {"agency": rule["agency"], "limit": str(limit["value"]), "unit": limit["unit"]}
            opinion = ET.Element(_n("opinion"), {**ours, "silence": rule["silence"], "question": rule["question"]})
            _more(task, opinion)
        ET.SubElement(task, _b("incoming")).text = f"to_{name}"
        ET.SubElement(task, _b("outgoing")).text = f"from_{name}"
    end = _event(made, f"end_{code}", "endEvent")
    for name, _words, _rule in inner:
        ET.SubElement(end, _b("incoming")).text = f"from_{name}"
    for name, _words, _rule in inner:
        for flow, one, other in ((f"to_{name}", f"start_{code}", name), (f"from_{name}", name, f"end_{code}")):
            ET.SubElement(made, _b("sequenceFlow"), {"id": flow, "sourceRef": one, "targetRef": other})


def _inner(step: Mapping[str, Any]) -> list[tuple[str, str, Mapping[str, Any] | None]]:
    inner: list[tuple[str, str, Mapping[str, Any] | None]] = [(f"work_{step['code']}", step["name"], None)]
    for number, rule in enumerate(step["opinions"]):
        inner.append((f"opinion_{step['code']}_{number}", words.asked(rule, {}), rule))
    return inner


# ---- the diagram


def _plane(root: ET.Element, key: str, element: str) -> ET.Element:
    diagram = ET.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", {"id": f"diagram_{key}"})
    return ET.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", {"id": f"plane_{key}", "bpmnElement": element})


def _shape(plane: ET.Element, element: str, bounds: tuple[int, int, int, int], **more: str) -> None:
    made = ET.SubElement(
        plane, f"{{{BPMNDI}}}BPMNShape", {"id": f"shape_{plane.get('id')}_{element}", "bpmnElement": element, **more}
    )
    x, y, width, height = (str(number) for number in bounds)
    ET.SubElement(made, f"{{{DC}}}Bounds", {"x": x, "y": y, "width": width, "height": height})


def _edge(plane: ET.Element, element: str, *points: drawing.Point) -> None:
    made = ET.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", {"id": f"edge_{element}", "bpmnElement": element})
    for x, y in points:
        ET.SubElement(made, f"{{{DI}}}waypoint", {"x": str(x), "y": str(y)})


def _diagram(
    root: ET.Element, picture: drawing.Picture, lanes: list[drawing.Lane], flows: list[tuple[str, str, str]]
) -> None:
    plane = _plane(root, "process", "collaboration")
    height = lanes[-1].y + lanes[-1].height
    _shape(plane, "pool", (0, 0, picture.width + _POOL, height), isHorizontal="true")
    for place, lane in enumerate(lanes):
        _shape(plane, f"lane_{place}", (_POOL, lane.y, picture.width, lane.height), isHorizontal="true")
    boxes = {node(box.code): box for box in picture.boxes if box.kind != "asked"}
    for name, box in boxes.items():
        _shape(plane, name, (box.x, box.y, drawing.BOX_WIDTH, drawing.BOX_HEIGHT), isExpanded="false")
    first, last = next(iter(boxes.values())), list(boxes.values())[-1]
    ends = {"start": first.x - drawing.GAP - _EVENT, "end": last.x + drawing.BOX_WIDTH + drawing.GAP // 2}
    for name, box in (("start", first), ("end", last)):
        middle = box.y + drawing.BOX_HEIGHT // 2
        _shape(plane, name, (ends[name], middle - _EVENT // 2, _EVENT, _EVENT))
    gates = {f"gate_{box.code}": box for box in boxes.values()}
    for name in {start for _flow, start, _end in flows if start in gates}:
        box = gates[name]
        x, y = _centre(box)
        _shape(plane, name, (x - _GATE // 2, y - _GATE // 2, _GATE, _GATE))
    drawn = {(arrow.start, arrow.end, arrow.kind): arrow.points for arrow in picture.arrows}
    for flow, start, end in flows:
        if start == "start":
            _edge(plane, flow, (ends["start"] + _EVENT, _centre(first)[1]), (first.x, _centre(first)[1]))
        elif end == "end":
            y = _centre(last)[1]
            _edge(plane, flow, (last.x + drawing.BOX_WIDTH, y), (ends["end"], y))
        elif start in boxes and end in gates:
            x, y = _centre(boxes[start])
            _edge(plane, flow, (boxes[start].x + drawing.BOX_WIDTH, y), (x - _GATE // 2, y))
        else:
            one, other = start.removeprefix("step_").removeprefix("gate_"), end.removeprefix("step_")
            back = flow.startswith("back_")
            points = drawn[one, other, "back" if back else "on"]
            if start in gates:
                points = _from_gate(gates[start], points, back=back)
            _edge(plane, flow, *points)


def _centre(box: drawing.Box) -> drawing.Point:
    """Of the gateway after a box: in the gap, at the height of its middle."""
    return box.x + drawing.BOX_WIDTH + drawing.GAP // 2, box.y + drawing.BOX_HEIGHT // 2


def _from_gate(box: drawing.Box, points: tuple[drawing.Point, ...], *, back: bool) -> tuple[drawing.Point, ...]:
    """The same arrow, begun at the gateway instead of at the box."""
    x, y = _centre(box)
    if back:
        return ((x, y + _GATE // 2), (x, points[1][1]), *points[2:])
    if len(points) == 2:
        return ((x + _GATE // 2, y), points[1])
    return ((x, y + (_GATE // 2 if points[2][1] > y else -_GATE // 2)), *points[2:])


def _inner_diagram(root: ET.Element, step: Mapping[str, Any]) -> None:
    """The inside of a step that asks for opinions, on a plane of its own."""
    code = step["code"]
    plane = _plane(root, f"inner_{code}", node(code))
    inner = _inner(step)
    high = drawing.BOX_HEIGHT + 20
    middle = high * len(inner) // 2
    x = 120
    right = x + drawing.BOX_WIDTH
    _shape(plane, f"start_{code}", (20, middle - _EVENT // 2, _EVENT, _EVENT))
    _shape(plane, f"end_{code}", (right + 64, middle - _EVENT // 2, _EVENT, _EVENT))
    for number, (name, _words, _rule) in enumerate(inner):
        y = number * high + drawing.BOX_HEIGHT // 2
        _shape(plane, name, (x, number * high, drawing.BOX_WIDTH, drawing.BOX_HEIGHT))
        _edge(plane, f"to_{name}", (20 + _EVENT, middle), (x, y))
        _edge(plane, f"from_{name}", (right, y), (right + 64, middle))
