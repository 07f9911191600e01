"""The province's administrator lets programs of other systems in: a secret shown once, renewed, stopped; last used."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from namkhong.config.middleware import ActorMiddleware
from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.accounts import errors
from namkhong.foundation.accounts import queries as clients
from namkhong.foundation.accounts.models import ApiClient
from namkhong.foundation.audit import queries as audit
from namkhong.foundation.audit.models import Entry
from namkhong.foundation.organisations.models import Agency
from namkhong.kernel import clock
from namkhong.kernel.actor import AccountId, Actor, ActorKind, AgencyId, Elevation, Post, PostId, Role
from namkhong.web.tests.english import english_in

pytestmark = pytest.mark.django_db
LIST = "/can-bo/quan-tri/he-thong-ket-noi/"
NEW = f"{LIST}moi/"
ONE = f"{LIST}ma/so-xay-dung/"
FILLED = {"name": "Phần mềm Sở Xây dựng", "client_id": "so-xay-dung", "scopes": ["catalogue", "dossiers:submit"]}
Visit = Callable[[Actor], Client]


def _administrator(*, path: str = "/1/", elevated: bool = True) -> Actor:
    post = Post(PostId(1), Role.ADMINISTRATOR, AgencyId(1), path, "UBND tỉnh", "Quản trị hệ thống")
    until = Elevation("Nối phần mềm của sở", clock.now() + timedelta(hours=1)) if elevated else None
    return Actor(ActorKind.OFFICIAL, AccountId(5), "Nguyễn Đức Thắng", (post,), elevation=until)


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, settings: object) -> Visit:
    """A browser in which this actor is signed in."""

    def make(actor: Actor) -> Client:
        monkeypatch.setattr(ActorMiddleware, "_actor", lambda self, request: actor)
        client = Client()
        client.cookies[getattr(settings, "SESSION_COOKIE_NAME")] = "x"  # noqa: B009 - pytest-django's wrapper
        return client

    return make


@pytest.fixture
def department(db: None) -> Agency:
    """An agency with a code, valid today."""
    return Agency.objects.create(
        code="H18.07", name="Sở Xây dựng", short_name="Sở Xây dựng", kind="department", level="province",
        path="/1/7/", head_title="Giám đốc", search_key="so xay dung", created_at=clock.now(),
        valid_from=clock.local_date(clock.now()) - timedelta(days=1),
    )  # fmt: skip


def _secret_on(html: str) -> str:
    found = re.search(r"Khóa bí mật</dt>\s*<dd[^>]*>([A-Za-z0-9_-]{40,})</dd>", html)
    assert found
    return found.group(1)


def test_a_program_is_let_in_and_its_secret_shown_once(visit: Visit) -> None:
    client = visit(_administrator())
    answer = client.post(NEW, FILLED)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert not english_in(html.replace("so-xay-dung", ""))
    secret = _secret_on(html)
    assert accounts.authenticate_api_client(client_id="so-xay-dung", secret=secret).scopes == {
        "catalogue",
        "dossiers:submit",
    }
    for path in (LIST, ONE):
        page = client.get(path).content.decode()
        assert "Phần mềm Sở Xây dựng" in page
        assert secret not in page
        assert "Chưa dùng lần nào" in page
    assert secret not in str(list(Entry.objects.values()))


def test_what_is_missing_is_told_and_what_was_typed_stays(visit: Visit, department: Agency) -> None:
    client = visit(_administrator())
    for changed, words in (
        ({"name": ""}, "Xin ghi tên hệ thống kết nối"),
        ({"client_id": "Sở!"}, "Mã hệ thống kết nối gồm"),
        ({"scopes": []}, "Xin chọn ít nhất một việc"),
        ({"scopes": ["moi-thu"]}, "chưa được biết"),
        ({"scopes": ["dossiers:read"]}, "phải gắn với một cơ quan"),
        ({"agency": "H99.99"}, "Xin chọn cơ quan trong danh sách"),
    ):
        answer = client.post(NEW, FILLED | changed)
        html = answer.content.decode()
        assert answer.status_code == 422, changed
        assert words in html
        assert "name" in changed or 'value="Phần mềm Sở Xây dựng"' in html
    assert not ApiClient.objects.exists()
    assert client.post(NEW, FILLED | {"scopes": ["dossiers:read"], "agency": department.code}).status_code == 200
    assert ApiClient.objects.get().agency_key == department.code
    assert client.post(NEW, FILLED).status_code == 409


def test_a_new_secret_ends_the_old_one_and_a_page_sent_twice_renews_once(visit: Visit) -> None:
    client = visit(_administrator())
    old = _secret_on(client.post(NEW, FILLED).content.decode())
    seen = client.get(ONE).content.decode()
    rotated = seen.split('name="rotated" value="')[1].split('"')[0]
    answer = client.post(f"{ONE}khoa/", {"rotated": rotated})
    new = _secret_on(answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    again = client.post(f"{ONE}khoa/", {"rotated": rotated})
    assert again.status_code == 409
    assert "đã được cấp mới sau khi mở trang này" in again.content.decode()
    with pytest.raises(errors.ClientRefused):
        accounts.authenticate_api_client(client_id="so-xay-dung", secret=old)
    assert accounts.authenticate_api_client(client_id="so-xay-dung", secret=new).label == FILLED["name"]


def test_it_is_stopped_with_a_reason_and_let_in_again(visit: Visit) -> None:
    client = visit(_administrator())
    secret = _secret_on(client.post(NEW, FILLED).content.decode())
    assert client.post(f"{ONE}doi/", {"active": "0", "reason": " "}).status_code == 422
    assert client.post(f"{ONE}doi/", {"active": "0", "reason": "Bảo trì"}).status_code == 302
    with pytest.raises(errors.ClientRefused):
        accounts.authenticate_api_client(client_id="so-xay-dung", secret=secret)
    assert "Đã ngừng" in client.get(LIST).content.decode()
    assert client.post(f"{ONE}doi/", {"active": "1", "reason": "Xong bảo trì"}).status_code == 302
    assert accounts.authenticate_api_client(client_id="so-xay-dung", secret=secret).label == FILLED["name"]
    entries = audit.entries_of(("api_client", ApiClient.objects.get().pk))
    assert [(entry.action, entry.reason) for entry in reversed(entries)] == [
        ("accounts.api_client_registered", ""),
        ("accounts.api_client_stopped", "Bảo trì"),
        ("accounts.api_client_resumed", "Xong bảo trì"),
    ]


def test_when_it_was_last_there_is_told(visit: Visit) -> None:
    client = visit(_administrator())
    client.post(NEW, FILLED)
    row = ApiClient.objects.get()
    accounts.give_token(client=row, scopes=["catalogue"], now=clock.now() - timedelta(hours=3))
    accounts.give_token(client=row, scopes=["catalogue"], now=clock.now())
    assert abs(clients.last_tokens([row.pk])[row.pk] - clock.now()) < timedelta(minutes=5)
    assert "Chưa dùng lần nào" not in client.get(ONE).content.decode()


def test_only_the_provinces_administrator_in_an_elevated_session(visit: Visit) -> None:
    visit(_administrator()).post(NEW, FILLED)
    plain = visit(_administrator(elevated=False))
    assert plain.get(LIST).status_code == 200
    assert "nâng quyền" in plain.get(ONE).content.decode()
    for path in (NEW, f"{ONE}khoa/", f"{ONE}doi/"):
        assert plain.post(path, FILLED)["Location"].startswith("/can-bo/nang-quyen/")
    commune = visit(_administrator(path="/1/57/"))
    assert [commune.get(path).status_code for path in (LIST, NEW, ONE)] == [403, 403, 403]
    assert [commune.post(f"{ONE}{deed}/", {"active": "0", "reason": "x"}).status_code for deed in ("khoa", "doi")] == [
        403,
        403,
    ]
    assert visit(_administrator()).get(f"{LIST}ma/khong-co/").status_code == 404
    assert ApiClient.objects.get().is_active
