"""Budgets, the windows of their periods, what is reserved there, and what was used."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.core.tenancy import TenantModel


class Period(models.TextChoices):
    DAY = "day", "today"
    WEEK = "week", "this week"
    MONTH = "month", "this month"
    FOREVER = "forever", "in all"


class Scope(models.TextChoices):
    WORKSPACE = "workspace"
    AGENT = "agent"
    PERSON = "person"
    CONNECTION = "connection"
    RUN = "run"


class Unit(models.TextChoices):
    ACTIONS = "actions"
    MONEY = "money"  # minor units of `currency`
    TOKENS = "tokens"
    MICRO_USD = "micro_usd"  # model cost, in millionths of a dollar
    STEPS = "steps"  # of hosted runs
    SECONDS = "seconds"  # that hosted runs work


class HardLine(models.TextChoices):
    """What becomes of an action for which there is no room."""

    STOP = "stop", "Stops"
    ASK = "ask", "Asks the budget's owners"
    SUGGEST = "suggest", "Is only suggested"


class Budget(TenantModel):
    """A cap over a scope and a period. No constraint ties usage to it: lowering it always succeeds."""

    name = models.CharField(max_length=200)
    scope_kind = models.CharField(max_length=10, choices=Scope)
    scope_id = models.UUIDField()
    unit = models.CharField(max_length=10, choices=Unit)
    currency = models.CharField(max_length=3, blank=True)
    category = models.CharField(max_length=40, blank=True)  # "refunds", "charges"; empty: all
    cap = models.BigIntegerField()
    period = models.CharField(max_length=10, choices=Period)
    soft = models.PositiveSmallIntegerField(
        default=80, help_text="Per cent of the cap at which people are told; 0: never."
    )
    hard_line = models.CharField(max_length=10, choices=HardLine, default=HardLine.STOP)
    owners = models.UUIDField(null=True, blank=True, help_text="The role that is asked; empty: Admins.")
    slice = models.BigIntegerField(default=0, help_text="What a worker may lease at once of a hot budget; 0: not hot.")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(cap__gte=0), name="billing_a_cap_is_not_negative"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="billing_a_budget_has_a_known_unit"),
            models.CheckConstraint(condition=Q(scope_kind__in=Scope.values), name="billing_a_budget_has_a_known_scope"),
            models.CheckConstraint(condition=Q(period__in=Period.values), name="billing_a_budget_has_a_known_period"),
            models.CheckConstraint(
                condition=Q(unit="money") & ~Q(currency="") | ~Q(unit="money") & Q(currency=""),
                name="billing_money_alone_names_a_currency",
            ),
            models.CheckConstraint(condition=Q(soft__lte=100), name="billing_a_soft_line_is_within_the_cap"),
            models.CheckConstraint(condition=Q(hard_line__in=HardLine.values), name="billing_a_hard_line_is_known"),
            models.CheckConstraint(condition=Q(slice__gte=0), name="billing_a_slice_is_not_negative"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["workspace_id", "scope_kind", "scope_id"],
                condition=Q(ended_at=None),
                name="billing_budgets_in_force",
            ),
            models.Index(
                fields=["workspace_id"], condition=Q(ended_at=None, slice__gt=0), name="billing_hot_budgets"
            ),  # asked for whenever something reserves
        ]

    def __str__(self) -> str:
        return self.name


class Window(TenantModel):
    """What is reserved and used of one budget in one period, counted in the workspace's time zone.

    What is counted in leases that are not yet taken back stands there, not here.
    """

    budget_id = models.UUIDField()
    starts_on = models.DateField()
    reserved = models.BigIntegerField(default=0)
    used = models.BigIntegerField(default=0)
    crossed_at = models.DateTimeField(null=True, blank=True)  # its soft line
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["budget_id", "starts_on"], name="billing_one_window_a_period"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, used__gte=0), name="billing_a_window_holds_nothing_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget_id} from {self.starts_on}"


class Lease(TenantModel):
    """A slice of a hot budget's window that one worker reserves from without locking the budget.

    `granted` counts as taken in the window; what is not reserved of it comes back when the lease is over, or when
    somebody else is short.
    """

    budget_id = models.UUIDField()
    window_id = models.UUIDField()
    starts_on = models.DateField()
    holder = models.UUIDField()
    granted = models.BigIntegerField()
    reserved = models.BigIntegerField(default=0)
    used = models.BigIntegerField(default=0)
    cap_then = models.BigIntegerField()
    total_after = models.BigIntegerField()
    expires_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["budget_id", "starts_on", "holder"], name="billing_one_lease_a_holder"),
            models.CheckConstraint(
                condition=Q(granted__gte=0, reserved__gte=0, used__gte=0), name="billing_a_lease_holds_nothing_negative"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["window_id"], name="billing_leases_by_window")]

    def __str__(self) -> str:
        return f"{self.granted} of {self.budget_id}"


class Reservation(TenantModel):
    """What one action set aside in one window, and the proof that there was room: `total_after` ≤ `cap_then`."""

    action_id = models.UUIDField()
    budget_id = models.UUIDField()
    window_id = models.UUIDField()
    lease_id = models.UUIDField(null=True, blank=True)  # then the two figures below are the lease's
    amount = models.BigIntegerField()
    used = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, default="held")  # held, spent, released
    cap_then = models.BigIntegerField()
    total_after = models.BigIntegerField()
    signed = models.BooleanField(default=False)  # the budget's owners signed that it passes the cap
    reserved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["action_id", "budget_id"],
                condition=~Q(state="released"),
                name="billing_an_action_reserves_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["held", "spent", "released"]), name="billing_a_reservation_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, used__gte=0), name="billing_nothing_negative_is_reserved"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "window_id"], name="billing_reservations_by_window"),
            models.Index(
                fields=["workspace_id", "budget_id", "-id"], condition=Q(state="held"), name="billing_held_newest_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} for {self.action_id}"


class Usage(TenantModel):
    """What one action really used of one unit. Partitioned by its id."""

    action_id = models.UUIDField()
    unit = models.CharField(max_length=10, choices=Unit)
    currency = models.CharField(max_length=3, blank=True)
    category = models.CharField(max_length=40, blank=True)
    amount = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name_plural = "usage"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "action_id"], name="billing_usage_of_an_action"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.unit} for {self.action_id}"


class Fresh(TenantModel):
    """Usage that is not yet in the roll-up. Small: a line is gone once it is counted in `Day`."""

    unit = models.CharField(max_length=10, choices=Unit)
    currency = models.CharField(max_length=3, blank=True)
    category = models.CharField(max_length=40, blank=True)
    amount = models.BigIntegerField()
    agent_id = models.UUIDField(null=True, blank=True)
    connection_id = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name_plural = "fresh usage"

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


class Day(TenantModel):
    """What was used on one day of the workspace's calendar, by agent and connection."""

    day = models.DateField()
    unit = models.CharField(max_length=10, choices=Unit)
    currency = models.CharField(max_length=3, blank=True)
    category = models.CharField(max_length=40, blank=True)
    agent_id = models.UUIDField(null=True, blank=True)
    connection_id = models.UUIDField(null=True, blank=True)
    amount = models.BigIntegerField()
    times = models.BigIntegerField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "day", "unit", "currency", "category", "agent_id", "connection_id"],
                nulls_distinct=False,
                name="billing_a_day_is_counted_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.unit} on {self.day}"
