"""The words of the language: which terminals of grammar.lark each phrase can be. The first one is the usual one."""

WORDS: dict[str, tuple[str, ...]] = {
    "WITHOUT": ("without",),
    "ASKING": ("asking", "being asked", "asking anyone", "asking anybody", "asking first"),
    "APPROVAL": ("approval", "sign-off", "signoff", "signature"),
    "NO_APPROVAL": ("no approval", "no signature", "no sign-off", "no approvals", "no signatures"),
    "AUTOMATICALLY": ("automatically", "on its own", "by itself", "alone"),
    "LET": ("let",),
    "ALLOW": ("allow", "permit"),
    "MAY": ("may", "can"),
    "MAY_NOT": ("may not", "may never", "must not", "must never", "cannot", "can not", "can't", "can never", "mustn't",
                "should never", "shall not", "are not allowed to", "is not allowed to"),
    "ONLY_SUGGEST": ("only suggest", "just suggest", "only propose"),
    "BE_SUGGESTED": ("may only be suggested", "are only suggested", "is only suggested", "can only be suggested",
                     "must only be suggested", "should only be suggested"),
    "NEVER": ("never", "do not", "don't", "do not ever", "don't ever"),
    "FORBID": ("disallow", "forbid", "prohibit", "block", "ban", "never allow", "do not allow", "don't allow",
               "never permit"),
    "BE_FORBIDDEN": ("are forbidden", "are not allowed", "are never allowed", "are prohibited", "are banned",
                     "is forbidden", "is not allowed", "is never allowed", "is prohibited", "are disallowed",
                     "are blocked", "is blocked", "aren't allowed", "isn't allowed"),
    "BE_ALLOWED": ("are allowed", "is allowed", "are automatic", "is automatic", "are permitted"),
    "NO": ("no",),
    "AGENTS": ("agents", "any agent", "all agents", "every agent"),
    "NO_AGENT": ("no agent", "no agents"),
    "NEED": ("need", "needs", "require", "requires", "must have", "must be given"),
    "BE_SIGNED_BY": ("must be approved by", "must be signed by", "have to be approved by", "are approved by",
                     "has to be approved by", "need to be approved by", "is approved by", "are signed by",
                     "need to be signed by", "must be signed off by", "should be approved by"),
    "REQUIRE": ("require", "request", "ask for", "demand"),
    "ASK": ("ask",),
    "MUST_SIGN": ("must approve", "must sign", "have to approve", "has to approve", "need to approve",
                  "needs to approve", "must sign off"),
    "FOR": ("for", "before", "about"),
    "PERSON": ("person", "signer", "approver", "member"),
    "PEOPLE": ("people", "persons", "signers", "approvers", "members", "signatures", "approvals"),
    "SOMEONE": ("someone", "somebody", "anyone", "anybody"),
    "EACH": ("each",),
    "BOTH": ("both",),
    "BUT": ("but",),
    "ONLY": ("only",),
    "THESE_OBJECTS": ("these objects", "the following objects", "following objects"),
    "DO": ("do",),
    "ANYTHING": ("anything", "everything", "all actions", "any action", "every action"),
    "EVERYTHING_ELSE": ("everything else", "anything else", "all other actions", "all else"),
    "CALL": ("call", "use"),
    "CALLS": ("calls", "uses"),
    "CALLING": ("calling", "using"),
    "UNDO": ("undo", "take back", "revert"),
    "UNDOING": ("undoing", "taking back", "reverting"),
    "CHANGE": ("change", "alter", "modify"),
    "CHANGES": ("changes",),
    "CHANGING": ("changing", "altering", "modifying"),
    "ALL": ("all", "any", "every"),
    "MAKE": ("make", "issue", "give", "send", "do"),
    "MAKING": ("making", "issuing", "giving", "sending"),
    "OF": ("of",),
    "TO": ("to",),
    "IN": ("in", "on"),
    "BY": ("by",),
    "FROM": ("from",),
    "AND": ("and", "&"),
    "OR": ("or",),
    "EITHER": ("either",),
    "BETWEEN": ("between",),
    "OVER": ("over", "above", "more than", "greater than", "larger than", "higher than", "exceeding", "in excess of"),
    "UP_TO": ("up to", "at most", "no more than", "not more than", "not over", "not exceeding", "a maximum of",
              "maximum of", "no greater than", "not above"),
    "UNDER": ("under", "below", "less than", "fewer than", "smaller than", "lower than"),
    "AT_LEAST": ("at least", "no less than", "not less than", "no fewer than", "not under", "not below"),
    "MORE": ("more", "over", "above", "greater", "up", "upwards"),
    "LESS": ("less", "under", "below", "fewer", "lower"),
    "WHEN": ("when", "if", "where"),
    "AMOUNT": ("amount", "amount is", "it is", "they are", "amount moved is", "value is", "total is"),
    "RECIPIENT": ("recipient", "any recipient", "one recipient", "at least one recipient"),
    "EVERY_RECIPIENT": ("every recipient", "all recipients", "each recipient"),
    "IS": ("is", "are"),
    "OUTSIDE": ("outside our domains", "outside our domain", "outside our own domains", "external",
                "outside our company", "outside our organisation"),
    "INSIDE": ("inside our domains", "inside our domain", "in our domains", "in our own domains", "internal",
               "within our domains", "inside our own domains"),
    "OUTSIDERS": ("anyone outside our domains", "external domains", "external recipients", "external addresses",
                  "external people", "people outside our domains", "anybody outside our domains", "outsiders",
                  "an external domain", "external domain", "recipients outside our domains", "anyone external",
                  "addresses outside our domains", "domains outside our own", "anyone outside our domain",
                  "anyone outside our company", "people outside our company"),
    "INSIDERS": ("anyone inside our domains", "people inside our domains", "our own domains", "our domains",
                 "internal recipients", "recipients inside our domains", "internal addresses",
                 "anyone inside our domain", "addresses inside our domains", "our own people"),
    "RECORDS": ("records", "record", "rows", "row"),
    "TOUCHING": ("touching", "touch", "change", "changes", "changing", "that touch", "that change"),
    "CHANGE_IT": ("change", "changes", "are changed", "is changed", "are touched", "is touched"),
    "FIELD": ("field", "fields"),
    "ANY_OF_FIELDS": ("any of the fields", "one of the fields"),
    "SIGN_USD": ("$", "us$"),
    "SIGN_EUR": ("€",),
    "SIGN_GBP": ("£",),
    "COMMA": (",", ";"),
    "COLON": (":",),
    "PERIOD": (".",),
}  # fmt: skip

NUMBERS = {
    word: n
    for n, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        start=1,
    )
}
SIGNS = {"SIGN_USD": "USD", "SIGN_EUR": "EUR", "SIGN_GBP": "GBP"}
CURRENCY_WORDS = {"dollars": "USD", "dollar": "USD", "euros": "EUR", "euro": "EUR", "pounds": "GBP", "yen": "JPY"}
CURRENCIES = frozenset(
    "AED AUD BHD BRL CAD CHF CLP CNY CZK DKK EUR GBP HKD HUF ILS INR ISK JOD JPY KRW KWD MXN MYR NOK NZD OMR PHP PLN "
    "RON SEK SGD THB TND TRY TWD USD VND ZAR".split()
)
ARTICLES = frozenset({"a", "an", "the"})

# A name with one of these words in it is written in quotes: it could be read as a part of the sentence.
STRUCTURAL = frozenset(
    "a an the and or but of to in on by from for before about when if where without never no not do need needs require "
    "requires ask let allow may can must only each both either over above up under below at least most than between "
    "anyone anybody someone somebody person people is are".split()
)
