"""What is said of something in words of one's own: the item was defective, the customer has an open dispute."""

import re

from apps.policies.language.bones.own import own
from apps.policies.rule import Attribute, Condition, Has, negated

QUANTIFIED = re.compile(
    r"\b(?:not|never|no|none|any|every|all|unless|except|only|than|nor|neither|whatever|whoever|least|most|more|less|"
    r"over|under|above|below|exceed\w*|up to|within|per|each|first|once|twice|same|another|other|approv\w*|sign-?off|"
    r"permission|authori[sz]\w*|differs?|matche?s?|equals?)\b|\d|[%$€£]", re.IGNORECASE
)  # fmt: skip
IS = re.compile(
    r"(?P<of>.+?) (?:is|are|was|were|has been|have been|had been|is being|are being)(?P<not> not| no longer|"
    r" never| not yet)?"
    r"(?: already| still| currently)? (?P<said>.+)", re.IGNORECASE
)  # fmt: skip
HAS = re.compile(r"(?P<of>.+?) (?:has|have|had|holds?)(?P<not> no| not| never| not yet)? (?P<said>.+)", re.IGNORECASE)
DONE = re.compile(
    r"(?P<of>(?:the |an? |its |their )?[\w'-]+(?: [\w'-]+)?) (?P<said>(?:[a-z]+ed\b(?: .+)?|[a-z]+[^s\W]s .+))"
)  # a finite verb: "agreed in writing", "processes personal data"
NOBODY = re.compile(
    r"(?:it|they|this|that|these|those|nobody|someone|somebody|anyone|anybody|everyone|everybody|no one|we|you|there|"
    r"everything|something|nothing|anything)\b.*|(?:the |an? )?(?:(?:same )?run|agent|asker|requester|approver|signer)",
    re.IGNORECASE,
)  # fmt: skip
JUDGES = re.compile(
    r"\b(?:feels?|seems?|looks?|appears?|sounds?|thinks?|believes?|minds?|likes?|wants?|wishes|knows?|considers?|finds?|"
    r"deems?|trusts?|hopes?|expects?|intends?|plans?)\b", re.IGNORECASE
)  # fmt: skip
MOST_WORDS = 7
LETTERS = re.compile(r"[\w' -]+")


def stated(text: str) -> Condition | None:
    """`the item was defective`: what is said of something, in words of its own; None where these could say a limit."""
    for shape, had in ((IS, False), (HAS, True), (DONE, False)):
        found = shape.fullmatch(text)
        if not found:
            continue
        of, said, turned = found["of"], found["said"], bool(found.groupdict().get("not"))
        if QUANTIFIED.search(f"{of} {said}") or len(text.split()) > MOST_WORDS + 3 or not LETTERS.fullmatch(text):
            return None
        if NOBODY.fullmatch(of) or JUDGES.search(said) or not own(of.removeprefix("all ")) or not own(_plainly(said)):
            return None
        perfect = not had
        if had and re.match(r"(?:been|already|since|\w+ed|given|agreed|opted|taken|made|sent|shown|gone|left)\b", said):
            perfect, said = True, said.removeprefix("been ").removeprefix("already ")
        subject = re.sub(r"^(?:the|an?|his|her|its|their|that|this|all) ", "", of.casefold())
        test: Attribute | Has = Attribute(of=subject, values=(said,)) if perfect else Has(of=subject, what=said)
        return negated(test) if turned else test
    return None


def _plainly(said: str) -> str:
    """Without the words that only say since when."""
    return re.sub(r"^(?:been|already|since|still|currently|both) ", "", said)
