"""Who signs for each kind, in rows: reports – daily, Support; monthly, the Controller; yearly, nobody."""

import re
from collections.abc import Callable, Iterator

from apps.policies.language.bones.asked import Grammar
from apps.policies.language.bones.fleshed import read_back
from apps.policies.language.turning import CONSENT
from apps.policies.rule import Rule, Tagged

TABLE = re.compile(r"^(?:an? |the |any |every )?(?P<what>[^,;:.]+?)(?::| [–—-]) (?P<rows>[^:].+)$", re.IGNORECASE)
NEXT = re.compile(r";\s+(?:and |but )?|,? (?:and )(?=[a-z-]+(?:,|:| [–—-]) )|, (?=[a-z-]+(?::| [–—-]) )")
ROW = re.compile(
    r"^(?:for |if |when )?(?:an? |the )?(?P<kind>[a-z][a-z-]*(?: [a-z][a-z-]*)?)(?: ones?)?(?:,|:| [–—-]|) (?:by |"
    r"to |need )?"
    rf"(?:(?P<free>no {CONSENT}|nobody|no one|none|without {CONSENT})|(?P<never>(?:is |are )?(?:forbidden|not "
    rf"allowed|never))|"
    r"(?P<who>(?:(?:the|an?|one|two|three|four|either|both) )?[A-Z].*|(?:one|two|three|four) (?:people|persons?) .+))$"
)  # fmt: skip


def by_kind(text: str, grammar: Grammar, read: Callable[[str], Rule | None]) -> Rule | None:
    """The rule of such a table; None where a row says anything but a kind and who signs for it."""
    table = TABLE.match(text)
    rows = [ROW.match(row.strip()) for row in NEXT.split(table["rows"])] if table else []
    if not table or len(rows) < 2 or not all(rows):
        return None
    rules = [read(sentence) for sentence in _sentences(table["what"], rows)]
    clauses = [clause for rule in rules if rule for clause in rule.clauses]
    of_kinds = all(isinstance(clause.condition, Tagged) and clause.condition.family == "kind" for clause in clauses)
    if not all(rules) or not of_kinds or len({clause.targets for clause in clauses}) > 1:
        return None
    return read_back(clauses, grammar)


def _sentences(what: str, rows: list[re.Match[str] | None]) -> Iterator[str]:
    for row in rows:
        if row:
            said = "need no approval" if row["free"] else "are forbidden" if row["never"] else f"need {row['who']}"
            yield f"{what} of the kind {row['kind']} {said}"
