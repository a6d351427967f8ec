"""The supervisor's parts: what stops a start is said in one sentence, what dies is started again, what is left is ended."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from apps.console.supervisor import children, obstacles, record, sandbox
from apps.console.supervisor.children import Child
from apps.console.supervisor.obstacles import Obstacle

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)",
]


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Callable[[list[str]], Child]]:
    made: list[Child] = []

    def start(command: list[str]) -> Child:
        one = Child("one", command, tmp_path / "logs" / "one.log")
        one.start()
        made.append(one)
        return one

    yield start
    children.stop(made, within=0)


def until(holds: Callable[[], object], within: float = 10) -> bool:
    deadline = time.monotonic() + within
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(holds())


def test_a_busy_port_is_said() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1]
        with pytest.raises(
            Obstacle, match=f"^Port {number} is taken by another program; choose another one with --port.$"
        ):
            obstacles.port(number)
    obstacles.port(number)


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    obstacles.disk(tmp_path)
    full = shutil.disk_usage(tmp_path)._replace(free=3 * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    with pytest.raises(Obstacle, match=r"The disk is nearly full: .* has 3 MB left"):
        obstacles.disk(tmp_path)


def test_a_database_that_does_not_answer_is_said_without_its_password() -> None:
    with pytest.raises(Obstacle, match=r"DATABASE_URL names \(127.0.0.1:1/x\) cannot be reached: .*refused") as said:
        obstacles.database("postgresql://me:geheim@127.0.0.1:1/x", "DATABASE_URL")
    assert "geheim" not in str(said.value)
    assert "\n" not in str(said.value)


def test_up_says_one_sentence_and_exits_with_one(tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if "DATABASE" not in name}
    found = subprocess.run(
        [sys.executable, "manage.py", "up", "--port", "8931"],
        env={**bare, "DATABASE_URL": "postgresql://me:x@127.0.0.1:1/x", "COUNTERSIGN_DATA_DIR": str(tmp_path)},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert found.returncode == 1
    assert found.stderr.startswith("The database that DATABASE_URL names")
    assert len(found.stderr.splitlines()) == 1
    assert found.stdout == ""


def test_there_is_one_supervisor(tmp_path: Path) -> None:
    with (
        record.only_one(tmp_path, 8000),
        pytest.raises(Obstacle, match=f"process {os.getpid()}, http://127.0.0.1:8000/"),
    ):
        record.only_one(tmp_path, 8001)
    record.only_one(tmp_path, 8001).close()


def test_what_dies_is_due_again_after_a_pause_that_doubles(child: Callable[[list[str]], Child]) -> None:
    one = child([sys.executable, "-c", "raise SystemExit(3)"])
    codes = []
    for _ in range(2):
        assert until(lambda: one.process and one.process.poll() is not None)
        codes.append(one.fell())
        assert not one.due()
        one.start()
    assert codes == [3, 3]
    assert one.wait == children.BACKOFF_S * 4


def test_what_does_not_end_when_asked_is_ended(child: Callable[[list[str]], Child]) -> None:
    one, other = child(DEAF), child(SLEEP)
    assert until(one.log.read_text)
    children.stop([one, other], within=0.3)
    assert one.pid is None
    assert other.pid is None


def test_a_child_ends_with_its_supervisor(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from apps.console.supervisor.children import Child\n"
        f"one = Child('one', {SLEEP!r}, Path({str(tmp_path)!r}) / 'log'); one.start(); print(one.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    assert until(lambda: not record.alive(pid))


def test_what_a_killed_supervisor_left_is_ended(tmp_path: Path) -> None:
    left = subprocess.Popen(SLEEP, start_new_session=True)
    record.write(tmp_path, {"worker": left.pid})
    assert record.end_leftovers(tmp_path) == ["worker"]
    assert left.wait(5) == -signal.SIGTERM
    assert record.end_leftovers(tmp_path) == []


def test_a_number_that_was_given_to_another_process_is_left_alone(tmp_path: Path) -> None:
    other = subprocess.Popen(SLEEP, start_new_session=True)
    (tmp_path / "processes.json").write_text(json.dumps({"worker": [other.pid, "1"]}))
    assert record.end_leftovers(tmp_path) == []
    assert other.poll() is None
    other.kill()
    other.wait()


def test_the_sandbox_keeps_its_ports_and_gives_up_one_that_was_taken(tmp_path: Path) -> None:
    first = sandbox.ports(tmp_path, busy=lambda _: False)
    assert sandbox.ports(tmp_path, busy=lambda _: False) == first
    moved = sandbox.ports(tmp_path, busy=lambda port: port == first.mail)
    assert (moved.stripe, moved.mail_http) == (first.stripe, first.mail_http)
    assert moved.mail != first.mail
