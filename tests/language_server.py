"""A client of the real yaml-language-server: JSON-RPC over its standard input and output, as an editor speaks it."""

import json
import queue
import subprocess
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

WAIT = 30.0


class LanguageServer:
    """One server for one folder, with the settings of that folder; documents are opened from text."""

    def __init__(self, node: str, package: Path, root: Path, settings: dict[str, Any], locale: str) -> None:
        self._root, self._settings = root, settings
        self._process = subprocess.Popen(
            [node, str(package / "bin" / "yaml-language-server"), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=root,
        )
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._diagnostics: dict[str, queue.Queue[list[Any]]] = {}
        self._number = 0
        threading.Thread(target=self._listen, daemon=True).start()
        folder = {"uri": root.as_uri(), "name": root.name}
        markdown = ["markdown", "plaintext"]
        self.ask(
            "initialize",
            processId=None,
            locale=locale,
            rootUri=folder["uri"],
            workspaceFolders=[folder],
            capabilities={
                "workspace": {"configuration": True, "workspaceFolders": True},
                "textDocument": {
                    "hover": {"contentFormat": markdown},
                    "completion": {"completionItem": {"documentationFormat": markdown, "snippetSupport": True}},
                },
            },
        )
        self._tell("initialized")
        self._tell("workspace/didChangeConfiguration", settings={})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()

    def open(self, path: str, text: str) -> list[dict[str, Any]]:
        """The diagnostics of a document."""
        self.show(path, text)
        return self.diagnostics(path)

    def show(self, path: str, text: str) -> None:
        """Open a document, and do not wait for what the server says of it."""
        # a version never used before: the server keeps what it made of each
        self._number += 1
        document: dict[str, Any] = {"uri": self._uri(path), "languageId": "yaml", "version": self._number, "text": text}
        self._diagnostics[document["uri"]] = queue.Queue()
        self._tell("textDocument/didOpen", textDocument=document)

    def diagnostics(self, path: str) -> list[dict[str, Any]]:
        """What the server says next of a document."""
        return list(self._diagnostics[self._uri(path)].get(timeout=WAIT))

    def complete(self, path: str, line: int, column: int) -> dict[str, dict[str, Any]]:
        """What an open document offers at a place, counted from 0, by label."""
        found = self.ask("textDocument/completion", **self._place(path, line, column))
        return {item["label"]: item for item in found["items"]}

    def hover(self, path: str, line: int, column: int) -> str:
        """What an open document shows at a place, counted from 0."""
        found = self.ask("textDocument/hover", **self._place(path, line, column))
        return str(found["contents"]["value"]) if found else ""

    def ask(self, method: str, **params: Any) -> Any:
        """A request, and the result that comes back."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            answer = self._answers.get(timeout=WAIT)
            if answer["id"] == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def _place(self, path: str, line: int, column: int) -> dict[str, Any]:
        return {"textDocument": {"uri": self._uri(path)}, "position": {"line": line, "character": column}}

    def _uri(self, path: str) -> str:
        return (self._root / path).as_uri()

    def _tell(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        stream = self._process.stdout
        while header := stream.readline():
            length = int(header.split(b":")[1])
            while stream.readline() != b"\r\n":
                pass
            self._take(json.loads(stream.read(length)))

    def _take(self, message: dict[str, Any]) -> None:
        method = message.get("method")
        if method == "workspace/configuration":
            self._send({"id": message["id"], "result": [self._section(item) for item in message["params"]["items"]]})
        elif method == "textDocument/publishDiagnostics":
            if message["params"]["uri"] in self._diagnostics:
                self._diagnostics[message["params"]["uri"]].put(message["params"]["diagnostics"])
        elif method and "id" in message:
            self._send({"id": message["id"], "result": None})
        elif "id" in message:
            self._answers.put(message)

    def _section(self, item: dict[str, Any]) -> dict[str, Any]:
        """``yaml`` of ``{"yaml.validate": true, "yaml.schemaStore.enable": false}`` as VS Code hands it out."""
        prefix, found = item.get("section", "") + ".", {}
        for name, value in self._settings.items():
            if name.startswith(prefix):
                *outer, last = name.removeprefix(prefix).split(".")
                node: dict[str, Any] = found
                for part in outer:
                    node = node.setdefault(part, {})
                node[last] = value
        return found
