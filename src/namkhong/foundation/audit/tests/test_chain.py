"""The chain holds, and names what was done to it."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from datetime import UTC

import pytest
from django.db import connection, transaction

from namkhong.foundation.audit import actions, queries, sealing
from namkhong.foundation.audit.models import Entry, Seal, SealedHead
from namkhong.foundation.audit.tests.factories import NOW, as_forger, official, sql, write, write_fast
from namkhong.foundation.audit.types import Finding, FindingKind, Verification

pytestmark = pytest.mark.django_db(transaction=True)


def _found(result: Verification) -> set[tuple[FindingKind, int | None, int | None]]:
    return {(finding.kind, finding.position, finding.entry_id) for finding in result.findings}


def test_an_untouched_chain_is_intact() -> None:
    write(7)
    assert actions.seal(NOW) == 7
    result = queries.verify()
    assert result.intact
    assert (result.sealed, result.tail) == (7, 0)
    assert result.head is not None
    assert result.head.position == 7
    assert "7 bản ghi đã niêm phong, không sai lệch." in result.sentences(NOW)


def test_an_empty_record_is_intact() -> None:
    assert actions.seal(NOW) == 0
    assert queries.verify() == Verification(0, (), 0, None, 0, None)


def test_sealing_twice_seals_once() -> None:
    write(3)
    assert (actions.seal(NOW), actions.seal(NOW)) == (3, 0)


def test_the_unsealed_tail_is_counted_and_not_wrong() -> None:
    write(2)
    actions.seal(NOW)
    write(3)
    result = queries.verify()
    assert result.intact
    assert result.tail == 3
    oldest = Entry.objects.order_by("-id")[2]
    assert result.tail_oldest == oldest.written_at


@pytest.mark.parametrize(
    "change",
    [
        "reason = 'khác'",
        "detail = '{\"step\": 99}'",
        "actor_account_id = 12",
        "at = at + interval '1 microsecond'",
        "written_at = written_at - interval '1 day'",
        "elevated = true",
        "person_id = 5, purpose = 'x'",
        "subject_id = '1 '",
    ],
)
def test_an_altered_row_is_named(change: str) -> None:
    ids = write(5)
    actions.seal(NOW)
    with as_forger():
        sql(f"update audit_entry set {change} where id = %s", ids[2])  # noqa: S608
    result = queries.verify()
    assert _found(result) == {(FindingKind.ALTERED, 3, ids[2])}
    assert f"Bản ghi {ids[2]} (vị trí 3) đã bị sửa." in result.sentences(NOW)


def test_a_deleted_row_is_named() -> None:
    ids = write(5)
    actions.seal(NOW)
    with as_forger():
        sql("delete from audit_entry where id = %s", ids[1])
    assert _found(queries.verify()) == {(FindingKind.MISSING, 2, ids[1])}


def test_a_row_deleted_together_with_its_seal_is_named_by_position() -> None:
    ids = write(5)
    actions.seal(NOW)
    with as_forger():
        sql("delete from audit_entry where id = %s", ids[1])
        sql("delete from audit_seal where entry_id = %s", ids[1])
    assert _found(queries.verify()) == {(FindingKind.MISSING, 2, None)}


def test_the_end_of_the_chain_cut_off_is_named() -> None:
    ids = write(5)
    actions.seal(NOW)
    with as_forger():
        sql("delete from audit_entry where id >= %s", ids[3])
        sql("delete from audit_seal where position >= 4")
    assert _found(queries.verify()) == {(FindingKind.MISSING, 4, None), (FindingKind.MISSING, 5, None)}


def test_an_inserted_row_is_named() -> None:
    ids = write(3)
    actions.seal(NOW)
    write(2)
    actions.seal(NOW)
    with as_forger():
        sql(
            "insert into audit_entry select nextval('audit_entry_id_seq'), at, written_at, xid, cluster, actor_kind,"
            " actor_account_id, actor_label, actor_post, agency_name, agency_path, on_behalf_of, action, subject_type,"
            " '999', person_id, purpose, reason, detail, elevated from audit_entry where id = %s",
            ids[1],
        )
    forged = Entry.objects.get(subject_id="999")
    actions.seal(NOW)
    assert _found(queries.verify()) == {(FindingKind.INSERTED, None, forged.pk)}


def test_an_altered_row_with_its_own_seal_recomputed_breaks_the_chain() -> None:
    ids = write(5)
    actions.seal(NOW)
    with as_forger():
        sql("update audit_entry set reason = 'khác' where id = %s", ids[2])
        _reseal_from(3, stop=3)
    assert _found(queries.verify()) == {(FindingKind.BROKEN, 4, ids[3])}


def test_a_chain_recomputed_to_its_end_contradicts_the_heads() -> None:
    ids = write(4)
    actions.seal(NOW)
    write(1)
    actions.seal(NOW)
    with as_forger():
        sql("update audit_entry set reason = 'khác' where id = %s", ids[2])
        _reseal_from(3, stop=5)
    assert _found(queries.verify()) == {(FindingKind.FORGED, 4, None), (FindingKind.FORGED, 5, None)}


def test_a_chain_recomputed_with_its_heads_contradicts_the_head_written_down_elsewhere() -> None:
    ids = write(4)
    actions.seal(NOW)
    known = queries.verify().head
    assert known is not None
    with as_forger():
        sql("update audit_entry set reason = 'khác' where id = %s", ids[2])
        _reseal_from(3, stop=4)
        sql("update audit_sealedhead h set hash = s.hash from audit_seal s where s.position = h.position")
    assert queries.verify().intact
    assert _found(queries.verify({known.position: known.hash})) == {(FindingKind.FORGED, 4, None)}


def _reseal_from(position: int, *, stop: int) -> None:
    """What a forger who knows the rule would do."""
    while position <= stop:
        with connection.cursor() as cursor:
            cursor.execute("select hash from audit_seal where position = %s", [position - 1])
            previous = bytes(cursor.fetchone()[0])
            cursor.execute(
                f"select {sealing.SELECTED} from audit_entry e join audit_seal s on s.entry_id = e.id"  # noqa: S608
                " where s.position = %s",
                [position],
            )
            own = sealing.link(previous, cursor.fetchone())
        sql("update audit_seal set hash = %s, previous = %s where position = %s", own, previous, position)
        position += 1


def test_an_outsider_can_recompute_the_chain_from_the_documented_rule() -> None:
    write(3)
    actions.record(
        official(), "dossiers.moved", ("dossier", "đ"), now=NOW, detail={"z": [1, None, True], "ă": {"b": "“"}}
    )
    actions.seal(NOW)
    previous = bytes(32)
    for seal in Seal.objects.order_by("position"):
        e = Entry.objects.get(pk=seal.entry_id)
        fields = ["namkhong-audit-1", e.pk]
        fields += [m.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") for m in (e.at, e.written_at)]
        fields += [e.xid, e.cluster, e.actor_kind, e.actor_account_id, e.actor_label, e.actor_post, e.agency_name]
        fields += [e.agency_path, e.on_behalf_of, e.action, e.subject_type, e.subject_id, e.person_id, e.purpose]
        fields += [e.reason, e.detail, e.elevated]
        line = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        previous = hashlib.sha256(previous + line).digest()
        assert bytes(seal.hash) == previous


def test_entries_of_a_transaction_that_is_still_open_wait() -> None:
    opened, release = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                write(1, "slow.deed")
                opened.set()
                release.wait(10)
        finally:
            connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    assert opened.wait(10)
    write(3)
    # The later, finished entries wait for the earlier, open transaction: nothing may ever appear below a seal.
    assert actions.seal(NOW) == 0
    release.set()
    writer.join()
    assert actions.seal(NOW) == 4
    assert queries.verify().intact


def test_writers_sealer_and_verifier_at_once_never_cry_wolf() -> None:
    stop = threading.Event()
    wrong: list[Finding] = []
    failures: list[BaseException] = []

    def guarded(work: object) -> None:
        try:
            while not stop.is_set():
                work()  # type: ignore[operator]
        except BaseException as problem:  # noqa: BLE001
            failures.append(problem)
        finally:
            connection.close()

    def short() -> None:
        write(1)

    def long() -> None:
        with transaction.atomic():
            write(2)
            time.sleep(0.05)
            with transaction.atomic():
                write(1)

    def check() -> None:
        wrong.extend(queries.verify().findings)

    works = [short, short, long, long, check, lambda: actions.seal(NOW), lambda: actions.seal(NOW)]
    threads = [threading.Thread(target=guarded, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    time.sleep(3)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert wrong == []
    actions.seal(NOW)
    result = queries.verify()
    assert result.intact
    assert result.tail == 0
    assert result.sealed == Entry.objects.count() > 100


def test_a_dump_restored_into_another_cluster_goes_on_without_crying_wolf() -> None:
    write(3)
    actions.seal(NOW)
    write(2)  # never sealed at home
    with as_forger():  # as restored elsewhere: the rows keep the other cluster's number and its far higher xids
        sql("update audit_entry set cluster = 42, xid = (xid::text::bigint + 1000000000)::text::xid8")
        sql(
            "update audit_sealedhead set cluster = 42, horizon_xid = (horizon_xid::text::bigint + 1000000000)::text::xid8"
        )
        _reseal_from_start()
    write(2)  # new rows, with lower transaction ids than the restored horizon
    assert queries.verify().intact
    assert queries.verify().tail == 4
    assert actions.seal(NOW) == 2
    result = queries.verify()
    assert result.intact
    assert (result.sealed, result.tail) == (7, 0)
    with as_forger():
        sql(
            "insert into audit_entry select nextval('audit_entry_id_seq'), at, written_at, xid, 42, actor_kind,"
            " actor_account_id, actor_label, actor_post, agency_name, agency_path, on_behalf_of, action, subject_type,"
            " '999', person_id, purpose, reason, detail, elevated from audit_entry order by id desc limit 1"
        )
    assert _found(queries.verify()) == {(FindingKind.INSERTED, None, Entry.objects.get(subject_id="999").pk)}


def _reseal_from_start() -> None:
    sql("insert into audit_seal (position, entry_id, previous, hash) values (0, -1, %s, %s)", bytes(32), bytes(32))
    _reseal_from(1, stop=3)
    sql("delete from audit_seal where position = 0")
    sql("update audit_sealedhead h set hash = s.hash from audit_seal s where s.position = h.position")


def test_a_transaction_larger_than_a_batch_is_sealed_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    with transaction.atomic():
        write(9)
    write(3)
    assert actions.seal(NOW) == 12
    assert queries.verify().intact
    assert [head.position for head in SealedHead.objects.order_by("id")] == [4, 8, 12]


def test_ten_thousand_rows_are_sealed_and_verified_in_seconds() -> None:
    write_fast(10_000)
    started = time.perf_counter()
    assert actions.seal(NOW) == 10_000
    sealed = time.perf_counter() - started
    started = time.perf_counter()
    assert queries.verify().intact
    assert sealed < 10
    assert time.perf_counter() - started < 10
