"""What ``doctor`` looks at: one small question each, answered with a sentence and, when something is wrong, what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from namkhong.config import frontend, health, parts
from namkhong.config import replication as replicas
from namkhong.foundation.calendars import queries as calendars
from namkhong.foundation.files import queries as files
from namkhong.foundation.files.types import ScannerState
from namkhong.foundation.notifications import queries as notifications
from namkhong.kernel.pages import COUNT_LIMIT, BoundedCount
from namkhong.kernel.problems import Problem

_LITTLE_DISK: Final = 2_000_000_000
_NO_DISK: Final = 500_000_000
_CROWDED: Final = 0.85
_NIGHTS: Final = timedelta(days=2)
_UNSEALED: Final = timedelta(minutes=10)


class Verdict(StrEnum):
    """How a question was answered."""

    GOOD = "good"
    ADVICE = "advice"  # works, but should be looked at
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer."""

    what: str
    verdict: Verdict
    sentence: str
    to_do: str = ""


Answer = tuple[Verdict, str, str]
GOOD: Final = Verdict.GOOD
ADVICE: Final = Verdict.ADVICE
FAULT: Final = Verdict.FAULT


def _one(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return row if row and len(row) > 1 else row and row[0]


def _count(statement: str) -> BoundedCount:
    return BoundedCount(int(_one(f"select count(*) from ({statement} limit {COUNT_LIMIT + 1}) few")))  # noqa: S608


def postgresql(now: datetime) -> Answer:
    """Version and extensions."""
    version = str(_one("show server_version")).split()[0]
    extensions = _one("select coalesce(string_agg(extname, ', ' order by extname), '') from pg_extension")
    sentence = f"PostgreSQL {version}; phần mở rộng: {extensions}."
    if int(_one("select current_setting('server_version_num')::int")) < 150_000:
        return FAULT, sentence, "Nâng PostgreSQL lên bản 15 trở lên."
    return GOOD, sentence, ""


def migrations(now: datetime) -> Answer:
    """Are all tables of this release there?"""
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        return FAULT, f"Cấu trúc dữ liệu còn thiếu {waiting} bước.", "Chạy: namkhong migrate"
    return GOOD, "Cấu trúc dữ liệu đúng phiên bản.", ""


def rights(now: datetime) -> Answer:
    """The application must not be able to empty the record."""
    if _one("select has_table_privilege(current_user, 'audit_entry', 'TRUNCATE')"):
        to_do = "Dùng hai tài khoản: DATABASE_OWNER_URL (chủ sở hữu) để cập nhật bảng, DATABASE_URL không có quyền TRUNCATE."
        return ADVICE, "Tài khoản của ứng dụng có thể xóa sạch bảng nhật ký.", to_do
    return GOOD, "Tài khoản của ứng dụng không thể xóa sạch bảng nhật ký.", ""


def calendar(now: datetime) -> Answer:
    """Due dates are reckoned into the coming months."""
    known_to = calendars.work_calendar(now=now).known_to
    if known_to < (now + timedelta(days=90)).date():
        to_do = "Thêm lịch nghỉ năm sau ở màn hình Lịch làm việc."
        return FAULT, f"Lịch nghỉ mới có đến {known_to:%d/%m/%Y}: hồ sơ dài ngày sẽ không tính được hạn.", to_do
    return GOOD, f"Lịch nghỉ có đến {known_to:%d/%m/%Y}.", ""


def scanner(now: datetime) -> Answer:
    """Uploads are scanned, and none waits long."""
    found = files.scanner()
    waiting = f"{BoundedCount(found.waiting)} tệp chưa quét"
    install = parts.SCANNER.install
    if found.state is ScannerState.OFF:
        verdict = FAULT if found.required else ADVICE
        return verdict, f"Chưa có ClamAV; {waiting}.", f"Cài: {install}, rồi đặt {parts.CLAMAV}."
    if found.state is ScannerState.DOWN:
        return FAULT, f"ClamAV không trả lời; {waiting}.", "Khởi động lại clamav-daemon, xem nhật ký của nó."
    return GOOD, f"ClamAV trả lời; {waiting}.", ""


def worker(now: datetime) -> Answer:
    """Somebody does the jobs."""
    if health.worker():
        return FAULT, "Không có tiến trình việc nền nào đang chạy.", "Chạy “namkhong serve”, hoặc “namkhong worker”."
    return GOOD, "Tiến trình việc nền đang chạy.", ""


def failed_jobs(now: datetime) -> Answer:
    """Jobs that were given up."""
    failed = _count("select 1 from procrastinate_jobs where status = 'failed'")
    if failed.value:
        return ADVICE, f"{failed} việc nền thất bại.", "Xem và chạy lại ở màn hình Việc nền thất bại."
    return GOOD, "Không có việc nền nào thất bại.", ""


def lag(now: datetime) -> Answer:
    """How long the oldest job that could run has waited."""
    found = notifications.job_lag(now)
    if not found.waiting.value:
        return GOOD, "Không có việc nền nào đang chờ.", ""
    sentence = f"{found.waiting} việc nền đang chờ, việc chờ lâu nhất: {found.words}."
    if found.slow:
        return ADVICE, sentence, "Thêm tiến trình việc nền (namkhong worker), hoặc xem việc nào đang làm chậm."
    return GOOD, sentence, ""


def connections(now: datetime) -> Answer:
    """Are there connections left to the database?"""
    used, limit = _one("select count(*), current_setting('max_connections')::int from pg_stat_activity")
    sentence = f"Cơ sở dữ liệu đang giữ {used}/{limit} kết nối."
    if used > limit * _CROWDED:
        return ADVICE, sentence, "Giảm NAMKHONG_WORKERS hoặc số tiến trình việc nền, hoặc tăng max_connections."
    return GOOD, sentence, ""


def replication(now: datetime) -> Answer:
    """Does a second server have what was acknowledged here?"""
    found = replicas.now()
    read = "Xem docs/how-to/two-machines.md."
    if found.missing:
        return FAULT, "Không bản sao cơ sở dữ liệu nào xác nhận: mọi việc ghi đang phải đợi.", read
    if found.hidden:
        to_do = "Chạy ở bản chính, bằng tài khoản quản trị: grant pg_monitor to tài khoản của DATABASE_URL."
        return ADVICE, "Có bản sao cơ sở dữ liệu nhưng tài khoản này không được xem nó chậm bao nhiêu.", to_do
    if not found.replicas:
        return GOOD, "Cơ sở dữ liệu chạy một mình, không có bản sao.", ""
    told = "; ".join(
        f"{one.name} {'xác nhận từng việc ghi' if one.confirms else 'không phải xác nhận'}, "
        f"chậm {f'{one.seconds:.1f}'.replace('.', ',')} giây ({one.behind // 1000} kB)"
        for one in found.replicas
    )
    sentence = f"Bản sao cơ sở dữ liệu: {told}."
    if not found.required:
        return ADVICE, sentence, f"Mất máy này thì mất những việc ghi sau cùng; bật lại xác nhận. {read}"
    return GOOD, sentence, ""


def deliveries(now: datetime) -> Answer:
    """Notices that did not go out."""
    given_up = _count("select 1 from notifications_delivery where state = 'given_up'")
    if given_up.value:
        return ADVICE, f"{given_up} thông báo đã thôi gửi.", "Xem và gửi lại ở màn hình Việc lỗi."
    return GOOD, "Không có thông báo nào phải thôi gửi.", ""


def erasing(now: datetime) -> Answer:
    """Was personal data looked at last night, as the rules of retention ask?"""
    last = _one(
        "select max(to_timestamp(defer_timestamp)) from procrastinate_periodic_defers where task_name = 'retention.night'"
    )
    if last is not None and now - last > _NIGHTS:
        to_do = "Chạy “namkhong serve” hoặc “namkhong worker” liên tục cả ban đêm; xem màn hình Việc lỗi."
        return ADVICE, f"Lần xóa dữ liệu cá nhân hết hạn gần nhất: {last:%d/%m/%Y}.", to_do
    return GOOD, "Dữ liệu cá nhân hết hạn được xóa mỗi đêm.", ""


def sealing(now: datetime) -> Answer:
    """How much of the record is not sealed yet."""
    statement = (
        "select count(*), min(at) from (select at from audit_entry"
        " where id > coalesce((select max(entry_id) from audit_seal), 0) order by id limit %s) tail"
    )
    tail, oldest = _one(statement, COUNT_LIMIT + 1)
    sentence = f"{BoundedCount(tail)} bản ghi nhật ký chưa niêm phong."
    if oldest is not None and now - oldest > _UNSEALED:
        return FAULT, sentence, "Việc niêm phong không chạy: xem tiến trình việc nền."
    return GOOD, sentence, ""


def static_files(now: datetime) -> Answer:
    """Styles and scripts were built and gathered."""
    if not frontend.output(frontend.ROOT).is_dir():
        return FAULT, "Chưa dựng giao diện.", "Chạy: make set-up"
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return ADVICE, f"Chưa gom tệp tĩnh vào {settings.STATIC_ROOT}.", "Chạy: make set-up"
    return GOOD, "Giao diện đã dựng và gom đủ.", ""


def fonts(now: datetime) -> Answer:
    """Paper needs its faces."""
    folder = frontend.paper_fonts(frontend.ROOT)
    faces = [path for path in folder.glob("*") if path.suffix in {".ttf", ".otf"}] if folder.is_dir() else []
    if not faces:
        return FAULT, "Thiếu phông chữ để in giấy tờ.", "Chạy: make set-up"
    return GOOD, f"Đủ phông chữ để in giấy tờ ({len(faces)} tệp).", ""


def disk(now: datetime) -> Answer:
    """Room to go on."""
    folder = Path(settings.VAR)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    sentence = f"Ổ đĩa chứa {settings.VAR} còn trống {f'{free / 1e9:.1f}'.replace('.', ',')} GB."
    if free < _LITTLE_DISK:
        return (
            FAULT if free < _NO_DISK else ADVICE,
            sentence,
            "Giải phóng ổ đĩa hoặc chuyển NAMKHONG_VAR sang ổ lớn hơn.",
        )
    return GOOD, sentence, ""


def front(now: datetime) -> Answer:
    """Is it known who stands in front of the pages? Without that everybody who comes through it is counted as one."""
    if settings.TRUSTED_PROXIES:
        return GOOD, f"Máy chủ phía trước được tin: {', '.join(settings.TRUSTED_PROXIES)}.", ""
    if not settings.PRODUCTION:
        return GOOD, "Chạy thử, không có máy chủ phía trước.", ""
    return (
        ADVICE,
        "Chưa đặt TRUSTED_PROXIES: nếu có máy chủ phía trước thì mọi người bị đếm chung một giới hạn tra cứu, đăng nhập.",
        "Đặt TRUSTED_PROXIES là địa chỉ của máy chủ phía trước.",
    )


Question = Callable[[datetime], Answer]
WITHOUT_DATABASE: Final[dict[str, Question]] = {
    "disk": disk,
    "static_files": static_files,
    "fonts": fonts,
    "front": front,
}
WITH_DATABASE: Final[dict[str, Question]] = {
    "postgresql": postgresql,
    "migrations": migrations,
    "rights": rights,
    "calendar": calendar,
    "scanner": scanner,
    "worker": worker,
    "failed_jobs": failed_jobs,
    "lag": lag,
    "deliveries": deliveries,
    "connections": connections,
    "replication": replication,
    "erasing": erasing,
    "sealing": sealing,
}


def examine(questions: dict[str, Question], now: datetime) -> Iterator[Finding]:
    """Ask them all; one that cannot be asked is a fault of its own, and the others go on."""
    for what, question in questions.items():
        try:
            yield Finding(what, *question(now))
        except (DatabaseError, Problem) as error:
            reason = (str(error).strip().splitlines() or [""])[0]
            yield Finding(what, FAULT, f"Không hỏi được mục “{what}”: {reason}", "Chạy: namkhong migrate")
