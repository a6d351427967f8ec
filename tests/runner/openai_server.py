"""A tiny server that speaks the chat-completions protocol over real HTTP, and answers what a test laid out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Fake:
    arguments: str = "{}"  # of the one tool call it answers with
    status: int = 200
    requests: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        called = {"id": "call_1", "type": "function", "function": {"name": "answer", "arguments": self.arguments}}
        message = {"role": "assistant", "content": None, "tool_calls": [called]}
        usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
        choice = {"index": 0, "finish_reason": "tool_calls", "message": message}
        return {
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": asked["model"],
            "choices": [choice], "usage": usage,
        }  # fmt: skip


@contextmanager
def serving(**laid_out: Any) -> Iterator[Fake]:
    fake = Fake(**laid_out)

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.requests.append({"path": self.path, "key": self.headers.get("Authorization"), **asked})
            body = json.dumps(fake.answer(asked) if fake.status == 200 else {"error": {"message": "busy"}}).encode()
            self.send_response(fake.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    fake.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
