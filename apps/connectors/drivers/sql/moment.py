"""A column that follows the clock more slowly than two runs are apart: a date, a time cut to the second."""

import re

from psycopg import sql

from apps.connectors.contract import Value
from apps.connectors.drivers.sql.session import Connection

PRECISION = re.compile(r"\(\d\)")
FORMS = {
    "timestamp with time zone": "%(at)s::timestamptz BETWEEN now() - interval '5 s' AND now() + interval '5 s'",
    "timestamp without time zone": """
        %(at)s::timestamp BETWEEN localtimestamp - interval '5 s' AND localtimestamp + interval '5 s'
        OR %(at)s::timestamp BETWEEN (now() AT TIME ZONE 'UTC') - interval '5 s'
            AND (now() AT TIME ZONE 'UTC') + interval '5 s'""",
    "date": "%(at)s::date IN (current_date, (now() AT TIME ZONE 'UTC')::date)",
    "time without time zone": "%(at)s::time BETWEEN localtime - interval '5 s' AND localtime + interval '5 s'",
}


def about_now(connection: Connection, value: Value | None) -> bool:
    """Whether this moment is the present one, as the database's clock has it."""
    form = FORMS.get(PRECISION.sub("", value.type)) if value else None
    if value is None or form is None:
        return False
    row = connection.execute(sql.SQL("SELECT {}").format(sql.SQL(form)), {"at": value.text}).fetchone()
    return bool(row and row[0])
