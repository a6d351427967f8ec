"""Rules in Cedar at random."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from apps.policies import written
from apps.policies.rule import Rule
from tests.policies.make import SHOP

WORDS = SHOP.model_copy(update={"arguments": {"amount": "Long", "reason": "String", "to": "Set", "urgent": "Boolean"}})
COMPARISONS = (
    "context.money.amount > 5000", "context.money.amount <= 100000", 'context.money.currency == "USD"',
    "context.recipients.outside", "context.recipients.inside", "context.count.number >= 3", "context.undoing",
    'context.fields.names.contains("status")', 'context.fields.names.containsAny(["status", "priority"])',
    'context.tool.object.name == "case"', 'context.tool.name like "stripe.*"', 'context.risk == "high"',
    'context.tool.deeds.contains("permissions")', 'context.tool.deeds.contains("refunds")', 'context.agent == "agent-1"',
    'context.arguments.reason == "fraud"', "context.arguments.amount > context.money.amount", "context.arguments.urgent",
    'context.arguments.to.contains("a")', "true",
)  # fmt: skip


def _joined(parts: SearchStrategy[str]) -> SearchStrategy[str]:
    return st.one_of(
        st.builds("({} && {})".format, parts, parts),
        st.builds("({} || {})".format, parts, parts),
        st.builds("!({})".format, parts),
        st.builds("(if {} then {} else {})".format, parts, parts, parts),
    )


EXPRESSIONS: SearchStrategy[str] = st.recursive(st.sampled_from(COMPARISONS), _joined, max_leaves=5)
CONDITIONS = st.lists(
    st.builds("{} {{ {} }}".format, st.sampled_from(["when", "unless"]), EXPRESSIONS), max_size=2
).map(" ".join)  # fmt: skip
SAID = st.sampled_from([
    '@outcome("auto")', '@outcome("suggest")', '@outcome("deny")', '@outcome("ask")',
    '@outcome("ask") @people("3") @groups("Finance, Legal")',
])  # fmt: skip


def rules() -> SearchStrategy[Rule]:
    text = st.builds('@id("one") {} permit(principal, action, resource) {};'.format, SAID, CONDITIONS)
    return text.map(lambda said: written.read(said, WORDS))
