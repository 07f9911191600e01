"""One address, one server or several: every reader of it understands the same."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg import conninfo

from namkhong.config import database, database_url, env, settings

SEVERAL = "?target_session_attrs=read-write"
_TYPED = "a:/@?#[]%,& =ế'\\"


@pytest.mark.parametrize(
    ("url", "hosts", "ports"),
    [
        ("postgresql:///b", "", ""),
        ("postgresql://a:c@one/b", "one", ""),
        ("postgresql://a:c@one:5433/b", "one", "5433"),
        ("postgresql://a@[::1]:5433/b", "::1", "5433"),
        ("postgresql://a@%2Frun%2Fpg/b", "/run/pg", ""),
        ("postgresql://a@/b?host=%2Frun%2Fpg", "/run/pg", ""),
        ("postgresql://a@/b?host=one&port=5433", "one", "5433"),
        (f"postgresql://a@one,two/b{SEVERAL}", "one,two", ""),
        (f"postgresql://a@one:5433,two/b{SEVERAL}", "one,two", "5433,5432"),
        (f"postgresql://a@[::1],[::2]:5433/b{SEVERAL}", "::1,::2", "5432,5433"),
        (f"postgresql://a@/b{SEVERAL}&host=%2Fone,%2Ftwo&port=5432", "/one,/two", "5432,5432"),
    ],
)
def test_an_address_says_its_servers_as_libpq_takes_them(url: str, hosts: str, ports: str) -> None:
    found = database_url.read(url)
    assert (found.hosts, found.ports, found.name) == (hosts, ports, "b")


@given(
    st.lists(st.tuples(st.sampled_from(["a", "may-b", "10.0.0.1"]), st.integers(1, 65_535)), min_size=1, max_size=4),
    st.text(_TYPED, min_size=1, max_size=8),
    st.text(_TYPED, max_size=8),
)
def test_what_is_read_is_what_libpq_reads(servers: list[tuple[str, int]], user: str, password: str) -> None:
    places = ",".join(f"{host}:{port}" for host, port in servers)
    url = f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@{places}/b{SEVERAL}"
    found, theirs = database_url.read(url), conninfo.conninfo_to_dict(url)
    assert theirs["host"] == found.hosts
    assert theirs["port"] == found.ports
    assert theirs["user"] == found.user == user
    assert theirs.get("password", "") == found.password == password
    assert found.options == {"target_session_attrs": "read-write"}


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://a@one/b", "phải có dạng"),
        ("postgresql://a@one/", "phải có dạng"),
        ("postgresql://a@one:port/b", "cổng không đọc được"),
        ("postgresql://a@one:70000/b", "cổng không đọc được"),
        ("postgresql://a@[::1/b", "cổng không đọc được"),
        (f"postgresql://a@/b{SEVERAL}&host=one,two&port=1,2,3", "cổng không đọc được"),
        ("postgresql://a@one,two/b", "target_session_attrs=read-write"),
        ("postgresql://a@one,two/b?target_session_attrs=any", "target_session_attrs=read-write"),
    ],
)
def test_an_address_that_cannot_be_read_is_said_in_one_sentence(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        database_url.read(url)
    assert said in database_url.problem(url)
    with pytest.raises(env.WrongEnvironment, match=said):
        settings._database(url)


@pytest.fixture
def listening() -> Iterator[int]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield int(held.getsockname()[1])


def test_one_of_several_servers_that_answers_is_enough(listening: int) -> None:
    with socket.socket() as gone:
        gone.bind(("127.0.0.1", 0))
        port = gone.getsockname()[1]
    assert database_url.problem(f"postgresql://a@127.0.0.1:{port},127.0.0.1:{listening}/b{SEVERAL}") == ""
    both = database_url.problem(f"postgresql://a@127.0.0.1:{port},127.0.0.1:{port}/b{SEVERAL}")
    assert both.count(f"127.0.0.1:{port} nêu trong DATABASE_URL từ chối kết nối") == 2


def test_django_is_told_of_every_server_and_waits_less_for_each() -> None:
    one = settings._database("postgresql://a:c@one:5433/b?sslmode=require")
    assert (one["HOST"], one["PORT"], one["OPTIONS"]["connect_timeout"]) == ("one", "5433", 5)
    assert one["OPTIONS"]["sslmode"] == "require"
    both = settings._database(f"postgresql://a:c@one,two/b{SEVERAL}")
    assert (both["HOST"], both["PORT"], both["OPTIONS"]["connect_timeout"]) == ("one,two", "", 2)
    assert both["OPTIONS"]["target_session_attrs"] == "read-write"


def test_only_replicas_answering_is_said_with_what_to_do() -> None:
    assert "pg_ctl promote" in database.refusal("connection failed: session is read-only")
