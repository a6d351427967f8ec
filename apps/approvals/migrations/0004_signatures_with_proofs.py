from django.db import migrations, models

AGAIN = """
DROP TRIGGER refuse_thaw ON approvals_request;
CREATE TRIGGER refuse_thaw BEFORE UPDATE ON approvals_request FOR EACH ROW
    WHEN ((OLD.workspace_id, OLD.document, OLD.digest, OLD.requirements, OLD.excluded, OLD.deadline, OLD.valid_s,
            OLD.stays, OLD.proofs)
        IS DISTINCT FROM
        (NEW.workspace_id, NEW.document, NEW.digest, NEW.requirements, NEW.excluded, NEW.deadline, NEW.valid_s,
            NEW.stays, NEW.proofs))
    EXECUTE FUNCTION approvals_refuse_thaw();
DROP TRIGGER refuse_thaw ON approvals_signature;
CREATE TRIGGER refuse_thaw BEFORE UPDATE ON approvals_signature FOR EACH ROW
    WHEN ((OLD.request_id, OLD.person_id, OLD.groups, OLD.digest, OLD.proofs)
        IS DISTINCT FROM (NEW.request_id, NEW.person_id, NEW.groups, NEW.digest, NEW.proofs))
    EXECUTE FUNCTION approvals_refuse_thaw();
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0003_signatures_that_are_owed")]

    operations = [
        migrations.AddField("request", "proofs", models.JSONField(blank=True, default=list)),
        migrations.AddField("signature", "proofs", models.JSONField(blank=True, default=dict)),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    ]
