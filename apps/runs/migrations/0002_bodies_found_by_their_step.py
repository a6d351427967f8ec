from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0001_runs_and_steps"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="stepbody",
            index=models.Index(fields=["workspace_id", "step_id"], name="runs_body_of_a_step"),
        ),
    ]
