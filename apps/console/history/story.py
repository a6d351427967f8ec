"""One proposal from its wish to its end, as rows and lines. The mix is that of a desk where most is routine."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from uuid import UUID

from apps.audit.models import Head
from apps.console.history import tables
from apps.console.history.decided import Decisions, Said
from apps.console.history.lines import Log
from apps.console.history.moulds import Mould, drawn, whole
from apps.console.history.setting import Place
from apps.console.history.spending import Spending
from apps.console.history.tables import Rows
from apps.core import ids
from apps.core.canonical import digest_of_bytes
from apps.core.ids import uuid7
from apps.policies import lattice
from apps.policies.decision import Decision, Outcome

# What becomes of proposals by what policy said, and how often. The states are those of their actions, in order.
ENDS: dict[Outcome, dict[tuple[str, ...], int]] = {
    Outcome.AUTO: {
        ("approved", "executing", "done"): 52, ("approved", "executing", "failed"): 2, ("approved", "stopped"): 2,
    },
    Outcome.APPROVE: {
        ("waiting", "approved", "executing", "done"): 30, ("waiting", "rejected"): 3, ("waiting", "lapsed"): 2,
    },
    Outcome.DENY: {("denied",): 1},
    Outcome.SUGGEST: {("suggested",): 1},
}  # fmt: skip
SIGNED = (Outcome.AUTO, Outcome.APPROVE)  # what several actions of one proposal may come to
SIZES = (1, 1, 1, 1, 1, 1, 2, 2, 3)  # actions of a proposal
PER_RUN = 3  # proposals of a run, at most
BY = {"approved": "worker", "executing": "worker", "done": "worker", "failed": "worker", "lapsed": "reaper"}
CLOSED = {"approved": "met", "rejected": "declined", "lapsed": "lapsed", "waiting": "open"}
STILL = ("waiting",)  # what people have not come to yet
DAY_MS = 86_400_000
WHY = {
    "failed": "Refused by its target: the charge has been refunded already.", "denied": "Never refund over 500 USD.",
    "rejected": "Wrong amount", "lapsed": "Declined: nobody signed in time.", "stopped": "Stopped by hand.",
}  # fmt: skip


@dataclass
class Run:
    id: UUID
    left: int
    number: int = 0


class Teller:
    """Tells the past of one workspace, oldest first."""

    def __init__(self, place: Place, head: Head, rng: Random) -> None:
        self.place, self.rng, self.rows = place, rng, Rows()
        self.log = Log(place.workspace, head.seq, bytes(head.hash))
        self.spending = Spending(place, self.rows)
        self.told = 0  # actions
        self._run = Run(place.workspace, 0)
        self._decisions = Decisions(place)
        self._policy = f"{place.policy_name}_v1"

    def tell(self, at_ms: int, end: tuple[str, ...] = ()) -> None:
        """One proposal that was made at this moment, with all that came of it; `end`: it waits for people."""
        proposal, agent = uuid7(at_ms), self.rng.choice(self.place.agents)
        run = self._in_run(at_ms, agent)
        chosen, said_to, decision = self._decided(agent, Outcome.APPROVE if end else None)
        states = end or self._end(decision.outcome, chosen)
        actions = [uuid7(at_ms) for _ in chosen]
        actions.sort()
        parts = [self._part(mould, action) for mould, action in zip(chosen, actions, strict=True)]
        said = ids.say("proposal", proposal)
        by, asker = ids.say("agent", agent), f"user:{self.place.asker.hex}"
        frozen = whole(parts, proposal=said, workspace=self.place.workspace.hex, agent=by, asker=asker)
        digest = digest_of_bytes(frozen)
        title = chosen[0].title if len(chosen) == 1 else f"{chosen[0].title}, and {len(chosen) - 1} more"
        steps = [at_ms + gap for gap in self._gaps(len(states))]
        self.log.say(at_ms, "proposal.made", said, f"agent:{agent.hex}", {
            "actions": [ids.say("action", one) for one in actions], "digest": digest, "asker": asker,
            "run": ids.say("run", run), "outcome": decision.outcome.value, "policy": self._policy,
            "rules": [rule.sentence for rule in decision.matched],
        })  # fmt: skip
        request = self._asked(frozen, digest, at_ms, steps, states, said, decision) if states[0] == "waiting" else None
        self.rows.add(tables.PROPOSAL, proposal, self.place.workspace, agent, run, self.place.asker, title, frozen,
                      digest, decision.outcome.value, request, _at(at_ms))  # fmt: skip
        asked = b"\n".join(
            one.cast(record=_record(of), at=_at(at_ms)) for one, of in zip(said_to, actions, strict=True)
        )
        follows, sealed = self._decisions.end(decision)
        self.rows.add(tables.RECORDING, uuid7(at_ms), self.place.workspace, proposal, actions[0], "proposed", True,
                      asked, self._decisions.words, self.place.policy_version, follows, sealed)  # fmt: skip
        self.rows.add(tables.KEY, uuid7(at_ms), self.place.workspace, f"{agent.hex}:{proposal.hex}", digest, proposal,
                      _at(at_ms))  # fmt: skip
        for position, (mould, action, part, one) in enumerate(zip(chosen, actions, parts, said_to, strict=True), 1):
            self._action(mould, action, part, proposal, position, agent, one.decision, states,
                         [s + position for s in steps])  # fmt: skip
        self.told += len(actions)

    def settle(self, until_ms: int) -> None:
        """Write down the entries of all that happened before this moment."""
        for one in self.log.until(until_ms):
            self.rows.add(tables.ENTRY, one.id, one.workspace, one.seq, one.at, one.kind, one.subject, one.by, one.body,
                          one.prev, one.hash)  # fmt: skip

    def _decided(self, agent: UUID, wanted: Outcome | None) -> tuple[list[Mould], list[Said], Decision]:
        """Some pieces of work, and what policy said to each and to all of them together."""
        while True:
            chosen = [drawn(self.rng) for _ in range(self.rng.choice(SIZES))]
            said = [self._decisions.of(mould, agent) for mould in chosen]
            decision = lattice.strictest(one.decision for one in said)
            if decision.outcome == (wanted or decision.outcome) and (len(chosen) == 1 or decision.outcome in SIGNED):
                return chosen, said, decision

    def _end(self, outcome: Outcome, chosen: list[Mould]) -> tuple[str, ...]:
        """Letters are never declined, so that in this past an agent earns something."""
        ends = ENDS[outcome]
        if any(mould.connector == "mail" for mould in chosen):
            return next(iter(ends))
        [states] = self.rng.choices(list(ends), list(ends.values()))
        return states

    def _part(self, mould: Mould, action: UUID) -> bytes:
        connection, fingerprint = self.place.connections[mould.connector]
        return mould.cast(
            action=ids.say("action", action),
            connection=ids.say("connection", connection),
            fingerprint=fingerprint or "0" * 8,
            record=_record(action),
        )

    def _gaps(self, count: int) -> list[int]:
        """Milliseconds from the proposal to each state: people take minutes, targets less than a second."""
        waits = [0, self.rng.randrange(20_000, 4_000_000), 400, 300] if count == 4 else [0, 500_000, 300]
        return [sum(waits[: place + 1]) for place in range(count)]

    def _in_run(self, at_ms: int, agent: UUID) -> UUID:
        if self._run.left == 0:
            self._run = Run(uuid7(at_ms), self.rng.randint(1, PER_RUN))
            self.rows.add(tables.RUN, self._run.id, self.place.workspace, agent, self.place.asker,
                          f"Case {self.rng.randrange(10**7):08}", "done", "Answered.", self._run.left * 2, _at(at_ms),
                          _at(at_ms + 60_000))  # fmt: skip
        self._run.left -= 1
        for kind, title in (("model", "Read the case and choose"), ("propose", "Propose")):
            self._run.number += 1
            step = uuid7(at_ms)
            tokens = self.rng.randrange(800, 4000) if kind == "model" else 0
            self.rows.add(tables.STEP, step, self.place.workspace, self._run.id, self._run.number, kind, title, tokens,
                          tokens // 8, tokens * 3, _at(at_ms), self.rng.randrange(200, 3000), None)  # fmt: skip
            if tokens:
                body = json.dumps({"model": "demo", "said": title, "tokens": tokens})
                self.rows.add(tables.BODY, uuid7(at_ms), self.place.workspace, step, body)
                self.spending.think(step, agent, at_ms, tokens=tokens + tokens // 8, micro_usd=tokens * 3)
        return self._run.id

    def _asked(
        self, frozen: bytes, digest: str, at_ms: int, steps: list[int], states: tuple[str, ...], said: str,
        decision: Decision,
    ) -> UUID:  # fmt: skip
        """The request that people were shown, and the signature or the refusal that it met with."""
        request, end = uuid7(at_ms), states[min(1, len(states) - 1)]
        closed = _at(steps[1]) if len(steps) > 1 else None
        who = self.rng.choice(list(self.place.signers)) if end == "rejected" else None
        self.rows.add(
            tables.REQUEST, request, self.place.workspace, frozen, digest, self._requirements(decision), "{}",
            _at(at_ms + 3 * DAY_MS), _at(at_ms), CLOSED[end], closed, who, WHY[end] if who else "",
        )  # fmt: skip
        for signer, at in self._signed(decision, at_ms, steps[1]) if end == "approved" else ():
            self.rows.add(tables.SIGNATURE, uuid7(at), self.place.workspace, request, signer,
                          json.dumps(self.place.signers[signer]), digest, _at(at))  # fmt: skip
            self.log.say(at - 1, "proposal.signed", said, f"user:{signer.hex}", {"digest": digest})
        return request

    def _signed(self, decision: Decision, asked_ms: int, met_ms: int) -> list[tuple[UUID, int]]:
        """Who signed and when: as many as each requirement wants, spread over the time that people took."""
        signers = self.rng.sample(list(self.place.signers), len(self.place.signers))
        chosen: list[UUID] = []
        for need in decision.requirements:
            fit = [one for one in signers if set(need.groups) & set(self.place.signers[one])]
            there = sum(1 for one in fit if one in chosen)
            chosen += [one for one in fit if one not in chosen][: max(need.people - there, 0)]
        gap = (met_ms - asked_ms) // len(chosen)
        return [(one, met_ms - gap * later) for later, one in enumerate(reversed(chosen))][::-1]

    def _requirements(self, decision: Decision) -> str:
        """As a request keeps them."""
        return json.dumps([
            {"people": need.people, "groups": need.groups, "rule_id": need.rule_id, "sentence": need.sentence,
             "names": [self.place.groups[one] for one in need.groups], "admits": [], "bars": []}
            for need in decision.requirements
        ])  # fmt: skip

    def _action(
        self, mould: Mould, action: UUID, part: bytes, proposal: UUID, position: int, agent: UUID, decision: Decision,
        states: tuple[str, ...], steps: list[int],
    ) -> None:  # fmt: skip
        end, workspace, ran = states[-1], self.place.workspace, "executing" in states
        said, why = ids.say("action", action), WHY.get(end, "")
        made, ended = _at(steps[0]), _at(steps[-1]) if end != "waiting" else None
        self.rows.add(
            tables.ACTION, action, workspace, proposal, position, agent, self.place.connections[mould.connector][0],
            mould.tool, mould.title, mould.risk, mould.tier, end, part, decision.model_dump_json(),
            self.place.policy_version, int(ran), why, "answer" if end == "done" else "",
            '{"id": "re_1", "differs": []}' if end == "done" else None, made, ended,
        )  # fmt: skip
        for state, at_ms in zip(states, steps, strict=True):
            by = BY.get(state, f"agent:{agent.hex}")
            facts = {"why": why} if why and state == end else {"attempt": 1} if state in ("executing", "done") else {}
            self.log.say(at_ms, f"action.{state}", said, by, facts)
        if ended is None:
            self.rows.add(tables.OPEN, action, workspace, proposal, position, end, _at(steps[0] + 3 * DAY_MS))
        if ran:
            started = _at(steps[-2])
            self.rows.add(tables.ATTEMPT, uuid7(steps[-2]), workspace, action, 1, started, _at(steps[-2] + 20_000),
                          started, ended, "done" if end == "done" else "refused", "worker")  # fmt: skip
            self.spending.spend(mould, action, agent, steps[-1], used=end == "done")


def _record(action: UUID) -> str:
    """What the action is done to: each has a record of its own."""
    return f"rec_{action.hex}"


def _at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
