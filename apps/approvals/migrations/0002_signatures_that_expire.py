from django.db import migrations, models

AGAIN = """
DROP TRIGGER refuse_thaw ON approvals_request;
CREATE TRIGGER refuse_thaw BEFORE UPDATE ON approvals_request FOR EACH ROW
    WHEN ((OLD.workspace_id, OLD.document, OLD.digest, OLD.requirements, OLD.excluded, OLD.deadline, OLD.valid_s)
        IS DISTINCT FROM
        (NEW.workspace_id, NEW.document, NEW.digest, NEW.requirements, NEW.excluded, NEW.deadline, NEW.valid_s))
    EXECUTE FUNCTION approvals_refuse_thaw();
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_requests_and_signatures")]

    operations = [
        migrations.AddField("request", "valid_s", models.PositiveIntegerField(null=True)),
        migrations.AddField("request", "expires_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "request",
            models.CheckConstraint(
                condition=models.Q(
                    ("valid_s", None),
                    models.Q(("state", "met"), _negated=True),
                    ("expires_at__isnull", False),
                    _connector="OR",
                ),
                name="approvals_what_expires_says_when",
            ),
        ),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    ]
