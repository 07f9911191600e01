"""The tree is that of RFC 6962, in memory and in the database; roots are published once a day and carry one another on."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from namkhong.foundation.audit import actions, merkle, queries, sealing, tree
from namkhong.foundation.audit.models import Leaf, Node, TreeHead
from namkhong.foundation.audit.tests.factories import NOW, as_forger, official, sql, write, write_fast
from namkhong.foundation.audit.tests.offline import program
from namkhong.foundation.audit.types import FindingKind

DAY: Final = timedelta(days=1)
# Roots of the trees over the first leaves of this list, as the reference implementation of certificate transparency
# (RFC 6962) gives them.
INPUTS: Final = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS: Final = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def _leaves(count: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(count)]


def _plain_root(leaves: Sequence[bytes]) -> bytes:
    """The definition of RFC 6962, 2.1, word for word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + _plain_root(leaves[:half]) + _plain_root(leaves[half:])).digest()


def test_the_roots_are_those_of_certificate_transparency() -> None:
    leaves = [merkle.leaf_hash(data) for data in INPUTS]
    growing = merkle.Growing()
    for count, known in enumerate(ROOTS, 1):
        growing.add(leaves[count - 1])
        assert merkle.root(0, count, merkle.in_memory(leaves)).hex() == growing.root().hex() == known


@given(st.integers(1, 300).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))))
def test_every_leaf_is_proved_and_no_other_in_its_place(drawn: tuple[int, int]) -> None:
    size, index = drawn
    leaves = _leaves(size)
    path = merkle.inclusion(index, size, merkle.in_memory(leaves))
    root = _plain_root(leaves)
    check = program().root_from_path
    assert check(leaves[index], index, size, path) == root
    assert check(merkle.leaf_hash(b"another"), index, size, path) != root
    assert check(leaves[index], (index + 1) % size, size, path) != root or size == 1
    if path:
        assert check(leaves[index], index, size, path[:-1]) != root


@given(st.integers(1, 300).flatmap(lambda size: st.tuples(st.integers(1, size), st.just(size))))
def test_every_beginning_is_proved_and_no_other(drawn: tuple[int, int]) -> None:
    first, second = drawn
    leaves = _leaves(second)
    path = merkle.consistency(first, second, merkle.in_memory(leaves))
    old, new = _plain_root(leaves[:first]), _plain_root(leaves)
    check = program().is_consistent
    assert check(first, second, old, new, path)
    forged = _plain_root([merkle.leaf_hash(b"another"), *leaves[1:first]])
    assert not check(first, second, forged, new, path)
    assert not check(first, second, old, forged if first != second else merkle.EMPTY, path)


@pytest.mark.django_db
def test_a_tree_grown_in_pieces_is_the_tree_grown_at_once() -> None:
    leaves = _leaves(70_000)
    grown = 0
    for piece in (1, 254, 1, 1, 255, 65_000, 17, len(leaves)):
        tree.append(grown, leaves[grown : grown + piece])
        grown = min(grown + piece, len(leaves))
    assert tree.size() == 70_000
    assert Node.objects.filter(level=8).count() == 273
    assert Node.objects.filter(level=16).count() == 1
    root = _plain_root(leaves)
    assert merkle.root(0, 70_000, tree.Kept()) == root
    started = time.perf_counter()
    path = merkle.inclusion(65_535, 70_000, tree.Kept())
    took = time.perf_counter() - started
    assert program().root_from_path(leaves[65_535], 65_535, 70_000, path) == root
    assert took < 0.1  # a few milliseconds; the rest is for a busy machine
    older = merkle.consistency(66_001, 70_000, tree.Kept())
    assert program().is_consistent(66_001, 70_000, _plain_root(leaves[:66_001]), root, older)


@pytest.mark.django_db(transaction=True)
def test_sealing_grows_the_tree_and_the_first_round_after_midnight_publishes_its_root() -> None:
    write(3)
    actions.seal(NOW)
    assert (Leaf.objects.count(), TreeHead.objects.count()) == (3, 0)
    write(2)
    actions.seal(NOW + DAY)
    first = TreeHead.objects.get()
    assert (str(first.day), first.size) == ("2026-11-23", 5)
    actions.seal(NOW + DAY)
    assert TreeHead.objects.count() == 1
    write(1)
    actions.seal(NOW + 2 * DAY)
    actions.seal(NOW + 3 * DAY)  # a day on which nothing happened is attested too
    second, third = TreeHead.objects.order_by("id")[1:]
    assert (second.size, third.size) == (6, 6)
    assert bytes(second.previous) == bytes(first.hash)
    assert bytes(third.root) == bytes(second.root)
    assert queries.verify().intact


@pytest.mark.django_db(transaction=True)
def test_what_was_sealed_before_there_was_a_tree_gets_its_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    write(5)
    actions.seal(NOW)
    kept = [bytes(leaf.hash) for leaf in Leaf.objects.order_by("position")]
    with as_forger():
        sql("delete from audit_leaf")
    monkeypatch.setattr(sealing, "BATCH", 2)
    actions.seal(NOW)
    assert [bytes(leaf.hash) for leaf in Leaf.objects.order_by("position")] == kept


@pytest.mark.django_db(transaction=True)
def test_a_chain_forged_whole_contradicts_the_published_root() -> None:
    ids = write(4)
    actions.seal(NOW)
    actions.seal(NOW + DAY)
    with as_forger():
        sql("update audit_entry set reason = 'khác' where id = %s", ids[3])
        with connection.cursor() as cursor:
            cursor.execute(
                f"select s.previous, {sealing.SELECTED} from audit_entry e join audit_seal s on s.entry_id = e.id"  # noqa: S608
                " where s.position = 4"
            )
            previous, *row = cursor.fetchone()
        own = sealing.link(bytes(previous), tuple(row))
        sql("update audit_seal set hash = %s where position = 4", own)
        sql("update audit_sealedhead set hash = %s where position = 4", own)
    found = queries.verify().findings
    assert {(one.kind, one.position) for one in found} == {(FindingKind.FORGED, 4)}


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["audit_leaf", "audit_node", "audit_treehead"])
def test_leaves_nodes_and_roots_are_never_changed(table: str) -> None:
    Leaf(position=1, hash=bytes(32)).save(force_insert=True)
    Node(level=8, index=0, hash=bytes(32)).save(force_insert=True)
    TreeHead(
        day=NOW.date(), at=NOW, size=1, root=bytes(32), previous=bytes(32), hash=bytes(32), proof=b""
    ).save(force_insert=True)  # fmt: skip
    for statement in (f"update {table} set hash = hash", f"delete from {table}"):  # noqa: S608
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            sql(statement)


@pytest.mark.django_db(transaction=True)
def test_the_roots_are_published_as_page_json_and_text_at_addresses_that_stay() -> None:
    write(3)
    actions.seal(NOW)
    actions.seal(NOW + DAY)
    head = TreeHead.objects.get()
    client = Client()
    page = client.get("/cong-khai/nhat-ky/")
    assert page.status_code == 200
    assert bytes(head.root).hex() in page.content.decode()
    assert "<script" not in page.content.decode().split("<main")[1].split("</main")[0]
    data = client.get("/cong-khai/nhat-ky/2026/nhat-ky.json")
    assert json.loads(data.content)["heads"][0]["root"] == bytes(head.root).hex()
    again = client.get("/cong-khai/nhat-ky/2026/nhat-ky.json", HTTP_IF_NONE_MATCH=data["ETag"])
    assert again.status_code == 304
    text = client.get("/cong-khai/nhat-ky/2026/nhat-ky.txt")
    assert text.content.decode().split("\t")[3] == bytes(head.root).hex()
    assert client.get("/cong-khai/nhat-ky/2031/nhat-ky.json").status_code == 404
    assert client.get("/cong-khai/nhat-ky/99999999/nhat-ky.txt").status_code == 404
    given_out = client.get("/cong-khai/nhat-ky/kiem-chung.py")
    assert given_out.content.startswith(b"#!/usr/bin/env python3")
    assert hashlib.sha256(given_out.content).hexdigest() in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_tree_costs_the_sealer_little(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def timed() -> float:
        write_fast(4_000)
        started = time.perf_counter()
        actions.seal(NOW)
        return time.perf_counter() - started

    timed()
    with_tree = min(timed(), timed())
    monkeypatch.setattr(tree, "append", lambda before, leaves: None)
    monkeypatch.setattr(sealing, "_catch_up", lambda position: None)
    monkeypatch.setattr(tree, "leaf_of", lambda data, detail: b"")
    without = min(timed(), timed())
    with capsys.disabled():
        said = f"có cây {with_tree:.3f} s, không cây {without:.3f} s, {with_tree / without:.2f} lần"
        print(f"\nniêm phong 4.000 dòng: {said}")  # noqa: T201
    assert with_tree < 5 * without + 0.5


@pytest.mark.django_db
def test_an_entry_says_openly_what_it_commits_to_and_nothing_else() -> None:
    digest = hashlib.sha256(b"x").hexdigest()
    actions.record(official(), "dossiers.received", ("dossier", 5), now=NOW, detail={"a": 1}, commits=[digest])
    (proof,) = queries.proofs(("dossier", 5))
    assert (proof.commits, proof.head, proof.index) == ([digest], None, None)
    assert tree.leaf_data(proof.record, proof.commits) == (
        f'["namkhong-leaf-1","{proof.record}",["{digest}"]]'.encode()
    )  # fmt: skip
