"""Addresses of drafting."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from namkhong.office.drafting.views import checking, clerk, deeds, drafts, editing, signing

_DEEDS: Final = {
    "submit": "trinh",
    "pass": "dong-y",
    "return": "tra-lai",
    "withdraw": "bo",
    "number": "cap-so",
    "issue": "phat-hanh",
    "ask": "hoi-y-kien",
    "opine": "gop-y",
    "answer": "tiep-thu",
    "annex": "them-phu-luc",
    "annex_off": "bo-phu-luc",
}

urlpatterns: list[URLPattern] = [
    path("can-bo/van-ban/du-thao/", drafts.drafts, name="drafts"),
    path("can-bo/van-ban/du-thao/moi/", editing.new, name="draft_new"),
    path("can-bo/van-ban/du-thao/<uuid:public_id>/", drafts.one, name="draft"),
    path("can-bo/van-ban/du-thao/<uuid:public_id>/sua/", editing.edit, name="draft_edit"),
    path("can-bo/van-ban/du-thao/<uuid:public_id>/van-ban.pdf", drafts.preview, name="draft_preview"),
    path("can-bo/van-ban/du-thao/<uuid:public_id>/so-sanh/", drafts.compare, name="draft_compare"),
    path("can-bo/van-ban/du-thao/<uuid:public_id>/y-kien.pdf", drafts.opinions_pdf, name="draft_opinions"),
    path("can-bo/van-ban/du-thao/<uuid:public_id>/dong-dau/", signing.seal, name="draft_seal"),
    *(
        path(f"can-bo/van-ban/du-thao/<uuid:public_id>/{address}/", deeds.deed, {"verb": verb}, name=f"draft_{verb}")
        for verb, address in _DEEDS.items()
    ),
    path("can-bo/van-ban/cho-ky/", signing.to_sign, name="to_sign"),
    path("can-bo/van-ban/cho-ky/<uuid:public_id>/", signing.sign, name="draft_sign"),
    path("can-bo/van-ban/van-thu/", clerk.morning, name="clerk_morning"),
    path("can-bo/van-ban/van-thu/<slug:name>/", clerk.heap, name="clerk_heap"),
    path("can-bo/van-ban/kiem-tra-the-thuc/", checking.check, name="check_layout"),
    path("can-bo/van-ban/ban-sao/", clerk.copies, name="copies"),
    path("can-bo/van-ban/ban-sao/moi/<uuid:public_id>/", clerk.new_copy, name="copy_new"),
    path("can-bo/van-ban/ban-sao/<uuid:public_id>/ky/", clerk.sign_copy, name="copy_sign"),
    path("can-bo/van-ban/ban-sao/<uuid:public_id>/tep/", clerk.copy_file, name="copy_file"),
]
