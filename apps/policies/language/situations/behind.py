"""What stands behind a noun, as the clause that it is short for: whose zone is acme.com, with no owner, labelled so."""

import re

SHAPES = tuple(
    (re.compile(words, re.IGNORECASE), said)
    for words, said in (
        (r"whose (?P<rest>.+)", "its {rest}"),
        (r"(?:that|which) (?:do|does) not target (?P<rest>.+)", "it is not in {rest}"),
        (r"(?:that|which) targets? (?P<rest>.+)", "it is in {rest}"),
        (r"(?:for|of|in|on) which (?P<rest>(?:the|there|no) .+)", "{rest}"),
        (r"(?:that|which|who) (?P<rest>.+)", "it {rest}"),
        (
            r"(?:with|having|showing|carrying|bearing|containing|holding|including|featuring) (?P<rest>.+)",
            "it has {rest}",
        ),
        (
            (
                r"(?:affecting|touching|involving|covering|concerning|spanning) (?P<rest>(?:more|less|fewer|over|"
                r"at least|up to|\d|[a-z]+ or more|[a-z-]+ [\w ]+ or more|several|any) ?.*)"
            ),
            "it has {rest}",
        ),
        (r"(?:without|lacking) (?:any |an? )?(?P<rest>.+)", "it has no {rest}"),
        (r"(?:exceeding|surpassing) (?P<rest>.+)", "it exceeds {rest}"),
        (r"(?:amounting to|totalling|totaling|costing|worth|valued at) (?P<rest>.+)", "it is {rest}"),
        (r"(?:targeting|aimed at|directed at|going (?:in)?to|bound for) (?P<rest>.+)", "it is in {rest}"),
        (r"(?:running|residing|living|sitting|operating) (?P<rest>(?:in|on|at|outside) .+)", "it is {rest}"),
        (r"(?:filed|grouped|sorted|registered|recorded) (?P<rest>(?:under|in) .+)", "it is {rest}"),
        (r"belonging to (?P<rest>.+)", "it belongs to {rest}"),
        (
            (
                r"(?P<how>(?:more|less|greater|larger|higher|lower|bigger|smaller|fewer|longer|shorter)) in "
                r"(?P<name>[\w ]+?) than (?P<rest>.+)"
            ),
            "its {name} is {how} than {rest}",
        ),
        (
            (
                r"(?P<rest>(?:more|less|greater|larger|higher|lower|bigger|smaller|fewer|older|younger|newer|longer|"
                r"shorter|cheaper) than .+)"
            ),
            "it is {rest}",
        ),
        (
            (
                r"(?P<rest>(?:over|above|under|below|at least|at most|up to|no more than|not more than|no less than|"
                r"in excess of|beyond|half|twice) .+)"
            ),
            "it is {rest}",
        ),
        (
            r"(?:for|of) (?P<rest>(?:more|less|over|above|under|below|at least|up to|no more|not more) .+)",
            "it is {rest}",
        ),
        (r"(?P<rest>(?:in|on|at|of|under|outside|within|from) .+)", "it is {rest}"),
        (
            (
                r"(?P<rest>(?:not |neither )?(?:[a-z-]+ed|made|taken|given|sent|held|kept|paid|sold|bought|set|"
                r"written|open|overdue|awaiting|pending|due|subject)(?: .+)?)"
            ),
            "it is {rest}",
        ),
    )
)


def as_clause(text: str) -> str:
    """The clause; the text itself where it is one already."""
    for words, said in SHAPES:
        if found := words.fullmatch(text):
            return said.format(**found.groupdict())
    return text
