import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agents", "0003_who_reports_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "report",
            "agent",
            models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agents.agent",
            ),
        ),
        migrations.AddField(
            "report",
            "person",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("report", "note", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddConstraint(
            "report",
            models.UniqueConstraint(
                fields=("workspace_id", "of", "check_name", "person"), name="agents_a_report_is_the_last_of_its_person"
            ),
        ),
        migrations.AddConstraint(
            "report",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agent", None), ("person__isnull", False)),
                    models.Q(("agent__isnull", False), ("person", None)),
                    _connector="OR",
                ),
                name="agents_a_report_is_an_agents_or_a_persons",
            ),
        ),
    ]
