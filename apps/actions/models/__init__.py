"""Proposals and their actions, the attempts at them, the small tables of open work, and what is kept of the past."""

from apps.actions.models.past import Deed, Occasion, Recording
from apps.actions.models.proposals import Action, Key, Proposal, State
from apps.actions.models.work import Afterwards, Attempt, OpenWork, Reminder

__all__ = [
    "Action",
    "Afterwards",
    "Attempt",
    "Deed",
    "Key",
    "Occasion",
    "OpenWork",
    "Proposal",
    "Recording",
    "Reminder",
    "State",
]
