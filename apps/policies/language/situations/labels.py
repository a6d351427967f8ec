"""Which class of data: is labelled payment, bears the label confidential, contains salary data."""

import re

from apps.policies.language.bones.own import own
from apps.policies.language.situations.saying import Saying, Scene
from apps.policies.rule import Condition, Tagged

OR = re.compile(r",? or |, ")
LABELLED = re.compile(
    r"(?P<how>labell?ed|tagged|classified|classed|marked|flagged|categori[sz]ed|stamped)(?: (?:as|with(?: the "
    r"label)?))? (?P<names>.+)",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"(?:the |an? )?(?:labels?|tags?|classification|marking|data class) (?:of )?(?P<names>.+)|(?:the |an? "
    r")?(?P<before>[\w \"-]+?) (?:label|tag|classification|marking)",
    re.IGNORECASE,
)
DATA = re.compile(r"(?:any |some )?(?P<names>[\w ,\"/-]+?) (?:data|information|details|records)", re.IGNORECASE)


def label(said: Saying, scene: Scene) -> Condition | None:
    """`is labelled payment`, `bears the label confidential`, `contains salary data`"""
    if said.of.name:
        return None
    if said.sort == "be" and (found := LABELLED.fullmatch(said.rest)):
        return tagged(found["names"], scene, sure=found["how"].casefold().startswith(("label", "class", "tag")))
    if said.sort != "have":
        return None
    if found := LABEL.fullmatch(said.rest):
        return tagged(found["names"] or found["before"], scene, sure=True)
    if said.verb.startswith(("contain", "hold", "include", "carr")) and (found := DATA.fullmatch(said.rest)):
        names = list(re.split(r",? (?:or|and) |, ", found["names"]))
        return _tagged([f"{each} data" if not known_as(each, "LABEL_NAME", scene) else each for each in names])
    return None


def tagged(text: str, scene: Scene, *, sure: bool) -> Condition | None:
    names = [re.sub(r'^(?:as |either |the |an? )|"', "", each).strip('" ') for each in OR.split(text)]
    if not sure and not all(known_as(name, "LABEL_NAME", scene) for name in names):
        return None
    return _tagged(names)


def _tagged(names: list[str]) -> Condition | None:
    return (
        Tagged(family="label", names=tuple(names))
        if names and all(name and own(name) and len(name.split()) < 5 for name in names)
        else None
    )


def known_as(name: str, terminal: str, scene: Scene) -> bool:
    return terminal in scene.lexicon.phrases.get(tuple(name.casefold().split()), {})
