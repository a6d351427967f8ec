"""The story, told once for each way to a proposal: proposed, shown, refused, signed, done once, taken back."""

from collections.abc import Callable

from django.utils import timezone

from apps.console.demo import case, systems
from apps.console.demo.case import PRICE_MINOR
from apps.console.demo.desk import Seen
from apps.console.demo.stage import Stage
from apps.console.demo.systems import Held, Subject
from apps.core.money import Money

Proposing = Callable[[Stage, Subject], Seen]
REWORDED = "Hello Noor,\n\nthe glass was our fault, and we are sorry. Your money is on its way back.\n\nHarbour & Pine"
CORRECTION = (
    "Hello Noor,\n\nour last mail was sent by mistake: the refund goes on your next invoice. Please ask us anything.\n"
)


def tell(stage: Stage, proposing: Proposing) -> None:
    """Raises Broken at the first promise that does not hold; the case then stays in the books, to be looked at."""
    subject = case.opened(stage.systems.books, timezone.now())
    stage.narrator.tell(
        f"Case {subject.case} has just come in: Noor Vandenberg writes that her candle holder is broken."
    )
    before = systems.read(stage.systems, subject)
    seen = proposing(stage, subject)
    _put_before_people(stage, seen, subject, before)
    seen = _reworded(stage, seen)
    _refused(stage, seen, subject, before)
    _signed(stage, seen)
    done = _held(stage, subject, "What the three systems hold now:")
    _happened_once(stage, before, done)
    _taken_back(stage, seen, subject, before, done)
    case.taken_out(stage.systems.books, subject)


def _put_before_people(stage: Stage, seen: Seen, subject: Subject, before: Held) -> None:
    say = stage.narrator
    tools = [action["tool"] for action in seen.actions]
    say.promise(
        "three actions wait, in order, to be signed together", seen.state == "waiting" and len(tools) == 3, seen.body
    )
    _show(stage, seen)
    say.promise("until somebody signs, nothing has moved in any of the three systems", _now(stage, subject) == before)


def _reworded(stage: Stage, seen: Seen) -> Seen:
    """Priya puts the mail in better words, so what others have on their screens is out of date."""
    page = stage.people["priya"].sends(
        f"proposals/{seen.id}/edit/", digest=seen.digest, action=seen.action("mail.send"), text=REWORDED
    )
    now = stage.desk.looks(seen.id)
    held = now.digest != seen.digest and now.state == "waiting"
    stage.narrator.promise(
        "Priya words the mail anew: that makes another document, with another digest", held, page.refusal
    )
    _refuses(stage, "daniel", seen.id, seen.digest, "a signature over the old digest is refused")
    return now


def _refused(stage: Stage, seen: Seen, subject: Subject, before: Held) -> None:
    _refuses(stage, "leo", seen.id, seen.digest, "Leo asked for it, so his own signature is refused")
    _signs(stage, "priya", seen, "Priya (Finance) signs")
    _refuses(stage, "priya", seen.id, seen.digest, "nobody signs twice")
    still = stage.desk.looks(seen.id).state == "waiting" and _now(stage, subject) == before
    stage.narrator.promise("with one signature of two nothing has moved", still)


def _signed(stage: Stage, seen: Seen) -> None:
    _signs(stage, "daniel", seen, "Daniel (Support leads) signs as the second")
    now = stage.settled(seen.id)
    stage.narrator.promise("the worker carries out all three", now.state == "done", _why(now))


def _happened_once(stage: Stage, before: Held, done: Held) -> None:
    say, price = stage.narrator, Money(PRICE_MINOR, before.refunded.currency)
    once = (done.refunded, done.refunds, done.owed) == (price, before.refunds + 1, before.owed)
    say.promise(f"{price} went back to the card, once", once, done)
    say.promise(
        "the case is resolved with the amount", (done.status, done.refund) == ("Resolved", f"{price.plain()} USD"), done
    )
    mailed = len(done.mails) == len(before.mails) + 1 and _says(done, REWORDED)
    say.promise("the customer got one mail, in Priya's words", mailed, done)


def _taken_back(stage: Stage, seen: Seen, subject: Subject, before: Held, done: Held) -> None:
    say = stage.narrator
    page = stage.people["mina"].sends(f"runs/{seen.run}/undo/")
    say.promise(
        "Mina takes the whole run back with one click: one new proposal", "/proposals/prp_" in page.path, page.refusal
    )
    undo = stage.desk.looks(page.path.rstrip("/").rpartition("/")[2])
    backwards = [action["tool"].partition(".")[0] for action in undo.actions] == ["mail", "postgres", "stripe"]
    say.promise("it holds the three inverses in reverse order, each with its own diff", backwards, undo.body)
    _show(stage, undo)
    page = stage.people["mina"].sends(
        f"proposals/{undo.id}/edit/", digest=undo.digest, action=undo.action("mail.send"), text=CORRECTION
    )
    undo, reworded = stage.desk.looks(undo.id), undo
    say.promise("the correction can be worded until it is signed", undo.digest != reworded.digest, page.refusal)
    say.promise("and nothing has moved yet", _now(stage, subject) == done)
    _signs(stage, "priya", undo, "Priya signs the undo")
    _signs(stage, "daniel", undo, "Daniel signs the undo")
    settled = stage.settled(undo.id)
    say.promise("the worker takes back all three", settled.state == "done", _why(settled))
    _as_it_was(stage, before, done, _held(stage, subject, "What the three systems hold after the undo:"))


def _as_it_was(stage: Stage, before: Held, done: Held, after: Held) -> None:
    say = stage.narrator
    say.promise(
        "the case is exactly what it was, to the last character of its row", after.case == before.case, after.case
    )
    billed = (after.refunds, after.owed, after.lines) == (done.refunds, done.refunded, before.lines + 1)
    say.promise(f"the refund cannot be pulled back, so {after.owed} stands on her next invoice, once", billed, after)
    mailed = len(after.mails) == len(done.mails) + 1 and _says(after, CORRECTION)
    say.promise("the customer got one correction, in Mina's words", mailed, after)


def _show(stage: Stage, seen: Seen) -> None:
    for action in seen.actions:
        stage.narrator.tell(f"{action['position']}. {action['title']}")
        for change in action["changes"]:
            was, will = (change[name] or "empty" for name in ("before_text", "after_text"))
            stage.narrator.tell(f"     {change['field']}: {was} → {will}")


def _signs(stage: Stage, name: str, seen: Seen, words: str) -> None:
    page = stage.people[name].sends(f"proposals/{seen.id}/sign/", digest=seen.digest)
    stage.narrator.promise(words, page.status == 200 and not page.refusal, page.refusal or page.status)


def _refuses(stage: Stage, name: str, proposal: str, digest: str, words: str) -> None:
    page = stage.people[name].sends(f"proposals/{proposal}/sign/", digest=digest)
    stage.narrator.promise(f"{words}: “{page.refusal}”", bool(page.refusal), page.status)


def _says(held: Held, text: str) -> bool:
    """Mail ends its lines in its own way; the words and their order are what was signed."""
    return bool(held.mails[-1]["text"].splitlines() == text.splitlines())


def _held(stage: Stage, subject: Subject, words: str) -> Held:
    held = _now(stage, subject)
    stage.narrator.tell(f"{words}\n{held}")
    return held


def _now(stage: Stage, subject: Subject) -> Held:
    return systems.read(stage.systems, subject)


def _why(seen: Seen) -> str:
    return "; ".join(f"{action['title']}: {action['state']} {action.get('why', '')}" for action in seen.actions)
