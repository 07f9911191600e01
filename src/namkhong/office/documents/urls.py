"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from namkhong.office.documents.views import books, documents, searching

urlpatterns: list[URLPattern | URLResolver] = [
    path("can-bo/van-ban/so/", books.books, name="document_books"),
    path("can-bo/van-ban/so/<int:book_id>/", books.book, name="document_book"),
    path("can-bo/van-ban/so/<int:book_id>/khoa/", books.lock, name="document_book_lock"),
    path("can-bo/van-ban/so/<int:book_id>/mo-khoa/", books.unlock, name="document_book_unlock"),
    path("can-bo/van-ban/so/<int:book_id>/quyen-<int:volume>.pdf", books.volume_pdf, name="document_book_pdf"),
    path("can-bo/van-ban/so/<int:book_id>/so.csv", books.book_csv, name="document_book_csv"),
    path("can-bo/van-ban/ky-hieu/", books.symbols, name="document_symbols"),
    path("can-bo/van-ban/tim/", searching.search, name="document_search"),
    path("can-bo/van-ban/<uuid:public_id>/", documents.one, name="document"),
    path("can-bo/van-ban/<uuid:public_id>/huy-so/", documents.void, name="document_void"),
    path("can-bo/van-ban/<uuid:public_id>/them-tep/", documents.attach, name="document_attach"),
]
