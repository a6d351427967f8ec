"""A connector for trials alone: it joins the catalogue of those processes that ask for it, and of no other."""

from pathlib import Path

from apps.connectors import engine, shelf
from apps.console.faults.driver import TrialDriver


def join() -> None:
    """From now on this process knows the trial's connector."""
    engine.register_driver("trial", TrialDriver())
    shelf.put_beside(Path(__file__).parent / "manifest.yaml")
