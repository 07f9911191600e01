"""Every sentence a citizen can meet is said in English too, with the same blanks to fill."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import Final

OFFICIALS: Final = {
    "config/*": "operators, and the menus of officials",
    "*/templates/*/admin/*": "administrators",
    "*/templates/*/officer/*": "officials",
    "*/templates/*/official/*": "officials",
    "web/templates/web/official*": "officials",
    "foundation/accounts/actions/*": "officials' passwords, second factors and elevated sessions",
    "foundation/accounts/passwords.py": "citizens have no password here",
    "foundation/audit/types.py": "what an operator reads when the record is verified",
    "foundation/calendars/actions/*": "administrators",
    "foundation/calendars/forms.py": "administrators",
    "foundation/calendars/policies.py": "administrators",
    "foundation/calendars/views.py": "administrators",
    "foundation/notifications/channels/*": "why a message could not be delivered, for operators",
    "foundation/notifications/jobs.py": "operators",
    "foundation/notifications/states.py": "operators",
    "foundation/organisations/actions/*": "administrators",
    "foundation/organisations/forms.py": "administrators",
    "foundation/organisations/views/*": "administrators",
    "services/dossiers/actions/deciding.py": "officials; what they write is kept in Vietnamese",
    "services/dossiers/actions/processing.py": "officials",
    "services/dossiers/actions/receiving.py": "officials; what they write is kept in Vietnamese",
    "services/dossiers/messages.py": "sent and kept, always in Vietnamese",
    "services/dossiers/paper/*": "papers of the law, always in Vietnamese",
    "services/dossiers/views/officer.py": "officials",
    "services/eforms/layout.py": "who writes forms",
    "services/procedures/actions/*": "who keeps the procedures",
    "services/procedures/beside.py": "who keeps the procedures",
    "services/procedures/cells.py": "who keeps the procedures",
    "services/procedures/rows.py": "who keeps the procedures",
    "services/procedures/views/admin.py": "who keeps the procedures",
}


def is_officials(name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in OFFICIALS)
