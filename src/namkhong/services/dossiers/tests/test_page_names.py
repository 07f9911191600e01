"""The pages of a form and the pages of a draft share one address space: no form may take the address of another page."""

from __future__ import annotations

import pytest
from django.urls import get_resolver

from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import urls
from namkhong.services.dossiers.views.pages import CHECK, PAPERS
from namkhong.services.eforms import actions as eforms
from namkhong.services.eforms.errors import BadForm

DRAFT = "nop-ho-so/ban-nhap/<uuid:public_id>/"


def _beside() -> set[str]:
    """The addresses beside the pages of a form: those written in the table of addresses, papers and check."""
    written = {str(one.pattern).removeprefix(DRAFT).strip("/") for one in urls.urlpatterns if DRAFT in str(one.pattern)}
    return {name for name in written if name and "<" not in name} | {PAPERS, CHECK}


def test_the_addresses_are_read_from_the_table() -> None:
    assert {"bo", PAPERS, CHECK} <= _beside()
    assert get_resolver().reverse("discard_draft", public_id="0" * 8 + "-0000-0000-0000-" + "0" * 12).endswith("/bo/")


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(_beside()))
def test_no_form_may_have_a_page_at_the_address_of_another_page(code: str) -> None:
    asked = {"name": "a", "kind": "text", "label": "A"}
    page = {"code": code, "title": "Một trang", "fields": [asked]}
    form = {"key": "thu", "title": "Biểu mẫu thử", "valid_from": "2026-01-01", "sections": [page]}
    with pytest.raises(BadForm, match="địa chỉ của trang khác"):
        eforms.add_form_version(form, actor=Actor.system("Hệ thống"), now=clock.now())
