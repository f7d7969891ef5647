"""A real browser without a window, spoken to over a pipe: pictures, print, console and requests."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium-headless-shell", "chromium", "google-chrome", "chrome")


def find_browser() -> str | None:
    """The path of a browser that can be used, None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@dataclass
class Page:
    """A page in the browser. `said`: what its console and its security policy said."""

    wire: Any
    answers: Any
    session: str = ""
    number: int = 0
    said: list[str] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)
    loaded: bool = False

    def do(self, method: str, **words: Any) -> dict[str, Any]:
        """One command of the DevTools protocol, and its result."""
        self.number += 1
        message: dict[str, Any] = {"id": self.number, "method": method, "params": words}
        if self.session:
            message["sessionId"] = self.session
        self.wire.write(json.dumps(message).encode() + b"\0")
        self.wire.flush()
        while True:
            heard = self._hear()
            if heard.get("id") == self.number:
                assert "error" not in heard, heard
                result: dict[str, Any] = heard["result"]
                return result

    def open(self, path: Path) -> None:
        """Show a file, and wait until it is there."""
        self.loaded, self.said, self.asked_for = False, [], []
        self.do("Page.navigate", url=path.as_uri())
        while not self.loaded:
            self._hear()

    def look(self, width: int, scheme: str = "light", media: str = "screen") -> None:
        """What the person in front of it has: a width, light or dark, screen or paper."""
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        self.do("Emulation.setDeviceMetricsOverride", **metrics)
        wish = [{"name": "prefers-color-scheme", "value": scheme}]
        self.do("Emulation.setEmulatedMedia", media=media, features=wish)

    def value(self, expression: str) -> Any:
        """What JavaScript of the test's own says; the page itself has none."""
        done = self.do(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def picture(self) -> bytes:
        """The whole page as PNG."""
        data = self.do("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        return base64.b64decode(data["data"])

    def pdf(self) -> bytes:
        """The page as it prints, for somebody whose screen is dark, on the paper it asks for."""
        self.look(1400, "dark", media="print")
        data = self.do("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(data["data"])

    def _hear(self) -> dict[str, Any]:
        text = bytearray()
        while (byte := self.answers.read(1)) != b"\0":
            assert byte, "the browser has gone"
            text += byte
        heard: dict[str, Any] = json.loads(text)
        words = heard.get("params", {})
        match heard.get("method"):
            case "Page.loadEventFired":
                self.loaded = True
            case "Network.requestWillBeSent":
                self.asked_for.append(words["request"]["url"])
            case "Log.entryAdded":
                self.said.append(words["entry"]["text"])
            case "Runtime.consoleAPICalled" | "Runtime.exceptionThrown":
                self.said.append(json.dumps(words))
        return heard


@contextmanager
def a_page(home: Path) -> Iterator[Page]:
    """A browser with its own empty profile in `home`; it is ended afterwards."""
    browser = find_browser()
    assert browser is not None, "no browser: apt-get install chromium-headless-shell"
    to_read, to_write = os.pipe()
    from_read, from_write = os.pipe()
    words = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--no-first-run", "--disable-background-networking", f"--user-data-dir={home}",
        "--remote-debugging-pipe", "about:blank",
    ]  # fmt: skip

    def wire() -> None:  # the browser listens at 3 and answers at 4
        read, write = os.dup(to_read), os.dup(from_write)
        os.dup2(read, 3)
        os.dup2(write, 4)

    process = subprocess.Popen(
        words,
        preexec_fn=wire,
        pass_fds=(3, 4, to_read, from_write),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_read)
    os.close(from_write)
    with os.fdopen(to_write, "wb") as out, os.fdopen(from_read, "rb") as back:
        try:
            page = Page(out, back)
            target = page.do("Target.createTarget", url="about:blank")["targetId"]
            joined = page.do("Target.attachToTarget", targetId=target, flatten=True)
            page.session = joined["sessionId"]
            for domain in ("Page", "Network", "Log", "Runtime"):
                page.do(f"{domain}.enable")
            yield page
        finally:
            process.terminate()
            process.wait(20)
