"""Amounts, shares and other figures: exceeds its budget, is over 10 % of the order, a salary of up to 120,000 USD."""

import re

from apps.policies.conditions import every
from apps.policies.language.build_joins import OWN
from apps.policies.language.situations.counts import numbers
from apps.policies.language.situations.much import OF_FIGURE, Limit, limits, money, percent
from apps.policies.language.situations.saying import Saying, Scene
from apps.policies.language.situations.subjects import AMOUNTS, Of, bare, is_amount, plain, subject
from apps.policies.rule import Amount, Compared, Condition, Number, Op, Share, Worth, tests_in

LEFT = re.compile(
    r"^(?:what|the amount|the sum|whatever|that which) (?:is|was|has been|had been|remains) (?P<what>left|available|"
    r"remaining|paid|charged|billed|invoiced|ordered|agreed|approved|budgeted|quoted)"
    r"(?: (?:of|in|for|on|from|as) (?P<of>.+))?$", re.IGNORECASE
)  # fmt: skip
REMAINING = re.compile(r"^(?:the )?(?:remainder|rest) of (?P<of>.+)$", re.IGNORECASE)
SPARE = frozenset("left available remaining".split())
MONEYS = frozenset(
    "amount value price cost limit budget total balance sum fee salary quote estimate deposit payment charge "
    "threshold "
    "allowance maximum cap ceiling invoice order purchase bill refund credit wage pay income revenue premium rent "
    "forecast allocation commitment principal contribution claim award bid offer turnover bonus compensation spend "
    "spending expense loan debt exposure worth arr mrr".split()
)
SCORES = frozenset("margin rate score percentage rating count coverage quantity utilisation utilization level".split())
BEFORE_DATES = re.compile(
    r"(?:(?:is|are|falls?|lies?|was|comes?) )?(?P<how>before|earlier than|prior to|ahead of|after|later than|past|"
    r"beyond|no later than|not before) (?P<than>(?:the|its|their) .+)", re.IGNORECASE
)  # fmt: skip
DATES = {"before": Op.UNDER, "earlier than": Op.UNDER, "prior to": Op.UNDER, "ahead of": Op.UNDER, "after": Op.OVER,
         "later than": Op.OVER, "past": Op.OVER, "beyond": Op.OVER, "no later than": Op.UP_TO,
         "not before": Op.AT_LEAST}  # fmt: skip
DATED = ("date", "day", "deadline", "time", "expiry", "start", "end")


def figure(said: Saying, scene: Scene) -> Condition | None:
    """A figure against an amount, a per cent, or another figure."""
    text = {"exceed": f"over {said.rest}", "reach": f"at least {said.rest}"}.get(said.sort, said.rest)
    if said.sort not in ("be", "measure", "exceed", "reach", "have"):
        return None
    if said.sort == "have":
        return having(said.rest, said.of, scene)
    return comparison(text, said.of, scene) or _dated(said, scene) or _numbered(said)


def comparison(text: str, of: Of, scene: Scene) -> Condition | None:
    """`over 10% of the order`, said of an amount or of a figure by its name."""
    for compared in limits(re.sub(r"^(?:for|of|at|by|to) (?!the\b)", "", text)):
        tests = [_test(each, of, scene) for each in compared]
        if all(tests):
            return every([each for each in tests if each])
    return None


def having(text: str, owner: Of, scene: Scene) -> Condition | None:
    """`a salary of up to 120,000 USD`, `a margin below 20 %`."""
    for mark in re.finditer(r" (?:of |at |that is |which is )?(?=\S)", text):
        of = subject(text[: mark.start()], scene.owner, scene.lexicon)
        if not of or owner.name:
            continue
        named, compared = Of(owner.of, of.whole), text[mark.end() :]
        found = comparison(compared, named, scene)
        if found and (_last(of) in MONEYS or all(isinstance(test, Number) for test in tests_in(found))):
            return found
        if _last(of) in SCORES and (counted := numbers(named.name, Saying(named, "be", "is", compared))):
            return counted
    return None


def _test(limit: Limit, of: Of, scene: Scene) -> Condition | None:
    own = is_amount(of, scene.owner)
    if amount := money(limit.value, "" if own else scene.lexicon.currency):
        if own:
            return Amount(op=limit.op, amount=amount.amount, currency=amount.currency)
        return (
            Worth(of=_name(of), op=limit.op, amount=amount.amount, currency=amount.currency)
            if _last(of) in MONEYS
            else None
        )
    if share := percent(limit.value):
        if "%" not in limit.value and "percent" not in limit.value.replace("per cent", "percent"):
            return None
        return Number(what="percent" if own else of.whole, op=limit.op, hundredths=share, percent=True)
    return _against(limit, of, scene, own=own)


def _against(limit: Limit, of: Of, scene: Scene, *, own: bool) -> Condition | None:
    part, value = 10_000, limit.value
    if (parted := OF_FIGURE.fullmatch(value)) and (share := percent(parted["part"])):
        part, value = share, parted["figure"]
    than = _figure(value, scene)
    if not than or than in ("zero", "nothing", "none"):
        return None
    if own or (of.of == OWN and of.name in AMOUNTS) or (not of.name and of.of in MONEYS):
        money_of = _left(value) or not MONEYS.isdisjoint(than.split(" "))
        return Share(op=limit.op, percent=part, of=than) if money_of else None
    return Compared(of=_name(of), op=limit.op, than=than) if part == 10_000 else None


def _figure(text: str, scene: Scene) -> str:
    """What an amount is compared with, by its name."""
    if re.search(r"\d", text):
        return ""
    if left := _left(text):
        return left
    of = subject(text, scene.owner, scene.lexicon)
    return _name(of) if of and bare(text).casefold() not in AMOUNTS else ""


def _left(text: str) -> str:
    if rest := REMAINING.match(text):
        return f"remaining {plain(rest['of'])}".strip() if plain(rest["of"]) else ""
    found = LEFT.match(text)
    if not found:
        return ""
    of = plain((found["of"] or "").replace("'s ", " "))
    if found["of"] and not of:
        return ""
    return f"remaining {of}".strip() if found["what"] in SPARE else f"{of} {found['what']}".strip()


def _name(of: Of) -> str:
    """`the budget of the project`, and the figure of the action itself by its name alone."""
    return f"{of.name} of {of.of}" if of.name and of.of != OWN else of.whole


def _last(of: Of) -> str:
    return of.whole.split(" ")[-1]


def _dated(said: Saying, scene: Scene) -> Condition | None:
    """`the end date is before the start date`"""
    found = BEFORE_DATES.fullmatch(said.predicate)
    than = subject(found["than"], scene.owner, scene.lexicon) if found else None
    if not found or not than or _last(said.of) not in DATED or _last(than) not in DATED:
        return None
    return Compared(of=_name(said.of), op=DATES[found["how"].casefold()], than=_name(than))


def _numbered(said: Saying) -> Condition | None:
    """`the score is below 600`; a bare number of what is money is an amount in the house's currency."""
    return numbers(said.of.name, said) if said.of.name and said.of.name not in AMOUNTS else None
