"""Small parts of our own: `{% icon "check" %}`, `{% bars "high" %}`, `{{ money|money }}`, `{{ at|moment }}`."""

from datetime import datetime, timedelta

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.core.money import Money

register = template.Library()

RISKS = {"low": ("low", "Low"), "medium": ("med", "Medium"), "high": ("high", "High"), "critical": ("crit", "Critical")}
SPANS = ((86400, "d"), (3600, "h"), (60, "min"))


@register.simple_tag
def icon(name: str, style: str = "") -> SafeString:
    """A picture beside words that say the same."""
    url = static("icons.svg")
    return format_html('<svg class="i {}" aria-hidden="true"><use href="{}#{}"/></svg>', style, url, name)


@register.simple_tag
def bars(risk: str, more: str = "") -> SafeString:
    """Risk: four bars and a word."""
    style, word = RISKS.get(str(risk), RISKS["critical"])
    drawn = '<span class="risk {}"><span class="bars" aria-hidden="true"><i></i><i></i><i></i><i></i></span>{}{}</span>'
    return format_html(drawn, style, word, more)


@register.filter
def money(value: Money | None) -> str:
    return "" if value is None else str(value)


@register.filter
def micro_usd(value: int | None) -> str:
    """Model cost: dollars with four decimals, as a fraction of a cent is what a step costs."""
    return "" if value is None else f"${value / 1_000_000:,.4f}"


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """A moment in the page's zone: the time alone today, with its date otherwise. The shell names the zone."""
    return _moment(at, "%H:%M")


@register.filter
def exact(at: datetime | None) -> SafeString | str:
    """The same to the second: for what happened one after the other."""
    return _moment(at, "%H:%M:%S")


def _moment(at: datetime | None, clock: str) -> SafeString | str:
    if at is None:
        return ""
    local = timezone.localtime(at)
    today = local.date() == timezone.localdate()
    said = f"{local:{clock}}" if today else f"{local.day} {local:%b, %H:%M}"
    return format_html('<time datetime="{}" data-at>{}</time>', local.isoformat(), said)


@register.filter
def span(length: timedelta | None) -> str:
    """How long: 412 ms, 6.8 s, 4 min, 1 h 20 min."""
    if length is None:
        return ""
    seconds = length.total_seconds()
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} s"
    return _large(int(seconds))


def _large(seconds: int) -> str:
    for size, unit in SPANS:
        if seconds >= size:
            rest = seconds % size // (size // (24 if unit == "d" else 60))
            small = {"d": "h", "h": "min", "min": "s"}[unit]
            return f"{seconds // size} {unit}" + (f" {rest} {small}" if rest else "")
    return f"{seconds} s"


@register.filter
def left(until: datetime | None) -> str:
    """What is left until a moment, in words."""
    if until is None:
        return ""
    rest = until - timezone.now()
    return f"{span(rest)} left" if rest > timedelta(seconds=1) else "due"


@register.filter
def short(digest: str) -> str:
    """A fingerprint as people compare it: the first and the last eight hex digits in fours."""
    bare = digest.rpartition(":")[2]
    if len(bare) < 20:
        return bare
    return f"{bare[:4]} {bare[4:8]} … {bare[-8:-4]} {bare[-4:]}"
