"""The name under which Cedar sees the answer to a test."""

from hashlib import sha256

from apps.policies.rule import Computed


def key(test: Computed) -> str:
    """`t_1f0c…`: the same test has the same name in every policy."""
    return f"t_{sha256(test.model_dump_json().encode()).hexdigest()[:12]}"
