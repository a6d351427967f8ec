"""What each sentence of a version means, by id, beside its text."""

import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0003_drafts_and_backtests"),
    ]

    operations = [
        migrations.AddField(
            model_name="policyversion",
            name="rules",
            field=models.JSONField(null=True),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rules__isnull", True),
                    django.db.models.lookups.Exact(
                        models.Func(
                            models.F("rules"),
                            output_field=models.TextField(),
                            template="(jsonb_path_query_first(%(expressions)s, '$.size()'))::text",
                        ),
                        models.Func(
                            models.F("sentences"),
                            output_field=models.TextField(),
                            template="(jsonb_path_query_first(%(expressions)s, '$.size()'))::text",
                        ),
                    ),
                    _connector="OR",
                ),
                name="policies_each_sentence_of_a_version_has_its_rule",
            ),
        ),
    ]
