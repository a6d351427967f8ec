"""The vocabularies that questions were asked under, each kept once."""

import json
from functools import lru_cache
from uuid import UUID

from apps.core.canonical import digest
from apps.core.ids import uuid7
from apps.core.postgres import plain
from apps.policies.vocabulary import Vocabulary

KNOWN = "SELECT 1 FROM policies_words WHERE workspace_id = %s AND digest = %s"
KEEP = """
INSERT INTO policies_words (id, workspace_id, digest, vocabulary) VALUES (%s::uuid, %s::uuid, %s, %s::jsonb)
ON CONFLICT DO NOTHING
"""


def keep(vocabulary: Vocabulary, workspace: UUID) -> str:
    """Its digest, under which it is kept from now on. In the caller's transaction."""
    text = vocabulary.model_dump_json()
    spoken = digest_of(text)
    if not plain.rows(KNOWN, [workspace, spoken]):
        plain.rows(KEEP, [uuid7(), workspace, spoken, text])
    return spoken


@lru_cache(maxsize=256)
def digest_of(text: str) -> str:
    """Of a vocabulary's JSON; the order in which its names were found does not count."""
    return digest(json.loads(text))
