from pathlib import Path

import django.db.models.manager
from django.db import migrations, models

import apps.core.ids
from apps.core.postgres.operations import BelongsTo, Tenant

SQL = Path(__file__).resolve().parents[1] / "sql"
FUNCTIONS = (
    "types_1",
    "take_1",
    "gather_1",
    "top_up_1",
    "cold_1",
    "reserve_1",
    "settle_1",
    "no_room_1",
)  # what calls stands after what is called


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0001_budgets_and_usage"),
        ("workspaces", "0002_pauses_of_every_scope"),  # countersign_uuid7
    ]

    operations = [
        migrations.CreateModel(
            name="Day",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("day", models.DateField()),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("actions", "Actions"),
                            ("money", "Money"),
                            ("tokens", "Tokens"),
                            ("micro_usd", "Micro Usd"),
                            ("steps", "Steps"),
                            ("seconds", "Seconds"),
                        ],
                        max_length=10,
                    ),
                ),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("category", models.CharField(blank=True, max_length=40)),
                ("agent_id", models.UUIDField(blank=True, null=True)),
                ("connection_id", models.UUIDField(blank=True, null=True)),
                ("amount", models.BigIntegerField()),
                ("times", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Fresh",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("actions", "Actions"),
                            ("money", "Money"),
                            ("tokens", "Tokens"),
                            ("micro_usd", "Micro Usd"),
                            ("steps", "Steps"),
                            ("seconds", "Seconds"),
                        ],
                        max_length=10,
                    ),
                ),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("category", models.CharField(blank=True, max_length=40)),
                ("amount", models.BigIntegerField()),
                ("agent_id", models.UUIDField(blank=True, null=True)),
                ("connection_id", models.UUIDField(blank=True, null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "fresh usage",
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Lease",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("budget_id", models.UUIDField()),
                ("window_id", models.UUIDField()),
                ("starts_on", models.DateField()),
                ("holder", models.UUIDField()),
                ("granted", models.BigIntegerField()),
                ("reserved", models.BigIntegerField(default=0)),
                ("used", models.BigIntegerField(default=0)),
                ("cap_then", models.BigIntegerField()),
                ("total_after", models.BigIntegerField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="budget",
            name="billing_a_budget_has_a_known_unit",
        ),
        migrations.RemoveConstraint(
            model_name="budget",
            name="billing_a_budget_has_a_known_period",
        ),
        migrations.AddField(
            model_name="budget",
            name="hard_line",
            field=models.CharField(
                choices=[("stop", "Stops"), ("ask", "Asks the budget's owners"), ("suggest", "Is only suggested")],
                default="stop",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="budget",
            name="owners",
            field=models.UUIDField(blank=True, help_text="The role that is asked; empty: Admins.", null=True),
        ),
        migrations.AddField(
            model_name="budget",
            name="slice",
            field=models.BigIntegerField(
                default=0, help_text="What a worker may lease at once of a hot budget; 0: not hot."
            ),
        ),
        migrations.AddField(
            model_name="budget",
            name="soft",
            field=models.PositiveSmallIntegerField(
                default=80, help_text="Per cent of the cap at which people are told; 0: never."
            ),
        ),
        migrations.AddField(
            model_name="reservation",
            name="lease_id",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reservation",
            name="signed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="window",
            name="crossed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="window",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="budget",
            name="period",
            field=models.CharField(
                choices=[("day", "today"), ("week", "this week"), ("month", "this month"), ("forever", "in all")],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="budget",
            name="unit",
            field=models.CharField(
                choices=[
                    ("actions", "Actions"),
                    ("money", "Money"),
                    ("tokens", "Tokens"),
                    ("micro_usd", "Micro Usd"),
                    ("steps", "Steps"),
                    ("seconds", "Seconds"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="usage",
            name="unit",
            field=models.CharField(
                choices=[
                    ("actions", "Actions"),
                    ("money", "Money"),
                    ("tokens", "Tokens"),
                    ("micro_usd", "Micro Usd"),
                    ("steps", "Steps"),
                    ("seconds", "Seconds"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="reservation",
            index=models.Index(
                condition=models.Q(("state", "held")),
                fields=["workspace_id", "budget_id", "-id"],
                name="billing_held_newest_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit__in", ["actions", "money", "tokens", "micro_usd", "steps", "seconds"])),
                name="billing_a_budget_has_a_known_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__in", ["day", "week", "month", "forever"])),
                name="billing_a_budget_has_a_known_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(("soft__lte", 100)), name="billing_a_soft_line_is_within_the_cap"
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(("hard_line__in", ["stop", "ask", "suggest"])), name="billing_a_hard_line_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(("slice__gte", 0)), name="billing_a_slice_is_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="day",
            constraint=models.UniqueConstraint(
                fields=("workspace_id", "day", "unit", "currency", "category", "agent_id", "connection_id"),
                name="billing_a_day_is_counted_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="lease",
            index=models.Index(fields=["window_id"], name="billing_leases_by_window"),
        ),
        migrations.AddConstraint(
            model_name="lease",
            constraint=models.UniqueConstraint(
                fields=("budget_id", "starts_on", "holder"), name="billing_one_lease_a_holder"
            ),
        ),
        migrations.AddConstraint(
            model_name="lease",
            constraint=models.CheckConstraint(
                condition=models.Q(("granted__gte", 0), ("reserved__gte", 0), ("used__gte", 0)),
                name="billing_a_lease_holds_nothing_negative",
            ),
        ),
        # Reservations are history: a key check each would lock the very rows that everybody waits for.
        *(
            migrations.RunSQL(
                f"ALTER TABLE billing_reservation DROP CONSTRAINT billing_reservation_{column}_in_same_workspace",
                migrations.RunSQL.noop,
            )
            for column in ("budget_id", "window_id")
        ),
        Tenant("billing_lease"),
        Tenant("billing_fresh"),
        Tenant("billing_day"),
        BelongsTo("billing_lease", "budget_id", "billing_budget"),
        BelongsTo("billing_lease", "window_id", "billing_window"),
        *(migrations.RunSQL((SQL / f"{name}.sql").read_text(), migrations.RunSQL.noop) for name in FUNCTIONS),
    ]
