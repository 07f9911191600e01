"""Reading: the applicant's own, the officials' lists, the way a dossier went, and what anybody may look up."""

from namkhong.services.dossiers.queries import announced, public_figures, responsibility, speaking
from namkhong.services.dossiers.queries.consulted import opinions_of, questions, questions_count
from namkhong.services.dossiers.queries.drafts import components_of, draft, my_drafts, seen_draft
from namkhong.services.dossiers.queries.figures import figures
from namkhong.services.dossiers.queries.handing import chosen_there, held_there, may_hand_over
from namkhong.services.dossiers.queries.leading import late_with, to_sign
from namkhong.services.dossiers.queries.lookup import agency_now, dossier_with_secret, public_stage, with_secret
from namkhong.services.dossiers.queries.one import by_code, result_file, secret
from namkhong.services.dossiers.queries.own import mine
from namkhong.services.dossiers.queries.process_trials import last_process_trial, process_trial, trial_lines
from namkhong.services.dossiers.queries.proving import proof
from namkhong.services.dossiers.queries.recalculations import (
    day_moves,
    recalculation,
    recalculations,
    waiting_recalculation,
)
from namkhong.services.dossiers.queries.taking import (
    asked,
    chosen,
    chosen_all,
    every,
    may_take,
    named_to,
    scanned,
    works,
)
from namkhong.services.dossiers.queries.timeline import timeline_of
from namkhong.services.dossiers.queries.warnings import may_be_late
from namkhong.services.dossiers.queries.worklist import count, inbox

__all__ = [
    "agency_now",
    "announced",
    "asked",
    "by_code",
    "chosen",
    "chosen_all",
    "chosen_there",
    "components_of",
    "count",
    "day_moves",
    "dossier_with_secret",
    "draft",
    "every",
    "figures",
    "for_programs",
    "held_there",
    "inbox",
    "last_process_trial",
    "late_with",
    "may_be_late",
    "may_hand_over",
    "may_take",
    "mine",
    "my_drafts",
    "named_to",
    "opinions_of",
    "process_trial",
    "proof",
    "public_figures",
    "public_stage",
    "questions",
    "questions_count",
    "recalculation",
    "recalculations",
    "responsibility",
    "result_file",
    "scanned",
    "secret",
    "seen_draft",
    "speaking",
    "timeline_of",
    "to_sign",
    "trial_lines",
    "waiting_recalculation",
    "with_secret",
    "works",
]
