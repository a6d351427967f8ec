import django.db.models.functions.datetime
from django.db import migrations, models

import apps.core.ids


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_security_keys")]

    operations = [
        migrations.CreateModel(
            name="Guess",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("whose", models.CharField(max_length=64)),
                ("whence", models.CharField(max_length=64)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True)),
            ],
            options={
                "verbose_name_plural": "guesses",
                "indexes": [models.Index(fields=["whose", "at"], name="identity_latest_guesses")],
            },
        ),
    ]
