"""Publishing: the sentences as they decide from now on. Their canonical text is kept, and who edited last."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from apps.audit import log
from apps.core import ids
from apps.core.canonical import digest
from apps.core.errors import Invalid
from apps.policies import charters, saved, written
from apps.policies.kept import stored
from apps.policies.language import NotUnderstood
from apps.policies.models import InForce, Policy, PolicyVersion
from apps.policies.rule import Rule
from apps.policies.vocabulary import Vocabulary


@transaction.atomic
def publish(
    workspace: UUID, *, name: str, sentences: Sequence[str], vocabulary: Vocabulary, by: str, last_editor: UUID | None
) -> PolicyVersion:
    """The next version of a policy, in force from now on; from a seat, above the whole organisation.

    Raises Invalid for what is not understood.
    """
    rules = read(sentences, vocabulary)
    canonical, kept = [written.render(rule) for rule in rules], stored(rules)
    policy, _ = Policy.objects.get_or_create(workspace_id=workspace, name=name)
    number = PolicyVersion.objects.select_for_update().filter(policy=policy).count() + 1
    version = PolicyVersion.objects.create(
        workspace_id=workspace, policy=policy, number=number, sentences=canonical, rules=kept,
        digest=digest(canonical), last_editor_id=last_editor, published_by=by,
    )  # fmt: skip
    InForce.objects.update_or_create(workspace_id=workspace, defaults={"version": version})
    charters.put(version, rules)
    facts = {"version": str(version), "sentences": canonical, "digest": version.digest,
             "meaning": digest(kept)}  # fmt: skip
    log.append("policy.published", workspace=workspace, subject=ids.say("policy", policy.pk), by=by, facts=facts)
    return version


def understood(sentences: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The canonical text of each sentence."""
    return [written.render(rule) for rule in read(sentences, vocabulary)]


def read(sentences: Sequence[str], vocabulary: Vocabulary) -> list[Rule]:
    """What each sentence means. Raises Invalid for what is not understood."""
    rules, problems = [], []
    for number, sentence in enumerate(sentences, 1):
        try:
            rules.append(saved.read(sentence, vocabulary))
        except NotUnderstood as why:
            problems.append(f"Sentence {number}: {why}")
    if problems:
        raise Invalid("The policy was not published. " + " ".join(problems), tuple(problems))
    return rules
