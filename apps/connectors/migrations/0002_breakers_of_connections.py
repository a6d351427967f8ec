from django.db import migrations, models
from django.db.models import Q

from apps.core.postgres.operations import BelongsTo


class Migration(migrations.Migration):
    dependencies = [("connectors", "0001_connections")]

    operations = [
        migrations.CreateModel(
            name="Breaker",
            fields=[
                ("connection_id", models.UUIDField(primary_key=True, serialize=False)),
                ("workspace_id", models.UUIDField()),
                ("calls", models.PositiveSmallIntegerField(default=0)),
                ("failed", models.PositiveSmallIntegerField(default=0)),
                ("in_a_row", models.PositiveSmallIntegerField(default=0)),
                ("openings", models.PositiveSmallIntegerField(default=0)),
                ("opened_at", models.DateTimeField(null=True)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("probing_until", models.DateTimeField(null=True)),
                ("not_before", models.DateTimeField(null=True)),
                ("retries", models.FloatField(default=0)),
                ("counted_at", models.DateTimeField()),
                ("turned", models.CharField(blank=True, max_length=6)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("opened_at", None), ("next_try_at__isnull", False), _connector="OR"),
                        name="connectors_an_open_breaker_says_when_it_tries",
                    ),
                    models.CheckConstraint(
                        condition=Q(("turned__in", ["", "opened", "closed"])),
                        name="connectors_a_breaker_opens_or_closes",
                    ),
                ],
            },
        ),
        BelongsTo("connectors_breaker", "connection_id", "connectors_connection"),
    ]
