"""Other words for must, may and never: is contingent on, is entitled to, will be rejected."""

import re

from apps.policies.language.in_full.said import Said
from apps.policies.language.in_full.wording import (
    AGREE,
    BE,
    CONSENT,
    DECISION,
    ENDS,
    MODAL,
    SOMEBODY,
    WHATEVER,
    orders,
    reworded,
)

SENT = (
    r"(?:escalated|elevated|referred|routed|submitted|forwarded|passed|handed|directed|sent|put|brought|presented|"
    r"addressed|raised|reported up|run)(?: up| on| over)? (?:to|before|through|past|by)"
)
RESTS = r"(?:lies?|rests?|falls?|sits?|remains?|stays?)"
REALM = r"(?:sole |absolute |exclusive |full )?(?:discretion|authority|purview|remit|competence|jurisdiction)"
POWER = r"(?:authority|permission|discretion|right|power|freedom|licen[cs]e|mandate|leave)"
CLEARED = r"(?:cleared|agreed|checked|coordinated|co-ordinated|aligned|discussed|agreed upon)"
WITHHELD = r"(?:held|on hold|blocked|frozen|suspended|paused|withheld|postponed|kept back)"
OWN = r"(?:their|its|his|her|the agent's|an agent's|agents'|the bot's|the assistant's)"
FREELY = (
    rf"(?:at {OWN} (?:own |sole )?discretion|on the spot|there and then|on {OWN} own (?:initiative|authority)|of {OWN} own "
    rf"accord|no questions asked|with no (?:further |prior |additional )?{CONSENT}|without (?:any |human |further |prior "
    r"|manual |additional |the need for )*(?:involvement|intervention|escalation|oversight|input|referral|delay))"
)
ASK = orders(
    (rf"^it is {SOMEBODY} (?:who|that) (?=\w)", "{who} "),
    (rf" {MODAL} have been ", " must be "),
    (r", (?:in writing|in advance|beforehand|explicitly|formally|personally|in person),", ""),
    (r" be (?:reviewed|checked|verified|examined|vetted|inspected|assessed) and (?=(?:approved|released|signed|authori[sz]ed|confirmed)\b)",
     " be "),
    (r" be released by ", " be approved by "),
    (rf" {BE} {SENT} ", " go to "),
    (r" goe?s? (?:back|up|on|over|straight|directly) to ", " go to "),
    (rf" {MODAL} (?:go|pass)(?: up| on| over)? (?:to|through|via|past|by|before) ", " go to "),
    (rf" for (?:a |its |their |his |her |prior |final )*{DECISION}(?: and approval)?{ENDS}", " for approval"),
    (rf" (?:{BE} |{MODAL} remain |remains? |stays? )?(?:contingent|conditional|dependent) (?:up)?on ", " need "),
    (rf" (?:{MODAL} be|{MODAL} remain|remains?) subject to ", " need "),
    (rf" (?:{BE} )?(?:{WITHHELD} )?pending (?=(?:[\w' -]+ )?{CONSENT}\b)", " need "),
    (rf" (?:{MODAL} )?(?:awaits?|hinges? on|depends? on|warrants?|necessitates?|presupposes?) "
     rf"(?=(?:[\w' -]+ )?{CONSENT}\b)", " need "),
    (rf" (?:{BE} |{RESTS} )?(?:left )?(?:at|within|in|under|to|with) (?:the )?{REALM} of (?!the agents?\b|agents?\b)",
     " need approval from "),
    (rf" {BE} (?:at|within|under|left to) (?!{OWN} ){SOMEBODY}(?:'s|s') {REALM}\b", " need approval from {who}"),
    (rf" {BE} for {SOMEBODY} to (?:decide|approve|authori[sz]e)(?: on| upon)?{ENDS}", " need approval from {who}"),
    (rf" {RESTS} (?:with|to) (?![\d$€£])", " need approval from "),
    (rf" {BE} {CLEARED} with ", " need approval from "),
    (rf" (?:requires?|needs?) that {SOMEBODY} (?:must |has to |have to )?(?:first )?{AGREE}(?: (?:it|them|this|these))?{ENDS}",
     " need approval from {who}"),
    (rf" (?:{MODAL} )?gives? (?:(?:its|their|his|her|a|the|written|prior|explicit|express) )*{CONSENT} (?:to|for) ",
     " must approve "),
    (rf" {MODAL} (?:see|vet|check|inspect|examine|look at|look over|clear) (?=.+ before )", " must approve "),
    (r" (?:pre-?approves|decides (?:on|about|over)|rules on|has the (?:final|last) (?:say|word) (?:on|over|in)) ",
     " approves "),
    (r" (?:is|are) (?:a |an |the )?(?:pre-?requisite|pre-?condition|requirement|condition|must) (?:for|of|to) ",
     " is required for "),
    (rf"^{SOMEBODY} {MODAL} be (?:consulted|involved|asked|approached|brought in) (?:before|for|on|about|in|regarding) ",
     "Approval from {who} is required for "),
    (rf", {SOMEBODY} {MODAL} be (?:consulted|involved|asked|approached|brought in)(?: first)?{ENDS}", ", ask {who}"),
    (rf", (?:then )?(?:involve|bring in|turn to|refer to|go to|approach) {SOMEBODY}{ENDS}", ", ask {who}"),
)  # fmt: skip
DENY = orders(
    (rf" (?:{BE}|(?:may|can) (?:only )?be) (?:automatically )?(?:voided|quarantined|turned (?:down|away|back)|bounced|"
     r"disallowed|thrown out|suspended|vetoed)\b", " are forbidden"),
    (r" (?:are|is|will|shall|must|may|can|should)(?:n't| not|not| never)(?: be)? (?:accepted|honou?red|entertained|"
     r"considered|permissible|countenanced|condoned)\b", " are forbidden"),
    (r" (?:is|are) (?:a |an )?(?:absolute |strict )?(?:no-go|taboo|red line)\b", " is forbidden"),
    (rf"^{WHATEVER} (?:is|are) (?:strictly )?(?:off[- ]limits|out of bounds)(?: to| for)?(?: all| any)?(?: agents?)?{ENDS}",
     "Forbid anything with {what}"),
    (rf" (?:has|have|holds?|is given|are given) no {POWER} to ", " may not "),
    (r" (?:is|are) (?:not|never) (?:entitled|empowered|cleared|eligible|supposed|meant) to ", " may not "),
    (r" (?:is|are|was|were) (?:not|never) (?:authori[sz]ed|permitted|allowed|licensed) to ", " may not "),
    (r"^(?:make|issue|grant|send|process|execute|release|give|perform|offer|approve|run) no (?=\w)", "No "),
    (rf"^it (?:is|shall be) (?:strictly |absolutely )?(?:not|never) (?:permissible|acceptable|okay|ok|fine|all right) to ", "Never "),
    (rf"^(?:the )?(?:{POWER}|ability) to (?P<doing>[^,;]+?) (?:is|shall be|remains?) (?:reserved|restricted|limited|confined) (?:for|to) "
     rf"(?P<group>[\w' -]+?){ENDS}", "Only {group} may {doing}"),
    (r" (?:is|are|remains?|shall be|must be) (?:exclusively |strictly )?(?:restricted|limited|confined|reserved) (?:exclusively |solely )?"
     r"(?:to|for) (?!\d|[$€£]|(?:one|two|three|four|five|six|ten|working|business|office|weekdays?|weekends?|a|an) )(?=[\w' -]+\.?$)",
     " may only be made by "),
    (r"^there (?:shall|must|should|will|may|can|is to|are to) (?:be no|not be any) ", "No "),
    (r"^one (?=(?:must|may|should|can|shall)(?:not| not| never)\b)", "agents "),
    (rf" {MODAL} (?:refrain|abstain|desist|keep) from ", " are prohibited from "),
)  # fmt: skip
LET = orders(
    (rf" (?:has|have|holds?|enjoys?|is given|are given|is granted|are granted|is delegated|are delegated) (?:the |full )*"
     rf"{POWER} to ", " may "),
    (r" (?:is|are) (?:entitled|empowered|at liberty|cleared|licensed|welcome) to ", " may "),
    (rf"^(?:{POWER}|the {POWER}) (?:is|has been) (?:hereby )?(?:delegated|given|granted) to {SOMEBODY} to ", "{who} may "),
    (rf" {BE} at (?:the )?(?:agents?'?s?'?|{OWN}) (?:own |sole )?discretion\b", " need no approval"),
    (rf" {BE} at the discretion of (?:the )?agents?\b", " need no approval"),
    (rf",? {FREELY}(?=[,;.]|$)", " without asking"),
    (rf" without (?:(?:the|a|an|any|prior|further|written) )*{SOMEBODY}(?:'s|s')? {CONSENT}\b(?! (?:of|from|by)\b)",
     " without asking"),
)  # fmt: skip
NEGATIVE = re.compile(
    r"\b(?:not|never|cannot|nobody|none|nothing|forbidden|prohibited|unless|only|except)\b|n't\b|\bno (?!more|questions|"
    r"further|prior|additional|approval|later|less)", re.IGNORECASE
)  # fmt: skip


def in_known_words(said: Said) -> tuple[str, ...]:
    """The sentence with the words of effect that the grammar knows; what lets, only where nothing is denied."""
    if '"' in said.text:
        return ()
    text = reworded(reworded(said.text, DENY), ASK)
    text = text if NEGATIVE.search(text) else reworded(text, LET)
    return (text,) if text != said.text else ()
