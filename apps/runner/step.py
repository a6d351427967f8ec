"""One step of one run: claim it, act outside any transaction, write down what happened, ring for the next.

A worker that dies leaves the run to whoever comes after its lease. The step is then taken again, harmlessly: a read may
be repeated, and a proposal is found again by its key. Only workers import this module.
"""

import logging
from uuid import UUID

from apps.core import failpoints, ids
from apps.core.errors import Invalid, Refused
from apps.runner import claim, deeds, definition, limits, outcome, outside, write
from apps.runner.architectures.catalog import ARCHITECTURES
from apps.runner.claim import Held
from apps.runner.deeds import Deed
from apps.runner.models.question import Unanswered
from apps.runner.wishes import Ask, End, Memory, Propose, Read, Wish
from apps.runner.work import Work
from apps.runs import record
from apps.runs.models import Run, RunState

MOST_TRIES = 3  # of a step that a model or a target did not answer
PASSING = frozenset({"unanswered", "unreadable"})  # refusals that time may cure

log = logging.getLogger(__name__)


def take(run_id: UUID) -> bool:
    """Take the next step of a run in scope, if there is one to take now. True when it was taken and written down."""
    run = Run.objects.select_related("agent__owner", "asker", "version").filter(pk=run_id).first()
    if run is None or run.state in record.FINAL:
        return False
    if run.version is None:
        return outside.look(run)
    try:
        work = Work(run, definition.parse(run.version.definition), Memory.model_validate(run.memory))
    except (Invalid, ValueError) as why:
        return record.end(run, RunState.FAILED, str(why))
    return _after_the_wait(work, work.memory.waits_for) if work.memory.waits_for else _take(work)


def _after_the_wait(work: Work, proposal: UUID) -> bool:
    became = outcome.of(proposal)
    if became is None:
        record.look_again(work.run)
        return False
    held = claim.claim(work.run, lease_s=deeds.lease_s(None))
    if held is None:
        return False
    body = {"proposal": ids.say("proposal", proposal), "outcome": became.sentence, "actions": list(became.actions)}
    return write.down(work, held, Deed("wait", "Waited for people and for the outcome", body, became, proposal))


def _take(work: Work) -> bool:
    wish = limits.reached(work) or wish_of(work)
    held = claim.claim(work.run, lease_s=deeds.lease_s(wish))
    if held is None:
        return False
    failpoints.reach("step.after_claim")
    return write.end(work, held, wish) if isinstance(wish, End) else _act(work, held, wish)


def wish_of(work: Work) -> Wish:
    """What the architecture wants next; an end where it cannot go on."""
    try:
        return ARCHITECTURES[work.definition.architecture].wish(work.definition, work.memory)
    except Refused as why:
        return End(RunState.FAILED, str(why))


def _act(work: Work, held: Held, wish: Read | Ask | Propose) -> bool:
    try:
        deed = deeds.do(work, wish)
    except Refused as why:
        return _refused(work, held, wish, why)
    except Exception as why:
        log.exception("Step %s of run %s broke", work.number, work.run.pk)
        return write.trouble(work, held, wish, f"This step broke: {type(why).__name__}.", again=False)
    failpoints.reach("step.before_record")
    return write.down(work, held, deed)


def _refused(work: Work, held: Held, wish: Read | Ask | Propose, why: Refused) -> bool:
    if why.code == "paused":
        return write.put_off(work, held)
    again = why.code in PASSING and work.memory.tries + 1 < MOST_TRIES
    if isinstance(wish, Propose) and not again:
        body = {"refused": str(why), "problems": list(getattr(why, "problems", ()))}
        return write.down(work, held, Deed("propose", wish.title, body, outcome.refused(str(why))))
    spent = why.spent if isinstance(why, Unanswered) else None
    return write.trouble(work, held, wish, str(why), again=again, spent=spent)
