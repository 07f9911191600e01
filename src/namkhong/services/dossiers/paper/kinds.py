"""The forms of the one-stop shop that belong to one dossier: their files, who may open them, what is derived in print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.paper import form01

Printed = Callable[[Mapping[str, Any], Dossier], Mapping[str, Any]]


def _as_kept(data: Mapping[str, Any], dossier: Dossier) -> Mapping[str, Any]:
    del dossier
    return data


@dataclass(frozen=True, slots=True)
class Paper:
    """One form: the name of its file, whether the applicant gets it, what the print adds to what is kept."""

    file_name: str
    for_applicant: bool = True
    printed: Printed = _as_kept


PAPERS: Final[dict[str, Paper]] = {
    "01": Paper("giay-tiep-nhan", printed=form01.with_lookup),
    "02": Paper("phieu-yeu-cau-bo-sung"),
    "03": Paper("phieu-tu-choi-tiep-nhan"),
    "04": Paper("phieu-xin-loi-gia-han"),
    "05": Paper("thong-bao-dung-giai-quyet"),
    "06": Paper("phieu-kiem-soat", for_applicant=False),
}
