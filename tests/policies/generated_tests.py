"""Tests of what surrounds an action, and surroundings, at random: every kind that a sentence can name."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from apps.connectors.contract import UndoKind
from apps.policies.circumstances import Circumstances, Figure, SoFar
from apps.policies.rule import (
    Age,
    AskedBy,
    Attribute,
    Before,
    Clock,
    Compared,
    Each,
    Earlier,
    Finds,
    First,
    Freeze,
    Given,
    Has,
    IsDeed,
    Listed,
    Named,
    Number,
    Op,
    Origin,
    Passed,
    RiskIs,
    Says,
    Share,
    Tagged,
    Target,
    Total,
    Undoable,
    Weekday,
    WorkingHours,
    Worth,
    Yearly,
)
from tests.policies.make import SHOP

OPS = st.sampled_from(Op)
WORDS = ("customer", "VIP", "tier", "order", "Odd & name", "production", "tests", "known payees", "reason", "day")
NAMES = st.sampled_from(WORDS)
SEVERAL = st.lists(NAMES, unique=True, min_size=1, max_size=3).map(tuple)
WHOSE = st.sampled_from(["ours", "recipient"])
PEOPLE = st.sampled_from([*SHOP.named("groups"), Named(id="@asker's manager", name="the asker's manager")])
DEEDS = st.sampled_from([Target(deed="refunds"), Target(deed="exports"), Target(deed="update", objects=("Case",))])
WAYS = st.sampled_from([("none",), ("exact",), ("compensate",), ("exact", "compensate"), ("compensate", "none")])
FOUND = ("links", "codes", "identity numbers", "card numbers", "bank details", "secrets")
COMPUTED: SearchStrategy[object] = st.one_of(
    st.builds(Each, op=OPS, amount=st.integers(0, 10**9), currency=st.sampled_from(["USD", "JPY", "BHD"]), per=NAMES),
    st.builds(Worth, of=NAMES, op=OPS, amount=st.integers(0, 10**9), currency=st.sampled_from(["USD", "JPY", "BHD"])),
    st.builds(Compared, of=NAMES, op=OPS, than=NAMES),
    st.builds(Share, op=OPS, percent=st.sampled_from([10_000, 1_000, 1_250, 20_000]), of=NAMES),
    st.builds(Number, what=NAMES, op=OPS, hundredths=st.integers(0, 90).map(lambda n: n * 100)),
    st.builds(Number, what=st.sampled_from(["percent", "discount"]), op=OPS, hundredths=st.integers(0, 9999),
              percent=st.just(True)),
    st.builds(Age, of=NAMES, op=OPS, number=st.integers(0, 90),
              unit=st.sampled_from(["hour", "day", "week", "month", "year"])),
    st.builds(Tagged, family=st.sampled_from(["label", "kind", "place"]), names=SEVERAL),
    st.builds(Finds, what=st.lists(st.sampled_from(FOUND), unique=True, min_size=1, max_size=3).map(tuple)),
    st.builds(Says, texts=SEVERAL),
    st.builds(Clock, begins=st.integers(0, 719), ends=st.integers(720, 1439), whose=WHOSE),
    st.builds(Clock, begins=st.integers(720, 1439), ends=st.integers(1, 719), whose=WHOSE),
    st.builds(Weekday, days=st.sets(st.integers(1, 7), min_size=1, max_size=3).map(lambda d: tuple(sorted(d))), whose=WHOSE),
    st.builds(WorkingHours, whose=WHOSE),
    st.builds(Before, date=st.dates(date(2026, 1, 1), date(2027, 1, 1)).map(str)),
    st.builds(Yearly, begins=st.sampled_from(["01-01", "12-20"]), ends=st.sampled_from(["01-02", "06-30", "02-29"])),
    st.builds(Freeze, name=st.sampled_from(["", "code", "odd one", "maintenance window"])),
    st.builds(Attribute, of=NAMES, name=st.sampled_from(["", "tier", "odd name"]), values=SEVERAL),
    st.builds(Has, of=NAMES, what=NAMES),
    st.builds(Listed, list=NAMES),
    st.builds(First, of=NAMES),
    st.builds(Total, op=OPS, limit=st.integers(0, 900).map(lambda n: n * 100), currency=st.sampled_from(["", "USD"]),
              period=st.sampled_from(["day", "ever", "24 hours", "run"]), per=st.sampled_from(["", "customer", "Odd & name"]),
              with_this=st.booleans()),
    st.builds(Earlier, target=DEEDS),
    st.builds(Passed, check=NAMES),
    st.builds(Given, what=NAMES),
    st.builds(RiskIs, op=st.sampled_from([Op.AT_LEAST, Op.UP_TO]), level=st.sampled_from(["low", "medium", "high", "critical"])),
    st.builds(Undoable, ways=WAYS),
    st.builds(Origin, which=st.sampled_from(["person", "record", "outside", "model"]), every=st.booleans(),
              of=st.sampled_from(["", "to", "amount", "Odd & name"])),
    st.builds(AskedBy, groups=st.lists(PEOPLE, unique=True, min_size=1, max_size=2).map(tuple)),
    st.builds(IsDeed, targets=DEEDS.map(lambda target: (target,))),
)  # fmt: skip


def maybe(values: SearchStrategy[object]) -> SearchStrategy[object]:
    return st.one_of(st.none(), values)


def circumstances() -> SearchStrategy[Circumstances]:
    yes_or_no = st.dictionaries(NAMES, maybe(st.booleans()), max_size=3)
    fields = st.dictionaries(
        st.sampled_from(["status", "tier", "VIP", "customer"]), maybe(st.sampled_from(WORDS)), max_size=3
    )
    figure = st.builds(Figure, amount=maybe(st.integers(0, 90_000)), currency=st.sampled_from(["USD", "EUR"]))
    so_far = st.builds(SoFar, period=st.sampled_from(["day", "ever", "run"]), per=st.sampled_from(["", "customer"]),
                       count=maybe(st.integers(0, 90_000)), amount=maybe(st.integers(0, 90_000)),
                       currency=st.sampled_from(["USD", "EUR", ""]))  # fmt: skip
    hours = st.integers(0, 24 * 30).map(lambda n: datetime(2026, 6, 1, tzinfo=UTC) + timedelta(hours=n))
    return st.builds(
        Circumstances,
        record=maybe(fields),
        related=st.dictionaries(NAMES, maybe(fields), max_size=2),
        labels=maybe(SEVERAL),
        kinds=maybe(SEVERAL),
        places=maybe(SEVERAL),
        text=maybe(st.sampled_from(["", "code 123456", "see https://x.example", "VIP day", "sk_live_abc"])),
        attachments=maybe(st.integers(0, 3)),
        at=maybe(hours),
        recipient_zone=st.sampled_from(["", "Asia/Tokyo", "no such zone"]),
        freezes=maybe(st.sampled_from([(), ("code",), ("odd one",), ("maintenance window",)])),
        so_far=st.lists(so_far, max_size=2).map(tuple),
        first_for=yes_or_no,
        ages=st.dictionaries(NAMES, maybe(st.integers(0, 90)), max_size=3),
        figures=st.dictionaries(NAMES, maybe(figure), max_size=3),
        numbers=st.dictionaries(
            st.sampled_from([*WORDS, "discount", "percent"]), maybe(st.integers(0, 90)), max_size=3
        ),
        earlier=maybe(st.lists(st.sampled_from(["refunds", "export", "update Case", "read"]), max_size=2).map(tuple)),
        checks=yes_or_no,
        lists=yes_or_no,
        given=yes_or_no,
        undo=maybe(st.sampled_from(UndoKind)),
    )
