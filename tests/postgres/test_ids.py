"""Ids that the database makes: UUIDv7, and in the order in which they are made."""

import time

import pytest
from django.db import connection

from apps.core.ids import first_uuid7

ONE_AFTER_THE_OTHER = "SELECT countersign_uuid7() FROM generate_series(1, 1000) WHERE pg_sleep(0.000002) IS NOT NULL"


@pytest.mark.django_db
def test_ids_of_the_database_sort_as_they_were_made_within_a_millisecond_too() -> None:
    before = int(time.time() * 1000)
    with connection.cursor() as cursor:
        cursor.execute(ONE_AFTER_THE_OTHER)
        made = [id for (id,) in cursor.fetchall()]
    assert made == sorted(made)
    assert {(id.version, id.variant) for id in made} == {(7, "specified in RFC 4122")}
    assert first_uuid7(before - 1) < made[0] < made[-1] < first_uuid7(int(time.time() * 1000) + 2)
