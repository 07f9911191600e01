"""What is searched: folded words of each version, synonyms from the facts, and the vocabulary that mends typing."""

from __future__ import annotations

from django.db import connection

from namkhong.kernel.text import fold
from namkhong.services.procedures.models import ProcedureVersion
from namkhong.services.procedures.synonyms import synonyms


def more_key(*parts: str) -> str:
    """Everything searched besides the name, with what people say instead."""
    folded = " ; ".join(fold(part) for part in parts if part)
    said = [fold(word) for entry in synonyms()["words"] if fold(entry["law"]) in folded for word in entry["people"]]
    return " ; ".join(dict.fromkeys([folded, *said]))


def learn_words() -> None:
    """Count the words of the catalogue anew; one statement, less than a second at ten thousand procedures."""
    with connection.cursor() as cursor:
        cursor.execute("delete from procedures_searchword")
        cursor.execute(
            "insert into procedures_searchword (word, seen)"
            " select word, ndoc from ts_stat('select search from procedures_procedureversion')"
            " where word ~ '^[a-z]{1,40}$'"
        )


def refresh_search() -> int:
    """Write the search keys of every version again, after the synonyms changed; returns how many differed."""
    changed = []
    rows = ProcedureVersion.objects.select_related("field", "procedure").only(
        "name", "question", "result_name", "more_key", "source", "field__name", "procedure__code"
    )
    for row in rows.iterator(chunk_size=500):
        keywords = " ".join(str(word) for word in row.source.get("keywords", []))
        key = more_key(row.procedure.code, row.name, row.question, row.field.name, row.result_name, keywords)
        if key != row.more_key:
            row.more_key = key
            changed.append(row)
    ProcedureVersion.objects.bulk_update(changed, ["more_key"], batch_size=500)
    learn_words()
    return len(changed)
