"""Versions of sentences, which of them is in force, and the names that sentences could use."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact

from apps.core.tenancy import TenantModel


def _size(field: str) -> Func:
    """How many entries its list has; of whatever is no list, one."""
    return Func(
        F(field),
        template="(jsonb_path_query_first(%(expressions)s, '$.size()'))::text",
        output_field=models.TextField(),
    )


class Policy(TenantModel):
    name = models.CharField(max_length=100)

    class Meta(TenantModel.Meta):
        verbose_name_plural = "policies"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id", "name"], name="policies_a_policy_is_named_once"),
        ]
        permissions: ClassVar[tuple[tuple[str, str], ...]] = (("configure_policy", "Write this policy"),)

    def __str__(self) -> str:
        return self.name


class PolicyVersion(TenantModel):
    """One published text of a policy. It never changes; `sentences` are canonical, in the order people wrote them."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, db_constraint=False, related_name="versions")
    number = models.PositiveIntegerField()
    sentences = models.JSONField()
    rules = models.JSONField(null=True)  # what each means, by id; null: published before that was kept
    digest = models.CharField(max_length=71)
    last_editor_id = models.UUIDField(null=True)
    published_by = models.CharField(max_length=80)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["policy", "number"], name="policies_a_version_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(rules__isnull=True) | Q(Exact(_size("rules"), _size("sentences"))),
                name="policies_each_sentence_of_a_version_has_its_rule",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy.name}_v{self.number}"


class Words(TenantModel):
    """The names that sentences could use at some time, by their digest: what a recorded question was asked under."""

    digest = models.CharField(max_length=71)
    vocabulary = models.JSONField()

    class Meta(TenantModel.Meta):
        verbose_name_plural = "words"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id", "digest"], name="policies_words_are_kept_once"),
        ]

    def __str__(self) -> str:
        return self.digest


class InForce(TenantModel):
    """The version that decides in a workspace now. Claims and start marks compare theirs with it."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    since = models.DateTimeField(auto_now=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id"], name="policies_one_version_is_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.version} is in force"
