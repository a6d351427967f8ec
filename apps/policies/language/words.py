"""The words of the language, read from words.toml, and those that stand for numbers, days and currencies."""

import tomllib
from pathlib import Path

WORDS: dict[str, tuple[str, ...]] = {
    terminal: tuple(" ".join(phrases.split()).split(", "))
    for terminal, phrases in tomllib.loads((Path(__file__).parent / "words.toml").read_text()).items()
}

NUMBERS = {
    word: n
    for n, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        start=1,
    )
}
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NUMBERS |= TENS | {"hundred": 100}
NUMBERS |= {f"{ten}{dash}{one}": tens + n for ten, tens in TENS.items() for one, n in list(NUMBERS.items())[:9]
            for dash in "- "}  # fmt: skip
DAYS = {day: n for n, day in enumerate("monday tuesday wednesday thursday friday saturday sunday".split(), start=1)}
MONTHS = {
    month: n
    for n, month in enumerate(
        "january february march april may june july august september october november december".split(), start=1
    )
}
SIGNS = {"SIGN_USD": "USD", "SIGN_EUR": "EUR", "SIGN_GBP": "GBP"}
CROWNS = frozenset({"DKK", "NOK", "SEK"})
CURRENCY_WORDS = {"dollars": "USD", "dollar": "USD", "euros": "EUR", "euro": "EUR", "pounds": "GBP", "yen": "JPY",
                  "us dollars": "USD"}  # fmt: skip
CURRENCIES = frozenset(
    "AED AUD BHD BRL CAD CHF CLP CNY CZK DKK EUR GBP HKD HUF ILS INR ISK JOD JPY KRW KWD MXN MYR NOK NZD OMR PHP PLN "
    "RON SEK SGD THB TND TRY TWD USD VND ZAR".split()
)
ARTICLES = frozenset({"a", "an", "the"})

# A name with one of these words in it is written in quotes: it could be read as a part of the sentence.
STRUCTURAL = frozenset(
    "a an the and or but of to in on by from for before about when if where without never no not do need needs require "
    "requires ask let allow may can must only each both either over above up under below at least most than between "
    "anyone anybody someone somebody person people is are unless except until with per within after has have then".split()
)
