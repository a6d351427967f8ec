from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0004_hours_and_freezes")]

    operations = [
        migrations.AddField(
            "workspace",
            "governs",
            models.BooleanField(default=False, help_text="Its policy is the organisation's: a limit over all others."),
        ),
        migrations.AddConstraint(
            "workspace",
            models.UniqueConstraint(
                condition=models.Q(("governs", True)),
                fields=("organisation",),
                name="workspaces_an_organisation_has_one_seat",
            ),
        ),
    ]
