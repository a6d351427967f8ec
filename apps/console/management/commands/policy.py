"""`policy try`: a sentence on an action, without a workspace. The format stands in apps/policies/README.md."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.policies import expert, written
from apps.policies.compile import compile_rules
from apps.policies.language import NotUnderstood
from apps.policies.starters import STARTERS
from apps.policies.trying.answer import ORGANISATION, answer, refusal
from apps.policies.trying.vocabulary import vocabulary_of


class Command(BaseCommand):
    help = "Tries sentences on actions, prints a policy as Cedar, lists the starter policies."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        tries = verbs.add_parser("try", help="what sentences make of an action")
        tries.add_argument("--sentence", action="append", default=[], help="a sentence; several make a policy")
        tries.add_argument("--organisation", action="append", default=[], help="a sentence that stands above them")
        tries.add_argument("--cedar", action="append", default=[], help="a file with policies in Cedar; -: stdin")
        tries.add_argument(
            "--action", action="append", default=[], help="a JSON file with an action, or a list of them; -: stdin"
        )
        tries.add_argument("--vocabulary", help="a JSON file with more names")
        tries.add_argument(
            "--jsonl",
            help="a file of lines {sentence(s), cedar, action(s), organisation, vocabulary}; -: stdin",
        )
        code = verbs.add_parser("code", help="sentences as Cedar")
        code.add_argument("--sentence", action="append", default=[], required=True)
        verbs.add_parser("starters", help="the starter policies")

    def handle(self, *, verb: str, **given: Any) -> None:
        {"try": self.tries, "code": self.code, "starters": self.starters}[verb](given)

    def tries(self, given: dict[str, Any]) -> None:
        own = json.loads(_text(given["vocabulary"])) if given["vocabulary"] else None
        if given["jsonl"]:
            for line in filter(str.strip, _text(given["jsonl"]).splitlines()):
                self.stdout.write(json.dumps(_line(line, own), ensure_ascii=False))
            return
        rules = given["sentence"] + _coded([_text(name) for name in given["cedar"]])
        if not rules:
            raise CommandError("Give a --sentence, a --cedar file, or a --jsonl file.")
        actions = [action for name in given["action"] for action in _many(json.loads(_text(name)))]
        self.stdout.write(json.dumps(answer(rules, actions, own, given["organisation"]), ensure_ascii=False, indent=2))

    def code(self, given: dict[str, Any]) -> None:
        words = vocabulary_of([])
        for sentence in given["sentence"]:
            try:
                rule = written.read(sentence, words)
            except NotUnderstood as why:
                raise CommandError(json.dumps(refusal(sentence, why), ensure_ascii=False)) from None
            self.stdout.write(f"// {written.render(rule)}\n{compile_rules([('rule', rule)], words).text}")

    def starters(self, _given: dict[str, Any]) -> None:
        for starter in STARTERS:
            self.stdout.write(f"{starter.title}\n" + "\n".join(f"  {sentence}" for sentence in starter.sentences))


def _line(line: str, own: dict[str, Any] | None) -> dict[str, Any]:
    """One line of a corpus, answered; whatever else it holds ("id", "expect") comes back beside the answer."""
    try:
        asked = json.loads(line)
        sentences = _many(asked.get("sentences") or asked.get("sentence") or []) + _coded(
            _many(asked.get("cedar") or [])
        )
        actions = _many(asked.get("actions") or asked.get("action") or [])
        words = {**(own or {}), **(asked.get("vocabulary") or {})}
    except (ValueError, AttributeError) as why:
        return {"understood": None, "error": f"This line is no JSON object: {why}"}
    kept = {key: asked[key] for key in asked if key not in ("actions", "action", "vocabulary", "sentences")}
    return {**kept, **answer(sentences, actions, words, _many(asked.get(ORGANISATION) or []))}


def _coded(texts: list[str]) -> list[str]:
    """The policies in these texts, each a rule."""
    return [policy for text in texts for policy in expert.apart(text)]


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(name: str) -> str:
    return sys.stdin.read() if name == "-" else Path(name).read_text()
