"""What others wrote: `{% hostile text %}`, `{{ text|seen }}`, `{{ rule|written }}`, `{% cell value %}`."""

import re
from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.connectors.contract import Absent, Value
from apps.console.hostile import Inspected, inspect
from apps.policies.expert import is_cedar
from apps.policies.likeness import spelled

register = template.Library()


@register.filter
def seen(text: object) -> SafeString:
    """Escaped, kept apart from the text around it, with every hidden character named. For titles and cells."""
    return _drawn(inspect(str(text)))


@register.filter
def written(rule: object) -> SafeString:
    """A rule of a policy: a sentence as people read it, a policy in Cedar as code."""
    text = str(rule)
    if not is_cedar(text):
        return seen(text)
    lines = format_html_join("\n", "{}", ((seen(one),) for one in text.split("\n")))
    return format_html('<code class="cedar">{}</code>', lines)


@register.simple_tag
def hostile(text: object, marks: Sequence[str] = ()) -> SafeString:
    """The same, followed by one chip for each way in which the text could deceive. For messages and sources.

    `marks`: words to be shown as marked where they stand.
    """
    found = inspect(str(text))
    chips = format_html_join("", ' <span class="chip warn flag">{}</span>', ((flag,) for flag in found.flags))
    return format_html("{}{}", _marked(str(text), marks) if marks else _drawn(found), chips)


@register.simple_tag
def cell(value: object, shown: str = "") -> SafeString:
    """A record's value as people read it: the shown form, else the target's own text; null and absent in words."""
    if isinstance(value, Absent):
        return format_html("<em>{}</em>", "not there")
    if value is None:
        return format_html("<em>{}</em>", "empty")
    text = shown or (value.text if isinstance(value, Value) else str(value))
    return hostile(text) if text else format_html("<em>{}</em>", "empty text")


def _marked(text: str, marks: Sequence[str]) -> SafeString:
    """Each stretch by itself, so that a mark can hold nothing but the words that were looked for."""
    wanted = re.compile("|".join(f"(?:{spelled(one).pattern})" for one in marks), re.IGNORECASE)
    drawn, at = [], 0
    for found in wanted.finditer(text):
        drawn += [_pieces(text[at : found.start()]), format_html("<mark>{}</mark>", _pieces(found.group()))]
        at = found.end()
    return format_html(
        '<bdi class="outside">{}</bdi>', format_html_join("", "{}", ((one,) for one in [*drawn, _pieces(text[at:])]))
    )


def _pieces(text: str) -> SafeString:
    return format_html_join("", "{}", ((_piece(p.text, p.code, p.name),) for p in inspect(text).pieces))


def _drawn(found: Inspected) -> SafeString:
    pieces = format_html_join("", "{}", ((_piece(p.text, p.code, p.name),) for p in found.pieces))
    return format_html('<bdi class="outside">{}</bdi>', pieces)


def _piece(text: str, code: str, name: str) -> SafeString:
    if not code:
        return format_html("{}", text)
    return format_html('<span class="cp" title="{}">{}</span>', name, code)
