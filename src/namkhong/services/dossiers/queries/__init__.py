"""Reading: the applicant's own, the officials' lists, the way a dossier went, and what anybody may look up."""

from namkhong.services.dossiers.queries.drafts import components_of, draft, my_drafts
from namkhong.services.dossiers.queries.figures import figures
from namkhong.services.dossiers.queries.lookup import public_stage, with_secret
from namkhong.services.dossiers.queries.one import by_code, result_file, secret
from namkhong.services.dossiers.queries.own import mine
from namkhong.services.dossiers.queries.timeline import timeline
from namkhong.services.dossiers.queries.worklist import count, inbox

__all__ = [
    "by_code",
    "components_of",
    "count",
    "draft",
    "figures",
    "inbox",
    "mine",
    "my_drafts",
    "public_stage",
    "result_file",
    "secret",
    "timeline",
    "with_secret",
]
