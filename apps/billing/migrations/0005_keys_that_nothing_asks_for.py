"""Each index of these tables is written with every action, and nothing points at their rows or asks for them so.

Reservations and usage are found by their action or window. What is fresh is counted by its workspace.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0004_set_aside_and_settled_within_the_claim"),
    ]

    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (
            "ALTER TABLE billing_reservation DROP CONSTRAINT billing_reservation_keyed_by_workspace",
            "ALTER TABLE billing_usage DROP CONSTRAINT billing_usage_keyed_by_workspace",
            "ALTER TABLE billing_fresh DROP CONSTRAINT billing_fresh_pkey",
        )
    ]
