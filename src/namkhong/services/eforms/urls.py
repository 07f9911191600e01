"""Addresses of those who design forms."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from namkhong.services.eforms.views import catalogue, editor, preview, publishing, questions


class FormKey(StringConverter):
    """The key of a form, as the checker of forms takes it."""

    regex = "[a-z0-9][a-z0-9._-]{0,59}"


register_converter(FormKey, "form_key")

_ADMIN = "can-bo/quan-tri/bieu-mau"
_FORM = f"{_ADMIN}/<form_key:key>"
_DRAFT = f"{_FORM}/ban-thao"

urlpatterns = [
    path(f"{_ADMIN}/", catalogue.all_forms, name="admin_forms"),
    path(f"{_ADMIN}/moi/", catalogue.new, name="admin_form_new"),
    path(f"{_ADMIN}/nhap-tep/", catalogue.take_file, name="admin_form_import"),
    path(f"{_FORM}/", catalogue.one, name="admin_form"),
    path(f"{_FORM}/so-sanh/", catalogue.compare, name="admin_form_compare"),
    path(f"{_FORM}/tep/<str:which>/", catalogue.file, name="admin_form_file"),
    path(f"{_FORM}/luoc-do/<str:which>/", catalogue.schema, name="admin_form_schema"),
    path(f"{_FORM}/thu-hoi/<int:number>/", publishing.withdraw, name="admin_form_withdraw"),
    path(f"{_DRAFT}/", editor.draft, name="admin_form_draft"),
    path(f"{_DRAFT}/ten/", editor.head, name="admin_form_head"),
    path(f"{_DRAFT}/nhap-tep/", catalogue.take_file, name="admin_form_take"),
    path(f"{_DRAFT}/phan-moi/", editor.new_section, name="admin_form_section_new"),
    path(f"{_DRAFT}/phan/<str:part>/", editor.section, name="admin_form_section"),
    path(f"{_DRAFT}/phan/<str:part>/cau-hoi-moi/", questions.new_question, name="admin_form_question_new"),
    path(f"{_DRAFT}/cau-hoi/<str:field>/", questions.question, name="admin_form_question"),
    path(f"{_DRAFT}/cau-hoi/<str:field>/cot-moi/", questions.new_column, name="admin_form_column_new"),
    path(f"{_DRAFT}/cau-hoi/<str:field>/cot/<str:column>/", questions.question, name="admin_form_column"),
    path(f"{_DRAFT}/xem-truoc/", preview.preview, name="admin_form_preview"),
    path(f"{_DRAFT}/xem-truoc/<str:part>/", preview.page, name="admin_form_page"),
    path(f"{_DRAFT}/ban-hanh/", publishing.publish, name="admin_form_publish"),
    path(f"{_DRAFT}/bo/", publishing.drop, name="admin_form_drop"),
]
