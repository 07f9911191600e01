"""``/api/v1`` end to end, as another system uses it: token, submit, read, list, move."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client

from namkhong.config.tests.callers import Caller
from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.accounts.actions.clients import WRONG_SECRETS
from namkhong.foundation.accounts.models import ApiClient, OnceKey
from namkhong.foundation.audit.models import Entry
from namkhong.kernel import remembering
from namkhong.kernel.actor import Scope
from namkhong.services.dossiers.models import Dossier, Step, Submission
from namkhong.services.dossiers.tests import factories, sending
from namkhong.services.dossiers.tests.factories import MARRIAGE, MONDAY, SETUP, SYSTEM, Province

pytestmark = pytest.mark.django_db
PROBLEM: Final = "application/problem+json"


@pytest.fixture
def world() -> Iterator[Province]:
    with time_machine.travel(MONDAY, tick=False):
        yield factories.province()


@pytest.fixture
def caller(world: Province) -> Caller:
    return Caller(sending.token())


def _code(caller: Caller) -> str:
    made = caller.post("/dossiers", sending.body())
    assert made.status_code == 201, made.content.decode()
    return str(made.json()["code"])


def _said(answer: Any, status: int, kind: str = "") -> dict[str, Any]:
    """A problem with this status, in Vietnamese."""
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == PROBLEM
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    if kind:
        assert told["type"] == f"urn:namkhong:problem:{kind}"
    return told


# ---- the way of a dossier


def test_a_dossier_is_submitted_read_listed_and_moved(world: Province, caller: Caller) -> None:
    made = caller.post("/dossiers", sending.body())
    assert made.status_code == 201, made.content.decode()
    code = made.json()["code"]
    assert made.json() | {"secret": ""} == {"code": code, "state": "filed", "revision": 1, "secret": ""}
    assert made["Location"] == f"/api/v1/dossiers/{code}"
    read = caller.get(f"/dossiers/{code}")
    assert read["ETag"] == made["ETag"] == '"1"'
    assert (read.json()["state"], read.json()["moves"], read.json()["procedure"]) == ("filed", ["receive"], MARRIAGE)
    listed = caller.get("/dossiers?view=to_receive").json()
    assert ([row["code"] for row in listed["items"]], listed["next"]) == ([code], "")
    moved = caller.move(code, 1, move="receive")
    assert (moved.status_code, moved.json()) == (200, {"code": code, "state": "in_progress", "revision": 3})
    forwarded = caller.move(code, 3, move="forward", note="Đủ điều kiện")
    assert forwarded.json()["revision"] == 4
    assert caller.get(f"/dossiers/{code}").json()["moves"] == []  # the leader's decision is a person's


def test_it_leaves_the_same_rows_as_the_pages_and_says_who_agreed_how(world: Province, caller: Caller) -> None:
    code = _code(caller)
    row = Dossier.objects.get(code=code)
    account = ApiClient.objects.get().account_id
    assert (row.channel, row.helper_id, row.owner_id, row.person_id) == ("system", account, None, world.lan.person_id)
    agreed = Submission.objects.get(dossier=row)
    assert (agreed.consent, agreed.item_number, agreed.agreed_at) == ("elsewhere", "NDXP-2026-000017", MONDAY)
    assert Step.objects.get(dossier=row).by_id == account
    deeds = Entry.objects.filter(subject_type="dossier", subject_id=str(row.pk))
    assert [(deed.action, deed.actor_kind) for deed in deeds.order_by("pk")] == [
        ("dossiers.sent_by_system", "api_client"),
        ("dossiers.filed", "api_client"),
    ]


def test_the_applicant_sees_it_and_her_secret_opens_it(world: Province, caller: Caller) -> None:
    from namkhong.services.dossiers import queries

    told = caller.post("/dossiers", sending.body()).json()
    assert queries.with_secret(told["code"], told["secret"], now=MONDAY) is not None
    assert told["code"] in {row.code for row in queries.mine(world.lan, now=MONDAY).items}


def test_whoever_comes_for_the_first_time_is_enrolled(world: Province, caller: Caller) -> None:
    who = sending.body()["applicant"] | {"personal_number": "011099000123", "full_name": "Vàng A Dơ", "gender": "male"}
    answers = sending.ANSWERS | {"gender": "male"}
    made = caller.post("/dossiers", sending.body(applicant=who, answers=answers))
    assert made.status_code == 201, made.content.decode()
    assert Dossier.objects.get(code=made.json()["code"]).applicant_name == "Vàng A Dơ"


def test_files_are_sent_first_and_then_named(world: Province, caller: Caller) -> None:
    sent = caller.upload(factories.pdf())
    assert sent.status_code == 201, sent.content.decode()
    again = caller.get(f"/files/{sent.json()['id']}")
    assert b"".join(again.streaming_content) == factories.pdf()
    assert again["ETag"] == f'"{sent.json()["sha256"]}"'
    papers = caller.get(f"/procedures/{MARRIAGE}").json()["components"]
    paper = next(one for one in papers if not one["is_form"] and not one["present_only"])
    body = sending.body(files=[{"component": paper["id"], "file": sent.json()["id"]}])
    code = caller.post("/dossiers", body).json()["code"]
    content = caller.get(f"/dossiers/{code}/content?purpose=Đối soát hồ sơ").json()
    assert [(one["file"], one["component"]) for one in content["files"]] == [(sent.json()["id"], paper["id"])]
    got = caller.get(f"/dossiers/{code}/files/{sent.json()['id']}")
    assert b"".join(got.streaming_content) == factories.pdf()
    stranger = Caller(sending.token("he-thong-khac"))
    _said(stranger.get(f"/files/{sent.json()['id']}"), 404, "no-such-file")


def test_reading_personal_data_is_recorded_with_its_purpose(world: Province, caller: Caller) -> None:
    code = _code(caller)
    content = caller.get(f"/dossiers/{code}/content?purpose=Đối soát hồ sơ").json()
    assert content["applicant"]["personal_number"] == "011199000015"
    assert content["answers"]["purpose"] == "loan"
    read = Entry.objects.get(action="audit.personal_data_read", person_id=world.lan.person_id)
    assert (read.purpose, read.actor_label) == ("Đối soát hồ sơ", "Hệ thống cong-tinh-ban")
    assert "011199000015" not in caller.get(f"/dossiers/{code}").content.decode()
    assert "Lan" not in caller.get("/dossiers").content.decode()


# ---- once


def test_the_same_key_gives_the_same_answer_and_one_dossier(world: Province, caller: Caller) -> None:
    first = caller.post("/dossiers", sending.body(), key="gui-lan-1")
    again = caller.post("/dossiers", sending.body(), key="gui-lan-1")
    assert (again.status_code, again.json(), again["ETag"]) == (201, first.json(), first["ETag"])
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Dossier.objects.filter(channel="system").count() == 1
    assert first.json()["secret"] not in str(OnceKey.objects.values_list("answer", flat=True))


def test_the_same_key_with_another_body_is_refused(world: Province, caller: Caller) -> None:
    caller.post("/dossiers", sending.body(), key="gui-lan-1")
    _said(caller.post("/dossiers", sending.body(return_way="post"), key="gui-lan-1"), 422, "key-reused")


def test_a_key_belongs_to_its_program(world: Province, caller: Caller) -> None:
    caller.post("/dossiers", sending.body(), key="gui-lan-1")
    other = Caller(sending.token("he-thong-khac")).post("/dossiers", sending.body(), key="gui-lan-1")
    assert "Idempotency-Replayed" not in other
    assert Dossier.objects.filter(channel="system").count() == 2


def test_what_was_refused_may_be_sent_again_with_the_same_key(world: Province, caller: Caller) -> None:
    _said(caller.post("/dossiers", sending.body(answers={}), key="gui-lan-1"), 422, "incomplete")
    assert caller.post("/dossiers", sending.body(), key="gui-lan-1").status_code == 201


@pytest.mark.parametrize("key", ["", "ngan", "x" * 201, "có dấu tiếng Việt"])
def test_a_write_without_a_key_is_refused(world: Province, caller: Caller, key: str) -> None:
    headers = {"Idempotency-Key": key.encode().decode("latin-1")} if key else {}
    answer = caller.client.post("/api/v1/dossiers", sending.body(), content_type="application/json", headers=headers)
    assert [error["field"] for error in _said(answer, 400, "no-key")["errors"]] == ["Idempotency-Key"]


@pytest.mark.django_db(transaction=True)
def test_one_request_sent_twenty_times_at_once_is_one_dossier(world: Province) -> None:
    token, key, heard = sending.token(), uuid4().hex, list[tuple[int, str]]()
    start = threading.Barrier(20)

    def send() -> None:
        try:
            start.wait(30)
            answer = Caller(token).post("/dossiers", sending.body(), key=key)
            heard.append((answer.status_code, answer.json().get("code", "")))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(heard) == 20
    assert {status for status, _code in heard} <= {201, 409}
    assert len({code for status, code in heard if status == 201}) == 1
    assert Dossier.objects.filter(channel="system").count() == 1


# ---- what was read, and is it still so


def test_a_reading_that_is_held_costs_no_body(world: Province, caller: Caller) -> None:
    code = _code(caller)
    for path in (f"/dossiers/{code}", "/dossiers", "/procedures", f"/procedures/{MARRIAGE}", "/places", "/agencies"):
        first = caller.get(path)
        assert first.status_code == 200, path
        held = caller.get(path, **{"If-None-Match": f'W/"x", {first["ETag"]}'})
        assert (held.status_code, held.content, held["ETag"]) == (304, b"", first["ETag"])
    caller.move(code, 1, move="receive")
    assert caller.get(f"/dossiers/{code}", **{"If-None-Match": '"1"'}).status_code == 200


def test_a_move_upon_an_old_reading_is_refused_with_who_was_faster(world: Province, caller: Caller) -> None:
    from namkhong.services.dossiers import actions

    code = _code(caller)
    actions.receive(dossier_id=Dossier.objects.get(code=code).pk, actor=world.counter, now=MONDAY)
    assert "Lò Thị Xuân" in _said(caller.move(code, 1, move="receive"), 412, "stale")["detail"]
    _said(caller.post(f"/dossiers/{code}/moves", {"move": "receive"}), 428, "no-revision")
    _said(caller.move(code, 3, move="receive"), 409, "wrong-state")
    _said(caller.move(code, 3, move="hand_over"), 409, "wrong-state")


def test_what_a_move_needs_is_said_field_by_field(world: Province, caller: Caller) -> None:
    code = _code(caller)
    caller.move(code, 1, move="receive")
    told = _said(caller.move(code, 3, move="decide"), 422, "not-as-said")
    assert [error["field"] for error in told["errors"]] == ["move"]
    assert "receive" in told["errors"][0]["detail"]


# ---- lists


def test_a_list_goes_on_where_it_ended_and_tells_each_once(world: Province, caller: Caller) -> None:
    sent = {_code(caller) for _number in range(3)}
    kept = Dossier.objects.get(code=min(sent))
    stem, number = str(kept.code).rsplit("-", 1)
    for more in range(60):
        kept.pk, kept.public_id, kept.answers_id = None, uuid4(), None
        kept.code = f"{stem}-{int(number) + 1_000 + more}"
        kept.save(force_insert=True)
    first = caller.get("/dossiers").json()
    assert len(first["items"]) == 50
    second = caller.get(f"/dossiers?cursor={first['next']}").json()
    codes = [row["code"] for row in (*first["items"], *second["items"])]
    assert (len(codes), len(set(codes)), second["next"]) == (63, 63, "")
    dues = [row["step_due_at"] for row in (*first["items"], *second["items"])]
    assert dues == sorted(dues)
    _said(caller.get("/dossiers?cursor=AAAA"), 422)


def test_the_whole_agency_is_listed_for_who_may_read_it(world: Province, caller: Caller) -> None:
    code = _code(caller)
    caller.move(code, 1, move="receive")
    assert [row["code"] for row in caller.get("/dossiers?view=in_progress").json()["items"]] == [code]
    assert caller.get("/dossiers?view=paused").json()["items"] == []
    away = Caller(sending.token("xa-ben", agency=factories.NEXT_DOOR))
    assert away.get("/dossiers?view=in_progress").json()["items"] == []


# ---- look-ups


def test_places_agencies_and_stages_are_looked_up(world: Province, caller: Caller) -> None:
    assert "11" in {place["code"] for place in caller.get("/places").json()["items"]}
    assert "Xã Mường Phăng" in {place["name"] for place in caller.get("/places?province=11").json()["items"]}
    assert caller.get(f"/agencies/{factories.COMMUNE}").json()["became"] == []
    assert factories.COMMUNE in {one["code"] for one in caller.get("/agencies").json()["items"]}
    code = _code(caller)
    assert caller.get(f"/stages/{code}").json() == {"code": code, "stage": "Chờ tiếp nhận", "agency_now": ""}
    _said(caller.get("/stages/H18.55.04-261123-9999"), 404, "no-such-dossier")


def test_a_procedure_says_all_that_a_submission_needs(world: Province, caller: Caller) -> None:
    import jsonschema_rs

    told = caller.get(f"/procedures/{MARRIAGE}").json()
    fixed = {"requester": {"full_name": "Lò Thị Lan", "date_of_birth": "1999-03-08", "personal_number": "011199000015"}}
    jsonschema_rs.validate(told["form"]["answers_schema"], sending.ANSWERS | fixed)
    assert MARRIAGE in {row["code"] for row in caller.get("/procedures").json()["items"]}


# ---- tokens


def _asks(secret: str, client_id: str = "cong", **form: str) -> Any:
    given = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    form = {"grant_type": "client_credentials", **form}
    return Client(enforce_csrf_checks=True).post(
        "/api/v1/oauth/token", form, headers={"Authorization": f"Basic {given}"}
    )


def _registered(*scopes: Scope) -> str:
    return accounts.register_api_client(
        client_id="cong", name="Cổng", scopes=[scope.value for scope in scopes], actor=SYSTEM, now=SETUP
    ).secret


def test_a_token_is_given_for_an_hour_and_only_for_what_the_client_has(world: Province) -> None:
    secret = _registered(Scope.CATALOGUE, Scope.FILES)
    answer = _asks(secret)
    told = answer.json()
    assert (answer.status_code, told["token_type"], told["expires_in"]) == (200, "Bearer", 3600)
    assert set(told["scope"].split()) == {"catalogue", "files"}
    assert "refresh_token" not in told
    assert answer["Cache-Control"] == "no-store"
    assert Caller(told["access_token"]).get("/places").status_code == 200
    narrow = _asks(secret, scope="files").json()
    _said(Caller(narrow["access_token"]).get("/places"), 403, "scope-missing")
    assert _asks(secret, scope="files dossiers:read").json()["error"] == "invalid_scope"
    assert _asks(secret, grant_type="password").json()["error"] == "unsupported_grant_type"


def test_id_and_secret_may_stand_in_the_form_and_a_wrong_one_says_nothing(world: Province) -> None:
    secret = _registered(Scope.CATALOGUE)
    form = {"grant_type": "client_credentials", "client_id": "cong", "client_secret": secret}
    assert Client().post("/api/v1/oauth/token", form).status_code == 200
    wrong = [_asks("sai"), _asks(secret, "khong-co"), _asks("\x00", "\x00"), Client().post("/api/v1/oauth/token", {})]
    assert {(answer.status_code, answer.json()["error"]) for answer in wrong} <= {
        (401, "invalid_client"),
        (400, "invalid_request"),
    }
    assert all("error_description" in answer.json() for answer in wrong)


def test_guessing_a_secret_is_held_and_the_right_one_waits_too(world: Province) -> None:
    secret = _registered(Scope.CATALOGUE)
    for _number in range(WRONG_SECRETS):
        assert _asks("sai").status_code == 401
    held = _asks(secret)
    _said(held, 429, "asked-too-often")
    assert int(held["Retry-After"]) > 0


def test_the_database_holds_no_token(world: Province) -> None:
    from oauth2_provider.models import AccessToken

    token = sending.token()
    row = AccessToken.objects.get()
    assert token not in (row.token, row.token_checksum)
    assert Caller(row.token).get("/places").status_code == 401


def test_a_token_ends_with_its_hour_its_client_its_secret_or_when_given_up(world: Province) -> None:
    remembering.begin_anew()
    token = sending.token()
    assert Caller(token).get("/places").status_code == 200
    with time_machine.travel(MONDAY + timedelta(minutes=61), tick=False):
        assert _said(Caller(token).get("/places"), 401, "no-token")
    accounts.switch_api_client(client_id="cong-tinh-ban", active=False, reason="Bảo trì", actor=SYSTEM, now=MONDAY)
    assert Caller(token).get("/places").status_code == 401
    secret = _registered(Scope.CATALOGUE)
    token = _asks(secret).json()["access_token"]
    accounts.rotate_secret(client_id="cong", actor=SYSTEM, now=MONDAY)
    assert Caller(token).get("/places").status_code == 401


def test_a_token_is_given_up_by_its_own_client(world: Province) -> None:
    secret = _registered(Scope.CATALOGUE)
    token = _asks(secret).json()["access_token"]
    given = base64.b64encode(f"cong:{secret}".encode()).decode()
    for _time in range(2):
        done = Client().post("/api/v1/oauth/revoke", {"token": token}, headers={"Authorization": f"Basic {given}"})
        assert done.status_code == 200, done.content
    assert Caller(token).get("/places").status_code == 401


def test_who_asks_too_often_is_told_how_long_to_wait(world: Province) -> None:
    caller = Caller(sending.token("voi-vang", per_minute=3))
    answers = [caller.get("/places") for _number in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert _said(answers[-1], 429, "asked-too-often")
    assert Caller(sending.token()).get("/places").status_code == 200


# ---- the door


def test_cookies_open_nothing_and_none_are_set(world: Province) -> None:
    from namkhong.foundation.accounts.models import Account

    browser = Client()
    browser.force_login(Account.objects.get(pk=world.counter.account_id or 0))
    _said(browser.get("/api/v1/dossiers"), 401, "no-token")
    answer = Caller(sending.token()).get("/places")
    assert not answer.cookies
    assert not any(name.lower().startswith("access-control-") for name in answer.headers)
    foreign = Caller().client.options("/api/v1/places", headers={"Origin": "https://xau.example"})
    assert foreign.status_code == 405
    assert "Access-Control-Allow-Origin" not in foreign


def test_a_token_opens_no_page(world: Province, caller: Caller) -> None:
    assert caller.client.get("/can-bo/").status_code == 302
    assert caller.client.get("/ho-so/").status_code == 302


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/api/v1/khong-co", 404, "not-there"),
        ("GET", "/api/", 404, "not-there"),
        ("GET", "/api/v2/dossiers", 404, "not-there"),
        ("DELETE", "/api/v1/dossiers", 405, "not-this-method"),
        ("PUT", "/api/v1/oauth/token", 405, "not-this-method"),
        ("GET", "/api/v1/dossiers/%00", 404, "no-such-dossier"),
        ("GET", "/api/v1/agencies/%00", 404, "no-such-agency"),
        ("GET", "/api/v1/files/khong-phai-ma", 404, "not-there"),
    ],
)
def test_strange_requests_are_answered_as_problems(
    caller: Caller, method: str, path: str, status: int, kind: str
) -> None:
    _said(caller.client.generic(method, path), status, kind)


@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", b'"x"', b"null", b"\xff\xfe", b'{"procedure": "\\u0000"}', b'{"procedure": "\\ud800"}', b"NaN"],
)
def test_a_body_that_cannot_be_read_is_refused(caller: Caller, body: bytes) -> None:
    answer = caller.client.post(
        "/api/v1/dossiers", body, content_type="application/json", headers={"Idempotency-Key": uuid4().hex}
    )
    assert answer.status_code in {400, 422}
    _said(answer, answer.status_code)


def test_a_body_too_large_is_refused(caller: Caller) -> None:
    body = b'{"x":"' + b"x" * 3_000_000 + b'"}'
    answer = caller.client.post(
        "/api/v1/dossiers", body, content_type="application/json", headers={"Idempotency-Key": uuid4().hex}
    )
    _said(answer, 413, "too-big")


def test_what_a_process_knows_is_not_asked_again(
    world: Province, caller: Caller, django_assert_max_num_queries: Any
) -> None:
    code = _code(caller)
    for path in (f"/dossiers/{code}", "/dossiers", "/dossiers?view=to_receive"):
        caller.get(path)
        with django_assert_max_num_queries(2):  # the dossiers, and at most the token
            assert caller.get(path).status_code == 200
