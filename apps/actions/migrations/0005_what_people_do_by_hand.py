from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actions", "0004_what_was_done_before")]
    operations = [migrations.AddField("proposal", "by_hand", models.BooleanField(default=False))]
