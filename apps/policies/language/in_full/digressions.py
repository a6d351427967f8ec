"""What a sentence says besides, and what changes nothing: even at weekends, whoever asks, so that it can be stopped.

A digression begins with one of a closed list of words and ends at the next mark. It is left out only where what goes on
behind that mark cannot belong to it, and where it holds no word that narrows.
"""

import re

from apps.policies.language.in_full.said import Said

CONCEDES = (
    r"(?:not )?even (?:if|when|where|though|at|on|in|during|for|by|outside|after|before|while|with|to|from|under|"
    r"within|between)\b"
)
OWN = r"(?:the|its|their|this|that|your|his|her)"
WHATEVER = (
    r"no matter (?:who|what|how|where|when|which|why|whether|if|the)\b",
    rf"(?:whatever|whichever|however) (?:{OWN}|it|they|happens|small|large|big|little|low|high|many|much|often)\b",
    r"(?:regardless|irrespective|independently|independent) of (?:whether |who |what |how |which )?",
    (
        r"(?:whoever|whosoever|no matter who|whomever) (?:asks|is asking|asked|requests?|requested|wants|proposes|"
        r"proposed|"
        r"initiates?|initiated|it is|it may be|it was|they are)\b(?! for (?!it|this|them)| (?!for|it|this|them))"
    ),
    r"(?:be it|be they|whether or not|whether it is|whether they are|whether it was)\b",
    r"whether [a-z]+ or [a-z]+(?=,| *$)",
    (
        r"(?:large|big|small|little|great|high|low|new|old|long|short) or (?:large|big|small|little|great|high|low|"
        r"new|old|"
        r"long|short)(?=,| *$)"
    ),
    r"wherever (?:it|they) (?:is|are|comes?|goes?|happens?|takes?)\b",
    r"with (?:absolutely )?no exceptions?\b",
)
WHAT_FOR = (
    r"(?:so that|so as to|lest)\b",
    (
        r"to (?:be on the safe side|be safe|ensure|make sure|avoid|guard against|comply with|stay compliant|rule out|"
        r"play it safe|keep (?:everybody|everyone|us|them|things|it) \w+)\b"
    ),
)
BECAUSE = (
    (
        r"for (?:(?:our|the|obvious|good|legal|audit|tax|data|safety|security|privacy|compliance|regulatory|"
        r"historical|"
        r"internal|bookkeeping|accounting|budget|cost|operational|protection|fraud|prevention|transparency) )+"
        r"(?:reasons?|purposes?)\b|for (?:reasons|purposes) of\b|for the (?:sake|benefit|good|record)\b|"
        r"in the interests? of\b|as a (?:precaution|matter of|safeguard|safety measure)\b"
    ),
    r"because\b(?! of)",
)
SAYS = (
    r"on the other hand|by contrast|in contrast|conversely|without (?:any )?exceptions?|no exceptions?|"
    r"for the avoidance of (?:any )?doubt|to be (?:quite |perfectly )?clear|to avoid (?:any )?(?:doubt|"
    r"misunderstandings?)|"
    r"for clarity|just to be clear|needless to say|of course|naturally|obviously|as (?:always|ever|before|usual|"
    r"agreed)|"
    r"in (?:other words|short|practice|line with (?:our|the) (?:policy|rules))|as a matter of (?:principle|policy|"
    r"course)|"
    r"please note(?: that)?|note(?: that)?|remember(?: that)?|it goes without saying that|"
    r"it is (?:our|a|the) (?:policy|rule|principle) that|our (?:policy|rule) is that|the rule is that|"
    r"it should be noted that|by (?:our )?policy|under (?:our|this) policy"
)
GOES_ON = r"(?:(?!\b(?:unless|except|provided|but|only|otherwise|excluding|apart from|other than)\b)[^,;:.])"
PLAINLY = GOES_ON.replace("[^,;:.]", r"[^,;:.\d%]")  # a reason with a figure in it may be a condition
OPENS = "|".join((CONCEDES, *WHATEVER))
WHY = "|".join((*WHAT_FOR, *BECAUSE))
LEADING = re.compile(rf"^(?:{OPENS}){GOES_ON}*, ", re.IGNORECASE)
LEADING_WHY = re.compile(rf"^(?:(?:{WHY}){PLAINLY}*,|(?:{SAYS})[,:]?) ", re.IGNORECASE)
WITHIN = re.compile(
    rf",(?: and)? (?:(?:{OPENS}){GOES_ON}*|(?:{WHY}){PLAINLY}*|(?:{SAYS})),(?= )", re.IGNORECASE
)  # fmt: skip
BEHIND = re.compile(
    rf"(?:,? (?:and )?(?:{OPENS}){GOES_ON}*|,? (?:{WHAT_FOR[0]}|{BECAUSE[1]}){PLAINLY}*|"
    rf", (?:(?:{WHY}){PLAINLY}*|(?:{SAYS})))(?=[.;]|$)", re.IGNORECASE
)  # fmt: skip
LISTED = re.compile(
    r"(?:at|on|in|during|for|by|outside|after|before|while|with|to|from|under|within|between|and|or|if|when|where|nor|"
    r"not|even|unless|without|as)\b", re.IGNORECASE
)  # fmt: skip
PREDICATE = re.compile(
    r" (?:(?:always|also|still|never) )?(?:needs?|requires?|must|may|can|cannot|is|are|shall|should|has to|have to|"
    r"goe?s?|takes?|waits?|about|of)\b", re.IGNORECASE
)  # fmt: skip
IN_BRACKETS = re.compile(rf" \((?:(?:{OPENS}){GOES_ON}*|(?:{SAYS}))\)", re.IGNORECASE)
EVEN_ONE = re.compile(r"\beven (?=one\b|a single\b)", re.IGNORECASE)
LETS = re.compile(r"\b(?:without|no) [a-z -]*?(?:approval|asking|sign-?off|consent|permission|review)|"
    r"\bautomatically\b|"
                  r"\b(?:may|can) (?!not|never|only)", re.IGNORECASE)  # fmt: skip


def without_digressions(said: Said) -> tuple[str, ...]:
    """The sentence without what changes nothing in it."""
    if '"' in said.text:
        return ()
    text = IN_BRACKETS.sub("", EVEN_ONE.sub("", said.text))
    if led := LEADING.match(text):
        text = text if LISTED.match(text[led.end() :]) else text[led.end() :]
    text = LEADING_WHY.sub(_unless_it_lets, text)
    text = WITHIN.sub(lambda found: "" if PREDICATE.match(found.string[found.end() :]) else found[0], text)
    text = BEHIND.sub(_unless_it_lets, text).strip()
    return (f"{text[:1].upper()}{text[1:]}",) if text != said.text and text.strip(".") else ()


def _unless_it_lets(found: re.Match[str]) -> str:
    """Why something may be done can be the condition under which it may."""
    because = re.search(r"\bbecause\b", found[0], re.IGNORECASE)
    return found[0] if because and LETS.search(found.string) else ""
