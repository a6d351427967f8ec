"""Tests of what surrounds an action, each told before Cedar is asked: yes, no, none, or unknown. Pure."""

from apps.policies.told.asked import Asked, House, Told, normal
from apps.policies.told.tests import told

__all__ = ["Asked", "House", "Told", "normal", "told"]
