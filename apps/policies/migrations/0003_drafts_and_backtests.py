"""Drafts, the backtests of them, and the drafts that watch."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import apps.core.ids
from apps.core.postgres.operations import BelongsTo, Tenant


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0002_words_of_the_moment"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("name", models.CharField(max_length=100)),
                ("sentences", models.JSONField(default=list)),
                ("digest", models.CharField(max_length=71)),
                ("edition", models.PositiveIntegerField(default=1)),
                ("made_by", models.UUIDField()),
                ("edited_by", models.UUIDField()),
                ("edited_at", models.DateTimeField(auto_now=True)),
                ("proposal_id", models.UUIDField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "stage",
                    models.CharField(
                        choices=[("open", "Being written"), ("published", "Published"), ("discarded", "Discarded")],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.policyversion",
                    ),
                ),
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
            name="Backtest",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("sentences", models.JSONField()),
                ("digest", models.CharField(max_length=71)),
                ("version_id", models.UUIDField(null=True)),
                ("days", models.PositiveSmallIntegerField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("cases", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Running"), ("done", "Done"), ("failed", "Failed")],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("tally", models.JSONField(null=True)),
                ("why", models.TextField(blank=True)),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "draft",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="backtests",
                        to="policies.draft",
                    ),
                ),
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
            name="OpenBacktest",
            fields=[
                ("part_id", models.UUIDField(primary_key=True, serialize=False)),
                ("backtest_id", models.UUIDField()),
                ("workspace_id", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("due_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["backtest_id", "number"], name="policies_open_parts")],
            },
        ),
        migrations.CreateModel(
            name="Shadow",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("sentences", models.JSONField()),
                ("digest", models.CharField(max_length=71)),
                ("began_by", models.UUIDField()),
                ("began_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "draft",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shadows",
                        to="policies.draft",
                    ),
                ),
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
            name="BacktestPart",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("number", models.PositiveIntegerField()),
                ("first", models.UUIDField()),
                ("last", models.UUIDField()),
                ("cases", models.PositiveIntegerField()),
                ("tally", models.JSONField(null=True)),
                (
                    "backtest",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="policies.backtest",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("backtest", "number"), name="policies_a_part_has_its_own_number")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ChangedCase",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField(editable=False)),
                ("rank", models.PositiveSmallIntegerField()),
                ("recording_id", models.UUIDField()),
                ("proposal_id", models.UUIDField(null=True)),
                ("action_id", models.UUIDField()),
                ("was", models.CharField(max_length=30)),
                ("now", models.CharField(max_length=30)),
                ("money", models.JSONField(default=list)),
                ("answer", models.CharField(blank=True, max_length=10)),
                ("edited", models.BooleanField(default=False)),
                ("undone", models.BooleanField(default=False)),
                ("waited_s", models.PositiveIntegerField(default=0)),
                (
                    "backtest",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changed",
                        to="policies.backtest",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "everywhere",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["workspace_id", "backtest", "rank", "-recording_id"],
                        name="policies_changed_worst_first",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                condition=models.Q(("stage", "open")), fields=["workspace_id", "-id"], name="policies_open_drafts"
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["open", "published", "discarded"])),
                name="policies_a_draft_is_at_a_known_stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("stage", "open")),
                    models.Q(models.Q(("stage", "open"), _negated=True), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="policies_a_closed_draft_says_when",
            ),
        ),
        migrations.AddIndex(
            model_name="backtest",
            index=models.Index(fields=["workspace_id", "draft", "-id"], name="policies_backtests_of_a_draft"),
        ),
        migrations.AddConstraint(
            model_name="backtest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["running", "done", "failed"])),
                name="policies_a_backtest_is_somewhere_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="backtest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    models.Q(("ended_at__isnull", False), ("tally__isnull", False)),
                    _connector="OR",
                ),
                name="policies_a_backtest_that_is_done_has_its_sums",
            ),
        ),
        migrations.AddConstraint(
            model_name="shadow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("workspace_id",), name="policies_one_draft_watches"
            ),
        ),
        *(Tenant(f"policies_{table}") for table in ("draft", "shadow", "backtest", "backtestpart", "changedcase")),
        BelongsTo("policies_draft", "based_on_id", "policies_policyversion"),
        BelongsTo("policies_shadow", "draft_id", "policies_draft"),
        BelongsTo("policies_backtest", "draft_id", "policies_draft"),
        BelongsTo("policies_backtestpart", "backtest_id", "policies_backtest"),
        BelongsTo("policies_changedcase", "backtest_id", "policies_backtest"),
    ]
