from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actions", "0005_what_people_do_by_hand"), ("approvals", "0003_signatures_that_are_owed")]

    operations = [
        migrations.AddField("proposal", "owes", models.JSONField(null=True)),
        migrations.AddField("proposal", "afterwards_id", models.UUIDField(null=True)),
        migrations.AddIndex(
            "proposal",
            models.Index(
                condition=models.Q(("afterwards_id__isnull", False)),
                fields=["workspace_id", "afterwards_id"],
                name="actions_proposal_owing_request",
            ),
        ),
        migrations.CreateModel(
            name="Afterwards",
            fields=[
                ("proposal_id", models.UUIDField(primary_key=True, serialize=False)),
                ("workspace_id", models.UUIDField(db_index=True)),
                ("due_at", models.DateTimeField()),
                ("next_at", models.DateTimeField(db_index=True)),
                ("ran", models.BooleanField(default=False)),
                ("overdue_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
