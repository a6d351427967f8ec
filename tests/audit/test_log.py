"""Lines are numbered without a gap, stand in the transaction of their change, and read back as they were written."""

import json
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.audit import chain, log
from apps.audit.body import seal
from apps.audit.models import Entry
from apps.core import scope
from apps.core.canonical import LARGEST, Json, NotCanonical, canonical
from apps.core.ids import uuid7
from tests import make

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
leaves = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | words
facts = st.dictionaries(
    words, st.recursive(leaves, lambda x: st.lists(x, max_size=3) | st.dictionaries(words, x, max_size=3))
)


def test_lines_are_numbered_from_one_without_a_gap(acme: UUID, write: Callable[..., int]) -> None:
    assert [write(), write(), write()] == [2, 3, 4]  # the first tells of the founding
    assert [entry.seq for entry in log.page(acme)] == [4, 3, 2, 1]


@pytest.mark.django_db(transaction=True)
def test_a_line_without_a_transaction_is_refused(acme: UUID) -> None:
    with pytest.raises(log.OutsideTransaction):
        log.append("action.done", workspace=acme, subject="act_1", by="worker", facts={})


def test_a_line_goes_where_its_change_goes(acme: UUID, write: Callable[..., int]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        log.append("action.done", workspace=acme, subject="act_1", by="worker", facts={})
        _ = 1 / 0
    assert log.of("act_1") == []
    assert write() == 2  # and its number is used again


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_leave_no_gap_and_one_chain(acme: UUID) -> None:
    def ten_lines() -> list[int]:
        seqs = []
        for number in range(10):
            with transaction.atomic():
                facts = {"number": number}
                seqs.append(log.append("action.done", workspace=acme, subject="act_1", by="worker", facts=facts))
        return seqs

    answers = make.race(*[ten_lines] * 8, of=acme)
    assert sorted(seq for seqs in answers for seq in seqs) == list(range(2, 82))
    assert chain.verify(acme) == chain.Intact(81, bytes(log.page(acme, limit=1)[0].hash).hex())


def test_the_first_lines_of_a_log_race_for_its_head_and_all_are_written(transactional_db: None) -> None:
    one = UUID(int=7)

    def first() -> int:
        with transaction.atomic():
            return log.append("action.done", workspace=one, subject="act_1", by="worker", facts={})

    assert sorted(make.race(*[first] * 8, of=one)) == list(range(1, 9))


def test_many_lines_of_several_logs_are_written_together(acme: UUID) -> None:
    with scope.workspace():
        other = make.workspace("other").pk
    lines = [log.Line("action.done", one, "act_1", "worker", {}) for one in (acme, other, acme)]
    with scope.workspace(acme, other):
        with transaction.atomic():
            assert log.append_many(lines) == [2, 2, 3]
        assert isinstance(chain.verify(acme), chain.Intact)
        assert isinstance(chain.verify(other), chain.Intact)


def test_lines_cost_one_statement_and_one_more_for_what_is_kept_of_persons(acme: UUID) -> None:
    lines = [log.Line("action.done", acme, "act_1", "worker", {})] * 3
    with transaction.atomic(), CaptureQueriesContext(connection) as spent:
        log.append_many(lines)
    assert len(spent) == 1
    with transaction.atomic(), CaptureQueriesContext(connection) as spent:
        log.append_many([*lines, replace(lines[0], personal={"name": "Maria"})])
    assert len(spent) == 2


def test_the_database_writes_the_bytes_that_the_form_prescribes(acme: UUID) -> None:
    facts = {"why": '“Zoë” said\n\\ "no" \u2028 \x01', "n": 2**53 - 1, "list": [True, None, {"b": 1, "a": ""}]}
    with transaction.atomic():
        seq = log.append("action.done", workspace=acme, subject='a"b', by="user:ü", facts=facts, personal={"x": "y"})
    one = Entry.objects.get(seq=seq)
    committed = json.loads(bytes(one.body))["personal"]
    same = seal(
        id=one.pk, workspace=acme, seq=seq, prev=bytes(one.prev), at=one.at, kind="action.done", subject='a"b',
        by="user:ü", facts=facts, personal=committed,
    )  # fmt: skip
    assert (same.body, same.hash) == (bytes(one.body), bytes(one.hash))


def test_lines_of_one_kind_together_are_the_same_bytes(acme: UUID) -> None:
    facts = {"why": '“Zoë” said\n\\ "no" \u2028 \x01', "n": 2**53 - 1}
    subjects = ['a"b', "act_ü"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_append_2(%s, %s::uuid[], 'action.done', %s, 'user:ü', %s)",
            [uuid7(), [acme, acme], subjects, [log.said(facts)] * 2],
        )
    written = list(Entry.objects.filter(kind="action.done").order_by("seq"))
    assert [one.subject for one in written] == subjects
    for one in written:
        same = seal(
            id=one.pk, workspace=acme, seq=one.seq, prev=bytes(one.prev), at=one.at, kind="action.done",
            subject=one.subject, by="user:ü", facts=facts, personal=None,
        )  # fmt: skip
        assert (same.body, same.hash) == (bytes(one.body), bytes(one.hash))
    assert isinstance(chain.verify(acme), chain.Intact)


def test_another_workspace_s_log_can_neither_be_written_nor_read(acme: UUID, write: Callable[..., int]) -> None:
    write()
    with scope.workspace(UUID(int=7)):
        assert log.page(acme) == []
        assert log.of("act_1") == []
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            log.append("action.done", workspace=acme, subject="act_1", by="worker", facts={})


def test_a_page_ends_before_a_number_and_keeps_to_a_kind_and_a_subject(acme: UUID, write: Callable[..., int]) -> None:
    write("act_1"), write("act_2"), write("run_1", kind="run.ended")
    assert [e.seq for e in log.page(acme, before_seq=3)] == [2, 1]
    assert [e.seq for e in log.page(acme, kind="action")] == [3, 2]
    assert [e.seq for e in log.page(acme, kind="run.ended")] == [4]
    assert [e.seq for e in log.page(acme, subject="act_2")] == [3]
    assert [e.seq for e in log.page(acme, limit=1)] == [4]


def test_what_has_no_single_byte_form_is_not_written(acme: UUID, write: Callable[..., int]) -> None:
    with pytest.raises(NotCanonical):
        write(facts={"amount": 184.5})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=facts, personal=st.none() | facts)
def test_whatever_is_written_reads_back_and_hashes_to_the_same(
    acme: UUID, write: Callable[..., int], said: dict[str, Json], personal: dict[str, Json] | None
) -> None:
    seq = write(facts=said, personal=personal)
    entry = Entry.objects.get(seq=seq)
    assert canonical(entry.facts) == canonical(said)
    assert log.personal([entry]) == ({} if personal is None else {entry.pk: personal})
    assert isinstance(chain.verify(acme), chain.Intact)
