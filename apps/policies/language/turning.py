"""The words that turn a sentence, as patterns: modals, verbs of signing, ways to say that nobody is asked."""

NO = (
    r"\b(?:only|solely|exclusively|not|never|no|nobody|none|neither|nor|cannot|without|unless|forbidden|"
    r"prohibited)\b|n't\b"
)
MAY_NOT = (
    r"(?:(?:may|must|shall|should|can|could|will)(?: not| never)|cannot|can't|mustn't|shouldn't|won't|aren't to|"
    r"isn't to|"
    r"(?:are|is) (?:not|never)(?: allowed| permitted| supposed)? to|(?:may|must) under no circumstances)"
)
NP = r"(?P<np>.+?)"
IT = r"(?: it| this| them| to it)?"
IS = r"(?:is|are)(?: first)?"
IS_NOT = r"(?:(?:is|are|gets?|was|were)(?: not| never)|isn't|aren't|(?:do|does) not get)"
MUST = r"(?:must|has to|have to|needs? to|shall|should|is to|are to|will)(?: always| first| also)?"
MAY = r"(?:may|can|could)(?: still)?"
PARTICIPLE = (
    r"[a-z-]+(?:ed|en|ade|ent|aid|old|ought|un|ut|et|one|own|ost|orn|ead|ung|wn)"
    r"(?: (?:off|out|up|down|back|over|away))?"
)
DONE = rf"(?P<done>{PARTICIPLE}(?:(?:, {PARTICIPLE})*,? (?:or|and) {PARTICIPLE})?)"
VERB = r"(?P<verb>[a-z-]+(?:(?:, [a-z-]+)*,? (?:or|and) [a-z-]+)?)"
SIGNED = (
    r"(?:approved|signed(?: off)?(?: on)?|reviewed(?: and approved)?|cleared|confirmed|countersigned|authori[sz]ed|"
    r"agreed(?: to| upon)?|checked|released|vetted|endorsed|okayed|validated|ratified|sanctioned|accepted|co-signed|"
    r"read|decided)"
)
SIGN = (
    r"(?:approves?|signs?(?: off)?(?: on)?|agrees?(?: to)?|authori[sz]es?|confirms?|clears?|countersigns?|reviews?|"
    r"endorses?|releases?|checks?)"
)
CONSENT = (
    r"(?:approval|consent|sign-?off|permission|authori[sz]ation|agreement|blessing|okay|ok|go-ahead|clearance|"
    r"endorsement|assent|confirmation|concurrence|signature|green light|review)"
)
SAYING = r"(?:(?:the |an |any |prior |written |own |explicit |express )*)"
CONSENT_BY = rf"(?P<signers>(?:{SAYING}{CONSENT} (?:of|from|by) .+|.+(?:'s|s') {SAYING}{CONSENT}))"
NEED = (
    r"(?:needs?|requires?|must have|must get|must receive|takes?|calls? for|(?:is|are|must be) subject to|"
    r"(?:shall|will) require|(?:is|are) (?:contingent|conditional) on|demands?|warrants?)(?: also| first)?"
)
FORBIDDEN = (
    r"(?:is|are|shall be|must be|will be|remains?|stays?) (?:strictly |always |automatically |generally )?"
    r"(?:forbidden|prohibited|banned|not (?:allowed|permitted|possible|acceptable|authori[sz]ed)|blocked|rejected|"
    r"refused|"
    r"never (?:allowed|permitted|acceptable)|declined|denied|disallowed|disabled|off[- ]limits|barred|frozen)"
)
FREELY = (
    r"(?:without (?:[\w'-]+ ){0,3}(?:approval|sign-?off|review|consent|permission|asking(?: anybody| anyone)?)|"
    r"automatically|freely|straight away|right away|immediately|at once|by itself|by themselves|on its own|"
    r"on their own|autonomously)"
)
AGENTS = r"(?:(?:the |an |any |all )?(?:ai )?(?:agents?|bots?|assistants?)|it|they|we|you)"
NOBODY = r"(?:nobody|no one|no (?:ai )?(?:agents?|bots?|assistants?))"
ONLY = r"(?:only|solely|exclusively)"
SO = (
    r"(?P<only>(?:if|when|after|once|where|with|by|during|between|within|at|in|on|to|for|from|until|before|as long as|"
    r"upon|under|through|via|outside|while|up to) .+)"
)
BEFORE = (
    r"(?:before|prior to|in advance of|ahead of) (?:(?:it|they|these|this|that|the same) (?:is|are|can be|may be|gets?|"
    rf"has been|have been|being) {DONE}|(?:it|they) (?:can |may )?(?:ships?|goes? (?:out|live|ahead)|leaves?|runs?|"
    r"takes? effect|is sent))"
)
