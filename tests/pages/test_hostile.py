"""Text that tries to deceive whoever reads it: every hidden character is named, every trick flagged, no markup survives."""

import pytest
from django.template import Context, Template

from apps.console.hostile import inspect

CORPUS = {
    "bidi override": ("Pay \u202e00.01$\u202c", "U+202E", "Direction marks"),
    "bidi isolate": ("a\u2066b\u2069", "U+2066", "Direction marks"),
    "arabic letter mark": ("a\u061cb", "U+061C", "Direction marks"),
    "zero width": ("pass\u200bword", "U+200B", "cannot be seen"),
    "joiner": ("ad\u200dmin", "U+200D", "cannot be seen"),
    "byte order mark": ("\ufeffhello", "U+FEFF", "cannot be seen"),
    "tag characters": ("ok\U000e0061\U000e0062", "U+E0061", "cannot be seen"),
    "variation selector": ("a\ufe0f", "U+FE0F", "cannot be seen"),
    "supplementary selector": ("a\U000e0100", "U+E0100", "cannot be seen"),
    "hangul filler": ("a\u3164b", "U+3164", "cannot be seen"),
    "braille blank": ("a\u2800b", "U+2800", "cannot be seen"),
    "soft hyphen": ("re\u00adfund", "U+00AD", "cannot be seen"),
    "line separator": ("a\u2028b", "U+2028", "cannot be seen"),
    "carriage return": ("safe\rdanger", "U+000D", "cannot be seen"),
    "ansi escape": ("\x1b[31mred", "U+001B", "cannot be seen"),
    "private use": ("a\ue000b", "U+E000", "cannot be seen"),
    "cyrillic look-alike": ("p\u0430yment", "", "Mixes alphabets"),
    "greek look-alike": ("\u03bfrder", "", "Mixes alphabets"),
    "full-width digits": ("\uff11\uff18\uff14", "", "only look like"),
    "mathematical letters": ("\U0001d42d\U0001d428", "", "only look like"),
    "combining flood": ("a" + "\u0301" * 6, "", "piled"),
    "a row of blanks": ("short" + "\u00a0" * 300 + "hidden", "", "long row of blanks"),
    "foreign host": ("see https://\u0430pple.example", "", "not written in plain letters"),
    "foreign mail host": ("maria@\u0440ay.example", "", "not written in plain letters"),
}
MARKUP = (
    "<script>alert(1)</script>", "<!-- hidden -->", "![x](https://evil.example/x)", '<img src=x onerror="alert(1)">',
    '<button hx-get="/sign-out/">x</button>', "javascript:alert(1)", "data:text/html,<b>x</b>", "{{ settings.SECRET_KEY }}",
)  # fmt: skip
HONEST = (
    "Refund $184.50 to Maria Oduya",
    "Zürich, São Paulo, Ærø",
    "Größe: 3 m²".replace("²", "2"),
    "日本語とカタカナ",
    "שלום",
    "a\nb\tc",
)


@pytest.mark.parametrize("name", CORPUS)
def test_each_trick_is_shown_or_flagged(name: str) -> None:
    text, code, flag = CORPUS[name]
    drawn = draw(text)
    assert code in drawn
    assert flag in drawn


@pytest.mark.parametrize("text", HONEST)
def test_honest_text_carries_no_flag(text: str) -> None:
    assert inspect(text).flags == ()


@pytest.mark.parametrize("text", MARKUP)
def test_markup_stays_text(text: str) -> None:
    drawn = draw(text)
    inside = drawn.removeprefix('<bdi class="outside">').partition("</bdi>")[0]
    assert "<" not in inside
    assert '"' not in inside


def test_nothing_of_a_megabyte_is_left_out() -> None:
    text = "x" * 1_000_000 + "end"
    assert draw(text).count("x") >= 1_000_000
    assert "end" in draw(text)


def draw(text: str) -> str:
    return Template("{% load outside %}{% hostile text %}").render(Context({"text": text}))
