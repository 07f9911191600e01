"""Addresses of the administrator's screens."""

from django.urls import path

from namkhong.foundation.organisations.views import (
    absences,
    agencies,
    changing,
    deeds,
    importing,
    officials,
    programs,
    reorganising,
)

AGENCIES, PEOPLE = "can-bo/quan-tri/co-quan/", "can-bo/quan-tri/nhan-su/"
ONE = f"{PEOPLE}<int:official_id>/"
PLANS = "can-bo/quan-tri/sap-xep/"
PROGRAMS = "can-bo/quan-tri/he-thong-ket-noi/"

urlpatterns = [
    path("can-bo/vang-mat/", absences.absences, name="absences"),
    path("can-bo/vang-mat/<int:official_id>/", absences.new_absence, name="absence_new"),
    path("can-bo/vang-mat/<int:substitution_id>/ket-thuc/", absences.end_absence, name="absence_end"),
    path(AGENCIES, agencies.tree, name="admin_agencies"),
    path(f"{AGENCIES}moi/", changing.new_agency, name="admin_agency_new"),
    path(f"{AGENCIES}<int:agency_id>/", agencies.agency, name="admin_agency"),
    path(f"{AGENCIES}<int:agency_id>/ma/", agencies.code, name="admin_agency_code"),
    path(f"{AGENCIES}<int:agency_id>/ten/", changing.rename, name="admin_agency_rename"),
    path(f"{AGENCIES}<int:agency_id>/truc-thuoc/", changing.move, name="admin_agency_move"),
    path(f"{AGENCIES}<int:agency_id>/ket-thuc/", changing.end, name="admin_agency_end"),
    path(PLANS, reorganising.reorganisations, name="reorganisations"),
    path(f"{PLANS}moi/", reorganising.new_reorganisation, name="reorganisation_new"),
    path(f"{PLANS}<int:reorganisation_id>/", reorganising.reorganisation, name="reorganisation"),
    path(f"{PLANS}<int:reorganisation_id>/duyet/", reorganising.approve_reorganisation, name="reorganisation_approve"),
    path(f"{PLANS}<int:reorganisation_id>/huy/", reorganising.cancel_reorganisation, name="reorganisation_cancel"),
    path(PROGRAMS, programs.programs, name="admin_programs"),
    path(f"{PROGRAMS}moi/", programs.new_program, name="admin_program_new"),
    path(f"{PROGRAMS}ma/<str:client_id>/", programs.program, name="admin_program"),
    path(f"{PROGRAMS}ma/<str:client_id>/khoa/", programs.renew_secret, name="admin_program_secret"),
    path(f"{PROGRAMS}ma/<str:client_id>/doi/", programs.switch_program, name="admin_program_switch"),
    path(PEOPLE, officials.officials, name="admin_officials"),
    path(f"{PEOPLE}moi/", officials.new_official, name="admin_official_new"),
    path(f"{PEOPLE}nhap/", importing.import_officials, name="admin_officials_import"),
    path(ONE, officials.official, name="admin_official"),
    path(f"{ONE}sua/", officials.edit_official, name="admin_official_edit"),
    path(f"{ONE}vi-tri/", deeds.add_post, name="admin_post_new"),
    path(f"{ONE}vi-tri/<int:post_id>/chuyen/", deeds.move, name="admin_post_move"),
    path(f"{ONE}vi-tri/<int:post_id>/ket-thuc/", deeds.end_post, name="admin_post_end"),
    path(f"{ONE}khoa/", deeds.lock, name="admin_official_lock"),
    path(f"{ONE}mo-khoa/", deeds.unlock, name="admin_official_unlock"),
    path(f"{ONE}dang-xuat/", deeds.sign_out, name="admin_official_sign_out"),
    path(f"{ONE}mat-khau/", deeds.password, name="admin_official_password"),
    path(f"{ONE}ky-thay/", deeds.give_authority, name="admin_authority_new"),
    path(f"{ONE}ky-thay/<int:authority_id>/ket-thuc/", deeds.end_authority, name="admin_authority_end"),
]
