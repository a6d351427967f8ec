"""Organisations, workspaces, people, and what they may do there."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from apps.core.ids import uuid7
from apps.core.tenancy import TenantModel

DAY = 24 * 60  # minutes


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """The installation's own staff. A superuser has no right in any workspace without being a member."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person, who may be a member of several workspaces. What they may do is said by roles there, by id."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = self.name.split() or ["?"]
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    @property
    def said(self) -> str:
        """How entries name this person: `user:<hex>`."""
        return f"user:{self.pk.hex}"


class Organisation(models.Model):
    """A customer. Row security shows it where one of its workspaces is in scope."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Workspace(models.Model):
    """One tenant: its own agents, connections, policies and log. Reached through access.enter alone.

    The one that governs is its organisation's seat: there its people agree on rules that hold in all the others.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    slug = models.SlugField()
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64, default="UTC")
    sandbox = models.BooleanField(default=False)
    governs = models.BooleanField(default=False, help_text="Its policy is the organisation's: a limit over all others.")
    domains = ArrayField(models.CharField(max_length=253), default=list, help_text="Mail domains that are ours.")
    opens = models.PositiveSmallIntegerField(default=9 * 60)  # working hours, in minutes of the day
    closes = models.PositiveSmallIntegerField(default=17 * 60)
    workdays = models.CharField(max_length=7, default="12345")  # 1: Monday
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(opens__lt=DAY, closes__lte=DAY) & ~Q(opens=F("closes")),
                name="workspaces_hours_are_of_a_day",
            ),
            models.CheckConstraint(
                condition=Q(workdays__regex="^1?2?3?4?5?6?7?$") & ~Q(workdays=""),
                name="workspaces_some_days_are_worked",
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(governs=True), name="workspaces_an_organisation_has_one_seat"
            ),
        ]
        permissions: ClassVar[tuple[tuple[str, str], ...]] = (
            ("see", "See the workspace"),
            ("propose", "Ask an agent, and propose"),
            ("sign", "Sign and decline"),
            ("stop", "Stop an action before it runs"),
            ("undo", "Propose to take back"),
            ("word", "Give their word on an unknown outcome"),
            ("configure", "Configure agents, connections and policies"),
            ("pause", "Pause agents"),
            ("resume", "Propose to resume after a pause"),
            ("audit", "Read and verify the audit log"),
        )

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """Where a workspace is found before its scope is known: ids and the address, nothing else, no row security."""

    slug = models.SlugField(primary_key=True)
    workspace_id = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return self.slug


class MemberQuerySet(models.QuerySet["Member"]):
    def standing(self) -> "MemberQuerySet":
        return self.filter(ended_at=None)


class Member(models.Model):
    """A person in a workspace: ids only, no row security, so that signing in can find the workspaces of a person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace_id = models.UUIDField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    joined_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id", "user"], name="workspaces_a_person_is_a_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.workspace_id}"


class Role(TenantModel):
    """A named group of people in a workspace; policy speaks of it, and its rights are object permissions of `group`."""

    name = models.CharField(max_length=100)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="role")

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id", "name"], name="workspaces_a_role_is_named_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Relation(TenantModel):
    """Who is the manager of somebody, or the owner of something: people whom policy names without their names.

    `of`: a person's id in hex, or a thing in small letters: "system:payroll", "repository:acme/web".
    """

    kind = models.CharField(max_length=10)
    of = models.CharField(max_length=200)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said_by = models.CharField(max_length=80)
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "kind", "of", "person"], name="workspaces_a_relation_is_said_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["manager", "owner"]), name="workspaces_a_relation_is_a_managers_or_an_owners"
            ),
            models.CheckConstraint(condition=~Q(of=""), name="workspaces_a_relation_is_to_somebody_or_something"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} is the {self.kind} of {self.of}"
