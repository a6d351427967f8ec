"""The name under which Cedar sees the answer to a test."""

from hashlib import sha256

from apps.policies.rule import Frozen


def key(test: Frozen) -> str:
    """`t_1f0c…`: the same test has the same name in every policy."""
    return f"t_{sha256(test.model_dump_json().encode()).hexdigest()[:12]}"
