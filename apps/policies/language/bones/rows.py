"""Those who stand in a row, put together: A and B, A or B, first A and then B."""

import re

from apps.policies.language.bones.frames import pattern
from apps.policies.language.bones.marked import Marked, Who
from apps.policies.language.bones.who import Unit

ASKERS = (
    ("<RELATED_HEAD> of <ASKING_ONE>(?: who| that)? (?:<HAS_ASKED>|asking|requesting(?: it)?)", r"the asker's \g<one>"),
    ("the (?:person|employee|one) (?:who|that) (?:asked|asks|requested)(?: for it| it)?'s ", "the asker's "),
    ("the (?:person|employee) asking's ", "the asker's "),
)


def _shape(name: str) -> re.Pattern[str]:
    return re.compile(pattern(f"<{name}>"))


def of_the_asker(text: str) -> str:
    """The manager of the person who asked: the asker's manager."""
    for words, said in ASKERS:
        text = re.sub(rf"\b{pattern(words)}", said, text, flags=re.IGNORECASE)
    return text


def put_together(made: Marked) -> None:
    """Each row of a text under one mark."""
    for shape in (_shape("NOT_THE_ASKER"), _shape("DIFFERENT")):
        made.join(shape, lambda who, _: who[0])
    made.join(_shape("OR"), _either)
    for shape in (_shape("FIRST_SECOND"), _shape("IN_TURN"), _shape("THEN")):
        for _ in range(3):
            made.join(shape, _then)
    for _ in range(4):
        made.join(_shape("AND"), _all)
    made.join(_shape("ORDERED"), lambda who, _: Who(who[0].units, "then") if who[0].how == "and" else None)
    made.join(_shape("TOTAL"), _parts)
    made.text = re.sub(r"\b[Ee]ither (?=@)", "", made.text)
    spread = _shape("SPREAD").search(made.text)
    who = _parts([made.who[int(spread[at][1:])] for at in (1, 3)], "") if spread else None
    if spread and who:
        made.text = f"{made.text[: spread.start()]}{made.add(who, spread[0])}{spread[2]}"


def _either(who: list[Who], _: str) -> Who | None:
    units = [unit for each in who for unit in each.units]
    if any(each.how for each in who) or any(unit.each or unit.count > 1 or not unit.groups for unit in units):
        return None
    return Who((Unit(tuple(group for unit in units for group in unit.groups), 1),))


def _then(who: list[Who], _: str) -> Who | None:
    if any(each.how in ("and", "or") for each in who):
        return None
    return Who(tuple(unit for each in who for unit in each.units), "then")


def _all(who: list[Who], said: str) -> Who | None:
    if any(each.how == "then" for each in who):
        return None
    units = tuple(unit for each in who for unit in each.units)
    if any(not unit.groups and unit.count > 1 for unit in units) and any(unit.groups for unit in units):
        return None  # how many these are in all
    counted = [at for at, unit in enumerate(units) if unit.count > 1 and unit.groups]
    if counted and any(unit.bare for unit in units[counted[0] + 1 :]) and "(" not in said:
        return None  # "two people from A and B"
    return Who(units, "and")


def _parts(who: list[Who], _: str) -> Who | None:
    """Three people: someone from A, B and C; as many as these are."""
    total, parts = who
    one = total.units[0]
    if not parts.how and len(parts.units) == 1 and parts.units[0].bare and one.people > 1 and not one.groups:
        return Who((Unit(parts.units[0].groups, one.people),))
    if len(total.units) > 1 or one.groups or one.least or one.people != parts.people or one.people < 2:
        return None
    return parts
