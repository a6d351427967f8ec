from django.db import migrations, models

AGAIN = """
DROP TRIGGER refuse_thaw ON approvals_request;
CREATE TRIGGER refuse_thaw BEFORE UPDATE ON approvals_request FOR EACH ROW
    WHEN ((OLD.workspace_id, OLD.document, OLD.digest, OLD.requirements, OLD.excluded, OLD.deadline, OLD.valid_s,
            OLD.stays)
        IS DISTINCT FROM
        (NEW.workspace_id, NEW.document, NEW.digest, NEW.requirements, NEW.excluded, NEW.deadline, NEW.valid_s,
            NEW.stays))
    EXECUTE FUNCTION approvals_refuse_thaw();
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0002_signatures_that_expire")]

    operations = [
        migrations.AddField("request", "stays", models.BooleanField(default=False)),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    ]
