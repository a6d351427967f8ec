"""What has been done earlier in the run, in the words that the grammar knows for it."""

import re

from apps.policies.inflect import gerund, plural
from apps.policies.language.in_full.said import Said
from apps.policies.language.verbs import verb_of

DONE = r"(?P<done>[a-z-]+(?:ed|en|ade|ent|aid|old|ought|un|ut|et)|read)"
WHAT = r"(?P<what>(?:(?:an?|the|any|some|our) )?[\w' -]+?)"
EARLIER = r"(?:(?:already|earlier|before|previously|beforehand),? )*"
IN_RUN = (
    r"(?:,? (?:already|earlier|before|previously|beforehand))*,? (?:in|during|within) (?:this|the|that)(?: same)? run"
)
ENDS = r"(?=[.,;]| (?:must|may|can|cannot|needs?|shall|should|has to)\b|$)"
MADE = frozenset("make take create do run perform".split())
ANYTHING = frozenset("anything something data any data".split())
HAS = rf"(?:has|have|had) {EARLIER}"
WAS = r"(?:(?:has|have|had) been|was|were)"
ORDERS = (
    re.compile(rf"\b(?:the|this|that)(?: same)? run {HAS}{DONE} {WHAT}(?:{IN_RUN})?{ENDS}", re.IGNORECASE),
    re.compile(rf"\b(?:the|an|any) agent {HAS}{DONE} {WHAT}{IN_RUN}{ENDS}", re.IGNORECASE),
    re.compile(
        rf"(?P<lead>\b(?:if|when|unless|until|after|once) ){WHAT} {WAS} {EARLIER}{DONE}{IN_RUN}{ENDS}", re.IGNORECASE
    ),
)
OF_RUN = re.compile(
    rf"^(?P<no>no|an?|any|every) (?:agent )?run (?:that|which) {HAS}{DONE} {WHAT} "
    r"(?P<may>must not|may not|must never|may never|cannot|can not|may|can|is not allowed to) (?P<main>[^;]+?)\.?$",
    re.IGNORECASE,
)

NOTHING = re.compile(rf"\b(?:if|when|as long as) nothing (?:has been|was) (?:yet )?{DONE}{IN_RUN}{ENDS}", re.IGNORECASE)


def of_the_run(said: Said) -> tuple[str, ...]:
    """`a run that has exported anything must not …` → agents may not … when the run has already done exporting."""
    if '"' in said.text:
        return ()
    text = said.text
    if found := OF_RUN.match(text):
        denies = found["no"].casefold() == "no" or re.search("not|never", found["may"], re.IGNORECASE)
        text = f"Agents {'may not' if denies else 'may'} {found['main']} when {_earlier(found)}"
    text = NOTHING.sub(lambda one: f"unless the run has already done {gerund(verb_of(one['done']))}", text)
    for words in ORDERS:
        text = words.sub(_earlier, text)
    return (text,) if text != said.text else ()


def _earlier(found: re.Match[str]) -> str:
    verb, lead = verb_of(found["done"]).replace("open", "read"), found.groupdict().get("lead", "")
    what = re.sub(r"^(?:an?|the|any|some|our) ", "", found["what"])
    if verb in MADE:
        *of, noun = what.split(" ")
        many = noun if noun.endswith("s") else plural(noun)
        return f"{lead}the run has already done {many}" + (f" of {' '.join(of)}" if of else "")
    return f"{lead}the run has already done {gerund(verb)}" + (f" {what}" if found["what"] not in ANYTHING else "")
