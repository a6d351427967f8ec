"""House rules that no linter knows."""

import ast
import re

import pytest

from tests.architecture.source import ROOT, functions, modules

LONGEST = 250
LONGER = {
    "apps/connectors/contract.py",  # every value between tool plane and spine, to be read in one place
    "apps/audit/verify_evidence.py",  # handed out as one file, which needs no other
}
STATE_WRITERS = {"apps/actions/states.py", "apps/actions/claim.py", "apps/actions/models.py"}
WRITES_STATE = re.compile(r"UPDATE\s+actions_action\b(?:(?!WHERE).)*\bstate\s*=", re.DOTALL | re.IGNORECASE)


@pytest.mark.parametrize("name", modules())
def test_no_file_is_too_long_to_be_read_at_once(name: str) -> None:
    lines = len((ROOT / name).read_text().splitlines())
    assert lines <= LONGEST or name in LONGER, f"{name} has {lines} lines"


@pytest.mark.parametrize("name", modules())
def test_nothing_is_imported_inside_a_function(name: str) -> None:
    inside = [
        node.lineno
        for function in functions(modules()[name])
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not inside, f"{name} imports inside a function in lines {inside}"


def test_only_one_door_writes_an_actions_state() -> None:
    writers = {name for name, tree in modules().items() if name.startswith("apps/") and _writes_state(name, tree)}
    assert writers <= STATE_WRITERS


def test_the_rule_about_states_sees_both_ways_of_writing_one() -> None:
    assert _writes_state("apps/actions/x.py", ast.parse('execute("UPDATE actions_action SET state = %s WHERE id = 1")'))
    assert _writes_state("apps/actions/x.py", ast.parse("action.state = State.DONE"))
    assert not _writes_state(
        "apps/actions/x.py", ast.parse('execute("UPDATE actions_action SET why = 1 WHERE state = 2")')
    )


def _writes_state(name: str, tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and WRITES_STATE.search(node.value):
            return True
        if name.startswith("apps/actions/") and isinstance(node, ast.Assign):
            assigned = [target for target in node.targets if isinstance(target, ast.Attribute)]
            if any(target.attr == "state" for target in assigned):
                return True
    return False


def test_every_post_is_asked_for_by_its_view() -> None:
    """A function that reads what was posted is a view that says so, or is called by one in the same file."""
    for name, tree in modules().items():
        views = [one for one in functions(tree) if _takes_request(one) and not one.name.startswith("_")]
        for view in views:
            if "request.POST" in ast.unparse(view):
                assert _guards(view), f"{name}: {view.name} reads a POST without require_POST or require_http_methods"


def _takes_request(function: ast.FunctionDef) -> bool:
    first = function.args.args[:1]
    return bool(first) and first[0].arg == "request"


def _guards(function: ast.FunctionDef) -> bool:
    return any("require_" in ast.unparse(one) or "api_view" in ast.unparse(one) for one in function.decorator_list)
