"""The cast, the agencies and a catalogue for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import connection

from namkhong.foundation.organisations import actions as organisations
from namkhong.kernel.actor import AccountId, Actor, ActorKind, AgencyId, Elevation, Post, PostId, Role
from namkhong.kernel.text import fold
from namkhong.services.eforms import actions as eforms
from namkhong.services.procedures import actions
from namkhong.services.procedures.actions.searching import learn_words
from namkhong.services.procedures.models import Field, ProcedureVersion
from namkhong.services.procedures.types import ImportReport

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SYSTEM = Actor.system("Hệ thống")


def official(*roles: Role, elevated: bool = False, path: str = "/1/") -> Actor:
    """An official of the Office of the province."""
    posts = tuple(
        Post(PostId(place), role, AgencyId(1), path, "Văn phòng UBND tỉnh", "Chuyên viên")
        for place, role in enumerate(roles, start=1)
    )
    return Actor(
        kind=ActorKind.OFFICIAL,
        account_id=AccountId(5),
        label="Lò Thị Pánh",
        posts=posts,
        elevation=Elevation("cập nhật danh mục", NOW + timedelta(minutes=15)) if elevated else None,
        second_factor=True,
    )


CITIZEN = Actor(kind=ActorKind.CITIZEN, account_id=AccountId(9), label="Lò Thị Lan")
KEEPER = official(Role.PROCEDURE_CONTROLLER, elevated=True)


def load(now: datetime = NOW) -> ImportReport:
    """Agencies, forms, processes and the shipped procedures."""
    organisations.load_facts(now, SYSTEM)
    eforms.load_facts(now)
    return actions.load_facts(now)


def row(code: str = "1.999999", **more: Any) -> dict[str, Any]:
    """One row of a file, complete enough to be created."""
    return {
        "code": code,
        "name": "Thủ tục thử",
        "field": "Hộ tịch",
        "level": ["Cấp xã"],
        "online_level": "toàn trình",
        "agency_type": "UBND cấp xã",
        "time_limit": {"value": 3, "unit": "working_day", "note": None},
        "fee_vnd": 8000,
        "result": "Giấy thử",
        "result_code": "KQ.1",
        "publishing_decision": "1/QĐ-BTP",
        "legal_basis": ["123/2015/NĐ-CP"],
        "components": [{"name": "Tờ khai", "originals": 1, "is_form": True}],
        **more,
    }


DEEDS = ("Cấp", "Cấp lại", "Đổi", "Gia hạn", "Thu hồi", "Đăng ký", "Thay đổi", "Điều chỉnh", "Xác nhận", "Công nhận")
THINGS = (
    *("giấy phép hoạt động", "chứng chỉ hành nghề", "giấy chứng nhận đủ điều kiện", "kế hoạch bảo vệ"),
    *("hồ sơ thiết kế", "phương án khai thác", "quyết định thành lập", "giấy xác nhận nguồn gốc"),
    *("bản đăng ký mẫu", "văn bản chấp thuận"),
)
OBJECTS = (
    *("cơ sở chăn nuôi", "công trình thủy lợi", "phòng khám đa khoa", "trường mầm non", "bến xe khách"),
    *("rừng sản xuất", "mỏ khoáng sản", "lễ hội truyền thống", "thư viện tư nhân", "hợp tác xã nông nghiệp"),
    *("vận tải hành khách", "xả nước thải", "biển quảng cáo", "tàu cá", "giống cây trồng", "thiết bị bức xạ"),
    *("trung tâm ngoại ngữ", "nhà hàng ăn uống", "cửa hàng xăng dầu", "hội quần chúng"),
)
ENDS = ("", "cho tổ chức", "cho cá nhân", "lần đầu", "cấp tỉnh", "có yếu tố nước ngoài", "trực tuyến", "theo yêu cầu")
INSERT = """
    insert into procedures_procedureversion (
        procedure_id, number, valid_from, name, question, field_id, levels, level, online_level, partial_reason, "limit",
        limit_note, supplement_policy, form_key, process_key, result_name, result_code, publishing_decision, legal_bases,
        note, to_be_confirmed, missing, source, fingerprint, name_key, more_key, created_at)
    select procedure.id, 1, '2024-01-01', given.name, '', field.id, '{commune}', 'commune', 'full', '', '5 working_day',
        '', 'restart', 'don-de-nghi', 'commune-office-40', '', '', '', '{}',
        '', '[]', '[]', '{}', '', given.name_key, given.code || ' ; ' || given.name_key || ' ; ' || field.name_key, now()
    from unnest(%s::text[], %s::text[], %s::text[], %s::text[]) as given (code, name, name_key, slug)
    join procedures_procedure as procedure on procedure.code = given.code
    join procedures_field as field on field.slug = given.slug
"""


def many(count: int) -> None:
    """A large catalogue, written straight into the tables: real words in new combinations."""
    Field.objects.bulk_create(
        Field(slug=f"linh-vuc-{place}", name=f"Lĩnh vực {place}", name_key=f"linh vuc {place:02}")
        for place in range(40)
    )
    places = range(count)
    codes = [f"9.{place:06}" for place in places]
    names = [
        " ".join(
            f"{DEEDS[place % 10]} {THINGS[place // 10 % 10]} {OBJECTS[place // 100 % 20]} "
            f"{ENDS[place // 2000 % 8]}".split()
        )
        for place in places
    ]
    keys = [fold(name) for name in names]
    with connection.cursor() as cursor:
        cursor.execute("insert into procedures_procedure (code, created_at) select unnest(%s::text[]), now()", [codes])
        cursor.execute(INSERT, [codes, names, keys, [f"linh-vuc-{place % 40}" for place in places]])
        for index in ProcedureVersion._meta.indexes:
            if isinstance(
                index, GinIndex
            ):  # as autovacuum does; an index made anew here would not be used by its own transaction
                cursor.execute("select gin_clean_pending_list(%s::regclass)", [index.name])
    learn_words()
