"""The organisation's policy in force: read from each of its workspaces, written from its seat alone."""

import django.db.models.deletion
from django.db import migrations, models

from apps.core.postgres.operations import SeenThrough

OF_IT = "SELECT FROM workspaces_workspace w WHERE w.organisation_id = policies_charter.organisation_id"


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0004_rules_beside_their_sentences"),
        ("workspaces", "0005_the_seat_of_an_organisation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Charter",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="charter",
                        serialize=False,
                        to="workspaces.organisation",
                    ),
                ),
                ("version_id", models.UUIDField()),
                ("name", models.CharField(max_length=120)),
                ("sentences", models.JSONField()),
                ("rules", models.JSONField()),
                ("last_editor_id", models.UUIDField(null=True)),
                ("since", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.AddField("backtestpart", "whose", models.UUIDField(null=True)),
        SeenThrough("policies_charter", f"EXISTS ({OF_IT})", written_where=f"EXISTS ({OF_IT} AND w.governs)"),
    ]
