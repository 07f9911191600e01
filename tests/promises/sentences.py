"""Every sentence of the product, and whose it is.

Whatever is not on the officials' list is for citizens: a file nobody thought of must be translated, not forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from typing import Final

from babel.messages.catalog import Catalog, Message

from namkhong.config import messages

# Files whose words citizens never read, or always read in Vietnamese; these may stay untranslated.
OFFICIALS: Final = {
    "config/*": "operators, and the menus of officials",
    "*/templates/*/admin/*": "administrators",
    "*/templates/*/officer/*": "officials",
    "*/templates/*/official/*": "officials",
    "web/templates/web/official*": "officials",
    "*/api.py": "connected systems; always in Vietnamese",
    "foundation/accounts/types.py": "what an administrator lets a connected system do",
    "services/dossiers/actions/submitting.py": "connected systems; always in Vietnamese",
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
    "foundation/signatures/actions/*": "officials who sign, and administrators",
    "foundation/signatures/certificates.py": "administrators",
    "foundation/signatures/errors.py": "officials who sign; what citizens meet is in inspecting, checking and telling",
    "foundation/signatures/marks.py": "what stands on paper, and officials",
    "foundation/signatures/policies.py": "officials who sign",
    "foundation/signatures/preparing.py": "officials who sign",
    "foundation/signatures/providers/*": "administrators",
    "foundation/signatures/states.py": "officials who sign",
    "foundation/organisations/forms.py": "administrators",
    "foundation/organisations/views/*": "administrators",
    "foundation/organisations/planned*.py": "administrators",
    "foundation/organisations/plans.py": "administrators",
    "foundation/organisations/sheets.py": "administrators",
    "office/directives/*": "officials' tasks; no address of a citizen leads there",
    "office/intake/*": "officials' incoming documents; no address of a citizen leads there",
    "office/drafting/*": "officials' drafts and signatures; no address of a citizen leads there",
    "office/documents/*": "officials' books of documents; no address of a citizen leads there",
    "office/exchange/*": "officials' sending and receiving of documents; no address of a citizen leads there",
    "services/desks/*": "officials' lists, batches and exports; no address of a citizen leads there",
    "services/dossiers/actions/changing_process.py": "administrators; what it sends is kept in Vietnamese",
    "services/dossiers/actions/asking.py": "officials; the names of waiting steps are kept in Vietnamese",
    "services/dossiers/actions/assigning.py": "officials; what they write is kept in Vietnamese",
    "services/dossiers/actions/counter.py": "officials at the counter; the purpose is kept in Vietnamese",
    "services/dossiers/actions/deciding.py": "officials; what they write is kept in Vietnamese",
    "services/dossiers/actions/extending.py": "officials; the letter is kept in Vietnamese",
    "services/dossiers/actions/fees.py": "officials at the counter",
    "services/dossiers/actions/opinions.py": "officials; what they write is kept in Vietnamese",
    "services/dossiers/actions/outside.py": "officials; what they write is kept in Vietnamese",
    "services/dossiers/actions/processing.py": "officials",
    "services/dossiers/actions/receiving.py": "officials; what they write is kept in Vietnamese",
    "services/dossiers/actions/registering.py": "officials; a paper of the law",
    "services/dossiers/actions/telling.py": "notices to officials, always in Vietnamese",
    "services/dossiers/actions/warning.py": "officials; the drafted letter is kept in Vietnamese",
    "services/dossiers/messages.py": "sent and kept, always in Vietnamese",
    "services/dossiers/paper/*": "papers of the law, always in Vietnamese",
    "services/dossiers/queries/register.py": "officials; a paper of the law",
    "services/dossiers/queries/warnings.py": "heads and leaders",
    "services/dossiers/views/asked.py": "officials",
    "services/dossiers/views/extension.py": "officials",
    "services/dossiers/views/fees.py": "officials at the counter",
    "services/dossiers/views/officer.py": "officials",
    "services/dossiers/views/process_trials.py": "who keeps the procedures",
    "services/dossiers/views/recalculating.py": "administrators",
    "services/dossiers/views/supplement.py": "officials",
    "services/eforms/layout.py": "who writes forms",
    "services/eforms/meaning.py": "who writes forms",
    "services/eforms/shape.py": "who writes forms",
    "services/eforms/actions/designing.py": "who designs forms",
    "services/eforms/actions/versions.py": "who designs forms",
    "services/eforms/design_words.py": "who designs forms",
    "services/eforms/designing.py": "who designs forms",
    "services/eforms/differences.py": "who designs forms",
    "services/eforms/documents.py": "who designs forms",
    "services/eforms/forms.py": "who designs forms",
    "services/eforms/views/*": "who designs forms",
    "services/feedback/views/officer.py": "officials",
    "services/openness/views/report.py": "officials who answer for a unit",
    "services/procedures/actions/*": "who keeps the procedures",
    "services/procedures/beside.py": "who keeps the procedures",
    "services/procedures/cells.py": "who keeps the procedures",
    "services/procedures/fees.py": "who keeps the procedures",
    "services/procedures/limits.py": "who keeps the procedures",
    "services/procedures/rows.py": "who keeps the procedures",
    "services/procedures/bpmn*.py": "who keeps the procedures",
    "services/procedures/design.py": "who keeps the procedures",
    "services/procedures/drawing.py": "who keeps the procedures",
    "services/procedures/forms_process.py": "who keeps the procedures",
    "services/procedures/process_*.py": "who keeps the procedures",
    "services/procedures/views/admin.py": "who keeps the procedures",
    "services/procedures/views/designer.py": "who keeps the procedures",
    "services/procedures/views/forming.py": "who keeps the procedures",
    "services/procedures/views/handing.py": "administrators",
    "services/dossiers/actions/handing.py": "officials",
    "services/procedures/views/processes.py": "who keeps the procedures",
    "services/subscriptions/*": "administrators and connected systems; no address of a citizen leads there",
    "web/templates/web/keys.html": "officials; only their pages include it",
    "web/templates/web/keys_list.html": "officials; only their pages include it",
}


def is_officials(name: str) -> bool:
    """Is this file of no concern to citizens?"""
    return any(fnmatch(name, pattern) for pattern in OFFICIALS)


@cache
def asked() -> Catalog:
    """Every sentence in the source."""
    return messages.extracted()


def for_citizens() -> Iterator[Message]:
    """The sentences a citizen can meet."""
    for message in asked():
        if message.id and any(not is_officials(name) for name, _line in message.locations):
            yield message
