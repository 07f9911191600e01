"""Writing accounts: one function per verb."""

from namkhong.foundation.accounts.actions.clients import (
    authenticate_api_client,
    register_api_client,
    rotate_secret,
    switch_api_client,
)
from namkhong.foundation.accounts.actions.credentials import (
    add_passkey,
    add_totp,
    change_password,
    remove_factor,
    renew_recovery_codes,
    reset_password,
    reset_second_factor,
)
from namkhong.foundation.accounts.actions.elevation import elevate, end_elevation
from namkhong.foundation.accounts.actions.limits import forgive, once, spend, sweep
from namkhong.foundation.accounts.actions.opening import lock, open_official, recognise_citizen, rename, unlock
from namkhong.foundation.accounts.actions.signing_in import (
    check_code,
    check_passkey,
    check_sign_in,
    enter,
    note_assurance,
    note_idle_lock,
    note_proof,
    note_second_factor,
    note_sign_in,
    note_sign_out,
    prove_password,
    touch,
)

__all__ = [
    "add_passkey",
    "add_totp",
    "authenticate_api_client",
    "change_password",
    "check_code",
    "check_passkey",
    "check_sign_in",
    "elevate",
    "end_elevation",
    "enter",
    "forgive",
    "lock",
    "note_assurance",
    "note_idle_lock",
    "note_proof",
    "note_second_factor",
    "note_sign_in",
    "note_sign_out",
    "once",
    "open_official",
    "prove_password",
    "recognise_citizen",
    "register_api_client",
    "remove_factor",
    "rename",
    "renew_recovery_codes",
    "reset_password",
    "reset_second_factor",
    "rotate_secret",
    "spend",
    "sweep",
    "switch_api_client",
    "touch",
    "unlock",
]
