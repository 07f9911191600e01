#!/usr/bin/env python3
# ruff: noqa: T201, UP017, B905, RUF007 - Python 3.8 is enough, and printing is its whole purpose
"""Kiểm chứng rằng quá trình giải quyết một hồ sơ không bị sửa, xóa hay ghi lùi ngày.

Chương trình này chỉ cần Python 3.8 trở lên, không cần mạng, không cần cài thêm gì. Cách dùng:

    python3 kiem-chung.py kiem-chung-H18….json nhat-ky-2026.json [nhat-ky-….json …]

- kiem-chung-….json: tệp kiểm chứng của hồ sơ, tải ở trang hồ sơ;
- nhat-ky-….json: các gốc đã công bố, tải ở trang Nhật ký công khai. Đưa thêm bản ông/bà hoặc người khác giữ từ trước,
  chương trình sẽ so bản mới với bản cũ.

Không ghi tên tệp thì chương trình lấy mọi tệp như vậy trong thư mục đang mở. Trả về 0 khi mọi thứ khớp, 1 khi có điều
sai, 2 khi không đọc được tệp.

Cây băm theo RFC 6962 (SHA-256): lá = băm(0x00 ‖ dữ liệu), nút = băm(0x01 ‖ trái ‖ phải).
"""

from __future__ import annotations

import hashlib
import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

VIETNAM = timezone(timedelta(hours=7))
LATE = timedelta(hours=1)  # a deed may wait this long for its seal
ZEROS = "0" * 64

MOVES = {
    "file": "Gửi hồ sơ",
    "receive": "Tiếp nhận",
    "not_receive": "Không tiếp nhận",
    "take_over": "Nhận hồ sơ chuyển đến",
    "send_on": "Đã bổ sung đủ, chuyển tiếp",
    "forward": "Chuyển xử lý",
    "send_back": "Trả lại bước trước",
    "assign": "Phân công xử lý",
    "take_back": "Thu lại phân công",
    "send_draft": "Gửi người nộp xác nhận bản dự thảo",
    "confirm_draft": "Người nộp đồng ý bản dự thảo",
    "correct_draft": "Người nộp báo chỗ sai của bản dự thảo",
    "propose_not_receive": "Đề nghị không tiếp nhận",
    "propose_again": "Đề nghị yêu cầu bổ sung thêm lần nữa",
    "return_to_counter": "Không đồng ý, trả lại quầy",
    "propose_supplement": "Đề nghị yêu cầu bổ sung",
    "approve_supplement": "Đồng ý yêu cầu bổ sung thêm lần nữa",
    "return_supplement": "Trả lại đề nghị bổ sung",
    "request_supplement": "Yêu cầu bổ sung, hoàn thiện",
    "complete_supplement": "Đã bổ sung đủ",
    "send_again": "Gửi lại trước khi tiếp nhận",
    "request_payment": "Yêu cầu thực hiện nghĩa vụ tài chính",
    "confirm_payment": "Đã thực hiện nghĩa vụ tài chính",
    "withdraw": "Rút hồ sơ",
    "stop_at_request": "Dừng theo đề nghị",
    "stop_unmet": "Dừng vì không bổ sung đủ",
    "sign": "Ký duyệt, chuyển phát hành",
    "decide": "Ký duyệt",
    "issue": "Phát hành kết quả",
    "hand_over": "Trả kết quả",
    "extend": "Gia hạn, xin lỗi",
    "apologise": "Xin lỗi vì chậm hẹn",
}


def sha(data: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()


def packed(array: Sequence[Any]) -> bytes:
    """A JSON array without blanks, as it was digested."""
    return json.dumps(list(array), ensure_ascii=False, separators=(",", ":")).encode()


def root_from_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a leaf and its path lead to (RFC 9162, 2.1.3.2); ``None`` when the path has another length."""
    if not 0 <= index < size:
        return None
    number, last, made = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if number & 1 or number == last:
            made = sha(b"\x01" + step + made)
            while not number & 1 and number:
                number >>= 1
                last >>= 1
        else:
            made = sha(b"\x01" + made + step)
        number >>= 1
        last >>= 1
    return made if last == 0 else None


def is_consistent(first: int, second: int, old: bytes, new: bytes, path: Sequence[bytes]) -> bool:
    """Is the tree of ``first`` leaves the beginning of the tree of ``second`` (RFC 9162, 2.1.4.2)?"""
    if first == second:
        return old == new and not path
    if not 0 < first < second or not path:
        return False
    row = list(path) if first & (first - 1) else [old, *path]
    number, last = first - 1, second - 1
    while number & 1:
        number >>= 1
        last >>= 1
    before = after = row[0]
    for step in row[1:]:
        if last == 0:
            return False
        if number & 1 or number == last:
            before, after = sha(b"\x01" + step + before), sha(b"\x01" + step + after)
            while not number & 1 and number:
                number >>= 1
                last >>= 1
        else:
            after = sha(b"\x01" + after + step)
        number >>= 1
        last >>= 1
    return last == 0 and before == old and after == new


def moment(text: str) -> datetime:
    """A moment in UTC."""
    form = "%Y-%m-%dT%H:%M:%S.%fZ" if "." in text else "%Y-%m-%dT%H:%M:%SZ"
    return datetime.strptime(text, form).replace(tzinfo=timezone.utc)


def in_words(at: datetime) -> str:
    """A moment as people in Việt Nam read it."""
    return at.astimezone(VIETNAM).strftime("%H giờ %M phút %S giây, ngày %d/%m/%Y")


def day_in_words(text: str) -> str:
    """A day as people read it."""
    year, month, day = text.split("-")
    return day + "/" + month + "/" + year


class Head:
    """One published root."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.day = str(row["day"])
        self.said_at = str(row["at"])
        self.at = moment(self.said_at)
        self.size = int(row["size"])
        self.root = str(row["root"])
        self.previous = str(row["previous"])
        self.hash = str(row["hash"])
        self.proof = [bytes.fromhex(step) for step in row.get("proof", [])]

    def computed(self) -> str:
        """The hash that these words give."""
        array = ["namkhong-head-1", self.day, self.said_at, self.size, self.root, self.previous]
        return sha(packed(array)).hex()

    def name(self) -> str:
        """How it is called."""
        return "gốc ngày " + day_in_words(self.day)


def check_log(heads: Sequence[Head]) -> list[str]:
    """Every root carries on the one before it."""
    wrong: list[str] = []
    before: Head | None = None
    for head in heads:
        if head.computed() != head.hash:
            wrong.append("Dấu của " + head.name() + " không khớp nội dung: đã bị sửa.")
        if before is not None:
            if head.previous != before.hash:
                wrong.append(head.name().capitalize() + " không nối tiếp " + before.name() + ": thiếu hoặc đã bị thay.")
            if head.at < before.at or head.day <= before.day:
                wrong.append(head.name().capitalize() + " ghi giờ sớm hơn " + before.name() + ".")
            roots = bytes.fromhex(before.root), bytes.fromhex(head.root)
            if not is_consistent(before.size, head.size, roots[0], roots[1], head.proof):
                wrong.append(
                    "Nhật ký trong " + head.name() + " không giữ nguyên những gì đã có trong " + before.name()
                    + ": có dòng bị sửa, bị xóa hoặc nhật ký bị rẽ nhánh."
                )  # fmt: skip
        before = head
    return wrong


def merge(files: Sequence[tuple[str, list[Head]]]) -> tuple[list[Head], list[str]]:
    """All published roots in order; two that differ for one day are a fork."""
    wrong: list[str] = []
    known: dict[str, tuple[str, Head]] = {}
    for name, heads in files:
        for head in heads:
            there = known.get(head.day)
            if there is None or (not there[1].proof and head.proof and there[1].hash == head.hash):
                known[head.day] = (name, head)
            elif there[1].hash != head.hash:
                wrong.append(
                    head.name().capitalize() + " trong tệp " + name + " khác trong tệp " + there[0]
                    + ": nhật ký đã được viết lại (rẽ nhánh)."
                )  # fmt: skip
    return [known[day][1] for day in sorted(known)], wrong


def check_step(step: dict[str, Any], code: str, heads: dict[str, Head], before: dict[str, Head]) -> list[str]:
    """One step: its digest, its leaf, its way up to the published root, its time."""
    said = step["said"]
    if said[0] != "namkhong-step-1" or said[2] != code:
        return ["Bước này không thuộc hồ sơ " + code + "."]
    if sha(packed(said)).hex() not in step["commits"]:
        return ["Nội dung bước này khác nội dung đã ghi vào nhật ký: đã bị sửa."]
    head = heads.get(str(step["head"]))
    if head is None:
        return [
            "Tệp nhật ký chưa có gốc chứa bước này, hoặc gốc đó đã bị thay. Xin tải tệp nhật ký mới nhất rồi thử lại."
        ]
    leaf = sha(b"\x00" + packed(["namkhong-leaf-1", step["record"], step["commits"]]))
    path = [bytes.fromhex(part) for part in step["path"]]
    made = root_from_path(leaf, int(step["index"]), head.size, path)
    if made is None or made.hex() != head.root:
        return ["Bước này không nằm trong " + head.name() + ": đã bị sửa hoặc bị xóa khỏi nhật ký."]
    return check_time(moment(said[7]), int(step["index"]), head, before.get(head.hash))


def check_time(at: datetime, index: int, head: Head, before: Head | None) -> list[str]:
    """A step cannot have been done long before it entered the log, nor after its root was published."""
    if at > head.at:
        return ["Bước này ghi giờ sau khi " + head.name() + " được công bố: giờ ghi không đúng."]
    if before is not None and index < before.size:
        return ["Bước này đã có trong " + before.name() + " nhưng lại dẫn tới " + head.name() + "."]
    if before is not None and at < before.at - LATE:
        return [
            "Bước này ghi " + in_words(at) + ", nhưng lúc " + in_words(before.at)
            + " nhật ký công bố vẫn chưa có: đã bị ghi lùi ngày."
        ]  # fmt: skip
    return []


def check_order(steps: Sequence[dict[str, Any]]) -> list[str]:
    """No step is missing between two others, and none goes back in time."""
    wrong: list[str] = []
    for one, two in zip(steps, steps[1:]):
        first, second = int(one["said"][3]), int(two["said"][3])
        if second != first + 1:
            wrong.append("Giữa bước số " + str(first) + " và bước số " + str(second) + " thiếu bước: đã bị xóa.")
        if moment(two["said"][7]) < moment(one["said"][7]):
            wrong.append("Bước số " + str(second) + " ghi giờ sớm hơn bước trước nó.")
    return wrong


def tell_step(step: dict[str, Any], wrong: list[str]) -> None:
    """One line for the reader to compare with the page."""
    said = step["said"]
    due = ", hẹn trả " + in_words(moment(said[10])) if said[10] else ""
    where = ", tại cơ quan " + said[9] if said[9] else ""
    print(
        ("  SAI  " if wrong else "  đúng ") + str(said[3]) + ". " + MOVES.get(said[4], said[4]) + ": "
        + in_words(moment(said[7])) + where + due
    )  # fmt: skip
    for sentence in wrong:
        print("       → " + sentence)


def run(proof: dict[str, Any], logs: Sequence[tuple[str, list[Head]]]) -> bool:
    """Check everything and say it."""
    code = str(proof["dossier"])
    heads, forked = merge(logs)
    log_wrong = forked + check_log(heads)
    print("Nhật ký công khai: " + str(len(heads)) + " gốc" + (
        ", từ ngày " + day_in_words(heads[0].day) + " đến ngày " + day_in_words(heads[-1].day) + "." if heads else "."
    ))  # fmt: skip
    for sentence in log_wrong:
        print("  SAI  " + sentence)
    known = {head.hash: head for head in heads}
    before = {later.hash: earlier for earlier, later in zip(heads, heads[1:])}
    for row in proof["heads"]:
        if Head(row).hash not in known:
            log_wrong.append("missing")
            print(
                "  SAI  " + Head(row).name().capitalize() + " ghi trong tệp của hồ sơ không có trong nhật ký công khai."
            )
    steps = sorted(proof["steps"], key=lambda step: int(step["said"][3]))
    print("Hồ sơ " + code + ": " + str(len(steps)) + " bước đã vào nhật ký.")
    right = not log_wrong
    for step in steps:
        wrong = check_step(step, code, known, before)
        tell_step(step, wrong)
        right = right and not wrong
    gone = [
        "Bước số " + str(number) + " có trong nhật ký nhưng không còn trong hồ sơ: đã bị xóa."
        for number in proof["gone"]
    ]
    for sentence in check_order(steps) + gone:
        right = False
        print("  SAI  " + sentence)
    if proof.get("waiting"):
        print("Còn " + str(proof["waiting"]) + " bước chờ công bố gốc của ngày; xin tải lại tệp này vào hôm sau.")
    print()
    if right and not steps:
        print("KẾT LUẬN: CHƯA CÓ GÌ ĐỂ KIỂM. Hồ sơ chưa có bước nào trong nhật ký đã công bố.")
        return right
    print("KẾT LUẬN: ĐÚNG. Không bước nào bị sửa, bị xóa hay ghi lùi ngày." if right else
          "KẾT LUẬN: CÓ ĐIỀU SAI. Xin giữ các tệp này và gửi cho cơ quan thanh tra hoặc báo tỉnh.")  # fmt: skip
    return right


def read(names: Sequence[str]) -> tuple[list[dict[str, Any]], list[tuple[str, list[Head]]]]:
    """The files by their kind."""
    proofs: list[dict[str, Any]] = []
    logs: list[tuple[str, list[Head]]] = []
    for name in names:
        content = json.loads(Path(name).read_text(encoding="utf-8"))
        kind = content.get("format") if isinstance(content, dict) else None
        if kind == "namkhong-proof-1":
            proofs.append(content)
        elif kind == "namkhong-log-1":
            logs.append((Path(name).name, [Head(row) for row in content["heads"]]))
        else:
            raise ValueError(name)
    return proofs, logs


def main(names: Sequence[str]) -> int:
    """0 = right, 1 = something is wrong, 2 = a file cannot be read."""
    chosen = list(names) or sorted(str(path) for path in Path(".").glob("*.json"))
    try:
        proofs, logs = read(chosen)
        if not proofs or not logs:
            print("Cần ít nhất một tệp kiem-chung-….json của hồ sơ và một tệp nhat-ky-….json.")
            return 2
        results = [run(proof, logs) for proof in proofs]
        return 0 if all(results) else 1
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError) as problem:
        print("Không đọc được tệp: " + str(problem) + ". Xin tải lại tệp rồi thử lại.")
        return 2


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    sys.exit(main(sys.argv[1:]))
