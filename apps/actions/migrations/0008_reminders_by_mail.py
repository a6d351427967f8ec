from django.db import migrations, models

import apps.core.ids


class Migration(migrations.Migration):
    dependencies = [("actions", "0007_decided_under_the_organisation_too")]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("workspace_id", models.UUIDField()),
                ("proposal_id", models.UUIDField()),
                ("request_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                ("stage", models.PositiveSmallIntegerField(choices=[(1, "Owed"), (2, "Overdue")])),
                ("due_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("taken_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["due_at"], name="actions_open_reminders"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request_id", "stage", "person_id"), name="actions_people_are_reminded_once_a_stage"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", [1, 2])), name="actions_a_reminder_is_of_a_known_stage"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at", None),
                            models.Q(("ended_at__isnull", False), ("taken_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="actions_what_was_mailed_was_taken_before",
                    ),
                ],
            },
        ),
    ]
