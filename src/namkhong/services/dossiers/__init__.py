"""Dossiers: one person's request to the state, from the first line typed to the result in her hands.

Owns the words dossier (hồ sơ), draft, state, move, step, holder, receiver, decider, hand-over, legal clock events,
issued form (form 01), look-up secret, inbox, timeline. ``states.py`` shows the whole life on one screen.
Receiver (who takes it in), decider (who answers), unit (who appraises) and place of return are four agencies.
Never asks what is in a form (eforms), what a procedure demands (procedures), what a day is worth (kernel.worktime);
never takes money and never talks to other systems: it announces what happened.
"""
