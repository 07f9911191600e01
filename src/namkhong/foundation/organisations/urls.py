"""Addresses of the administrator's screens."""

from django.urls import path

from namkhong.foundation.organisations.views import agencies, deeds, officials

AGENCIES, PEOPLE = "can-bo/quan-tri/co-quan/", "can-bo/quan-tri/nhan-su/"
ONE = f"{PEOPLE}<int:official_id>/"

urlpatterns = [
    path(AGENCIES, agencies.tree, name="admin_agencies"),
    path(f"{AGENCIES}<int:agency_id>/", agencies.agency, name="admin_agency"),
    path(f"{AGENCIES}<int:agency_id>/ma/", agencies.code, name="admin_agency_code"),
    path(PEOPLE, officials.officials, name="admin_officials"),
    path(f"{PEOPLE}moi/", officials.new_official, name="admin_official_new"),
    path(ONE, officials.official, name="admin_official"),
    path(f"{ONE}sua/", officials.edit_official, name="admin_official_edit"),
    path(f"{ONE}vi-tri/", deeds.add_post, name="admin_post_new"),
    path(f"{ONE}vi-tri/<int:post_id>/chuyen/", deeds.move, name="admin_post_move"),
    path(f"{ONE}vi-tri/<int:post_id>/ket-thuc/", deeds.end_post, name="admin_post_end"),
    path(f"{ONE}khoa/", deeds.lock, name="admin_official_lock"),
    path(f"{ONE}mo-khoa/", deeds.unlock, name="admin_official_unlock"),
    path(f"{ONE}mat-khau/", deeds.password, name="admin_official_password"),
    path(f"{ONE}ky-thay/", deeds.give_authority, name="admin_authority_new"),
    path(f"{ONE}ky-thay/<int:authority_id>/ket-thuc/", deeds.end_authority, name="admin_authority_end"),
]
