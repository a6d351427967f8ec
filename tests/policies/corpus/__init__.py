"""Sentences as people write them, each with what it is read as: the recorded meaning of the language.

A file is blocks between blank lines: sentences that mean the same, then `= ` the canonical sentence and `: ` the rule
as JSON without defaults; or `^ ` the place at which they are refused for now. `# ` names the construct.
`python -m tests.policies.corpus` writes the recorded lines anew; every changed one is to be read before it is kept.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from apps.policies.language import NotUnderstood, parse, render
from apps.policies.rule import Rule
from apps.policies.trying.vocabulary import vocabulary_of

HERE = Path(__file__).parent
WORDS = vocabulary_of([])


class Block(NamedTuple):
    construct: str
    sentences: tuple[str, ...]
    canonical: str  # "": they are refused
    rule: str
    refused_at: str


class Entry(NamedTuple):
    construct: str
    sentence: str
    canonical: str
    rule: str


def blocks(text: str) -> Iterator[Block]:
    """The blocks of one file; of one that is not recorded yet, canonical, rule and place are empty."""
    construct = ""
    for paragraph in text.split("\n\n"):
        said: dict[str, str] = {}
        sentences: list[str] = []
        for line in filter(None, paragraph.splitlines()):
            if line.startswith("# "):
                construct = line[2:]
            elif line[:2] in ("= ", ": ", "^ "):
                said[line[0]] = line[2:]
            else:
                sentences.append(line)
        if sentences:
            yield Block(construct, tuple(sentences), said.get("=", ""), said.get(":", ""), said.get("^", ""))


def files() -> list[Path]:
    return sorted(HERE.glob("*.txt"))


def recorded() -> list[Block]:
    return [block for file in files() for block in blocks(file.read_text())]


def understood() -> list[Entry]:
    return [
        Entry(block.construct, sentence, block.canonical, block.rule)
        for block in recorded()
        if block.canonical
        for sentence in block.sentences
    ]


def refused() -> list[tuple[str, str]]:
    return [(sentence, block.refused_at) for block in recorded() if block.refused_at for sentence in block.sentences]


def as_json(rule: Rule) -> str:
    """The rule without what goes without saying, and read back by `rule_of`."""
    return json.dumps(_plain(rule), ensure_ascii=False)


def rule_of(text: str) -> Rule:
    return Rule.model_validate_json(text)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        said = {name: getattr(value, name) for name in fields}
        return {name: _plain(each) for name, each in said.items() if name == "kind" or each != fields[name].default}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def record() -> None:
    for file in files():
        file.write_text(_written(blocks(file.read_text())))


def _written(given: Iterator[Block]) -> str:
    """Sentences of one construct that are read alike stand together, in the order of their first."""
    together: dict[tuple[str, str], list[str]] = {}
    for block in given:
        for sentence in block.sentences:
            together.setdefault((block.construct, _recorded(sentence)), []).append(sentence)
    paragraphs: list[str] = []
    construct = ""
    for (name, said), sentences in together.items():
        title = [f"# {name}"] if name != construct else []
        paragraphs.append("\n".join([*title, *dict.fromkeys(sentences), said]))
        construct = name
    return "\n\n".join(paragraphs) + "\n"


def _recorded(sentence: str) -> str:
    try:
        rule = parse(sentence, WORDS)
    except NotUnderstood as why:
        return f"^ {sentence[why.pointer :]}"
    return f"= {render(rule)}\n: {as_json(rule)}"
