"""Preparing every field before the first signature, and filling the number and the date in between.

Signature fields and text boxes are put into the file once; later only their content changes, which every reader of signed
files accepts as filling in a form. Nothing else of a signed file is ever touched.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from django.utils.translation import gettext as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from namkhong.foundation.signatures import inspecting
from namkhong.foundation.signatures.errors import NotSignable
from namkhong.foundation.signatures.types import Place, Slot

_PRINT = 4  # annotation flag
_READ_ONLY = 1  # field flag: filled in by the platform, not by a reader


def names(reader: PdfFileReader) -> set[str]:
    """The names of all fields of the file."""
    return {_name(reference) for reference in _fields(reader.root)}


def _fields(root: generic.DictionaryObject) -> Iterator[generic.IndirectObject]:
    form = root["/AcroForm"] if "/AcroForm" in root else {}  # noqa: SIM401 - get() would give the reference
    for reference in form["/Fields"] if "/Fields" in form else ():  # noqa: SIM401 - as above
        if isinstance(reference, generic.IndirectObject):
            yield reference


def _name(reference: generic.IndirectObject) -> str:
    field = reference.get_object()
    return str(field["/T"]) if isinstance(field, generic.DictionaryObject) and "/T" in field else ""


def prepared(pdf: bytes, slots: Sequence[Slot]) -> bytes:
    """The file with every field in it. A file that is signed already gets no more fields.

    :raises NotSignable: when it cannot be read, is signed, or has no such page.
    """
    reader = inspecting.opened(pdf)
    if reader.embedded_signatures:
        raise NotSignable(_("Tệp PDF đã có chữ ký nên không thêm vị trí ký được nữa. Xin dùng tệp chưa ký."))
    pages = int(reader.root["/Pages"]["/Count"])
    taken = names(reader)
    for slot in slots:
        if slot.place.page >= pages or slot.place.width <= 0 or slot.place.height <= 0:
            raise NotSignable(_("Vị trí ký nằm ngoài trang. Xin chọn lại vị trí."))
        if slot.name in taken:
            raise NotSignable(_("Tệp PDF có sẵn một ô trùng tên với vị trí ký. Xin xuất lại tệp không có biểu mẫu."))
        taken.add(slot.name)
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    for slot in slots:
        if slot.kind.signed:
            append_signature_field(writer, SigFieldSpec(slot.name, on_page=slot.place.page, box=slot.place.box))
        else:
            _append_text(writer, slot)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def _append_text(writer: IncrementalPdfFileWriter, slot: Slot) -> None:
    page_ref = writer.find_page_for_modification(slot.place.page)[0]
    field = generic.DictionaryObject(
        {
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): generic.TextStringObject(slot.name),
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/F"): generic.NumberObject(_PRINT),
            pdf_name("/Ff"): generic.NumberObject(_READ_ONLY),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, slot.place.box)),
            pdf_name("/P"): page_ref,
            pdf_name("/V"): generic.TextStringObject(""),
            pdf_name("/DA"): generic.TextStringObject("/Helv 0 Tf 0 g"),
        }
    )
    reference = writer.add_object(field)
    writer.register_annotation(page_ref, reference)
    root = writer.root
    if "/AcroForm" not in root:
        form = generic.DictionaryObject({pdf_name("/Fields"): generic.ArrayObject()})
        root["/AcroForm"] = writer.add_object(form)
        writer.update_root()
    form = root["/AcroForm"]
    if "/Fields" not in form:
        form["/Fields"] = generic.ArrayObject()
    form["/Fields"].append(reference)
    writer.update_container(form["/Fields"])


def filled(pdf: bytes, field: str, text: str, appearance: bytes) -> bytes:
    """The file with a text box filled in; ``appearance`` is a one-page PDF as large as the box.

    :raises NotSignable: when the file has no such box.
    """
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    found = next((one for one in _fields(writer.root) if _name(one) == field), None)
    if found is None or found.get_object()["/FT"] != "/Tx":
        raise NotSignable(_("Tệp PDF không có ô để ghi số và ngày. Xin chuẩn bị lại tệp."))
    box = found.get_object()
    with tempfile.TemporaryDirectory(prefix="namkhong-") as folder:
        path = Path(folder) / "o.pdf"
        path.write_bytes(appearance)
        with path.open("rb") as handle:
            drawn = writer.import_page_as_xobject(PdfFileReader(handle))
    box["/V"] = generic.TextStringObject(text)
    box["/AP"] = generic.DictionaryObject({pdf_name("/N"): drawn})
    writer.mark_update(found)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def values(root: generic.DictionaryObject) -> dict[str, str]:
    """What stands in the text boxes, by the name of the box; ``root`` = the catalogue of the file, or of an older state."""
    found = {}
    for reference in _fields(root):
        one = reference.get_object()
        if one["/FT"] == "/Tx" if "/FT" in one else False:
            found[_name(reference)] = str(one["/V"]) if "/V" in one else ""
    return found


def value_of(pdf: bytes, field: str) -> str:
    """What stands in one text box; empty when it is not there or not filled in."""
    return values(PdfFileReader(BytesIO(pdf), strict=False).root).get(field, "")


def place_of(pdf: bytes, field: str) -> Place:
    """The rectangle of a field; its page is not looked for.

    :raises NotSignable: when the file has no such field.
    """
    for reference in _fields(PdfFileReader(BytesIO(pdf), strict=False).root):
        if _name(reference) == field:
            left, bottom, right, top = (float(one) for one in reference.get_object()["/Rect"])
            return Place(0, left, bottom, right, top)
    raise NotSignable(_("Tệp PDF không có vị trí ký này. Xin chuẩn bị lại tệp."))
