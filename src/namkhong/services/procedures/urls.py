"""Addresses of the catalogue."""

from __future__ import annotations

from django.urls import path

from namkhong.services.procedures.views import admin, citizen, designer, forming, handing, processes

_ADMIN = "can-bo/quan-tri/thu-tuc"
_PROCESSES = "can-bo/quan-tri/quy-trinh"

urlpatterns = [
    path("dich-vu-cong/", citizen.catalogue, name="catalogue"),
    path("dich-vu-cong/<str:code>/", citizen.procedure, name="procedure"),
    path("dich-vu-cong/<str:code>/mau/<slug:slug>/", citizen.sample, name="sample"),
    path(f"{_ADMIN}/", admin.unsure, name="admin_procedures"),
    path(f"{_ADMIN}/nhap/", admin.take_file, name="admin_procedures_import"),
    path(f"{_ADMIN}/chuyen-co-quan/", handing.hand, name="admin_hand_procedures"),
    path(f"{_ADMIN}/<str:code>/", admin.one, name="admin_procedure"),
    path(f"{_ADMIN}/<str:code>/cua-nop/", admin.front_door, name="admin_front_door"),
    path(f"{_ADMIN}/<str:code>/bieu-mau/", forming.choose_form, name="admin_procedure_form"),
    path(f"{_PROCESSES}/", processes.processes, name="processes"),
    path(f"{_PROCESSES}/them/", designer.new, name="process_new"),
    path(f"{_PROCESSES}/<slug:key>/", processes.process, name="process"),
    path(f"{_PROCESSES}/<slug:key>/sua/", designer.begin, name="process_begin"),
    path(f"{_PROCESSES}/<slug:key>/nhap/", designer.draft, name="process_draft"),
    path(f"{_PROCESSES}/<slug:key>/nhap/bo/", designer.discard, name="process_discard"),
    path(f"{_PROCESSES}/<slug:key>/nhap/ban-hanh/", designer.publish, name="process_publish"),
    path(f"{_PROCESSES}/<slug:key>/nhap/buoc/", designer.one_step, name="process_step_new"),
    path(f"{_PROCESSES}/<slug:key>/nhap/buoc/<slug:step>/", designer.one_step, name="process_step"),
    path(f"{_PROCESSES}/<slug:key>/<int:number>/", processes.process, name="process_version"),
    path(
        f"{_PROCESSES}/<slug:key>/<int:number>/tep.json", processes.process_file, {"form": "json"}, name="process_json"
    ),
    path(
        f"{_PROCESSES}/<slug:key>/<int:number>/tep.bpmn", processes.process_file, {"form": "bpmn"}, name="process_bpmn"
    ),
]
