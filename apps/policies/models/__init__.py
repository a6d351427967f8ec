"""Policies as people wrote them and the version in force; drafts, and what was found out about them."""

from apps.policies.models.backtests import Backtest, BacktestPart, ChangedCase, OpenBacktest
from apps.policies.models.charters import Charter
from apps.policies.models.drafts import Draft, Shadow
from apps.policies.models.versions import InForce, Policy, PolicyVersion, Words

__all__ = [
    "Backtest",
    "BacktestPart",
    "ChangedCase",
    "Charter",
    "Draft",
    "InForce",
    "OpenBacktest",
    "Policy",
    "PolicyVersion",
    "Shadow",
    "Words",
]
