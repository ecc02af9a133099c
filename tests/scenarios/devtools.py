"""A page in headless Chromium that answers: opened, asked, clicked and photographed over the DevTools protocol."""

import base64
import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.scenarios.chromium import BROWSER, OPTIONS

PATIENCE_SECONDS = 20.0
ALWAYS_ON = tuple(option for option in OPTIONS if not option.startswith("--virtual-time-budget"))
"""A page that talks to a server needs time as it passes."""


class Page:
    """The only tab of a browser.

    Parameters
    ----------
    socket
        A connection to it, of ``websockets``.
    """

    def __init__(self, socket: Any) -> None:
        self.socket, self.asked = socket, 0

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return what the browser answers to a command of the protocol."""
        self.asked += 1
        self.socket.send(json.dumps({"id": self.asked, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv(timeout=PATIENCE_SECONDS))
            if answer.get("id") == self.asked:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def ask(self, script: str) -> Any:
        """Return the value of an expression of JavaScript in the page; None while the page has no body yet."""
        found = self.call(
            "Runtime.evaluate", expression=f"document.body === null ? null : {script}", returnByValue=True
        )
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def wait(self, script: str) -> Any:
        """Return the value of an expression as soon as it is true."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            if value := self.ask(script):
                return value
            time.sleep(0.1)
        raise AssertionError(f"never true: {script}; the page says {self.ask('document.body.innerText')!r}")

    def click(self, script: str) -> None:
        """Click into the middle of the element that an expression gives, as a mouse does."""
        self.wait(f"!!({script})")
        x, y = self.ask(
            f"(() => {{ const one = {script}; one.scrollIntoView({{block: 'center'}});"
            " const box = one.getBoundingClientRect();"
            " return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def resize(self, width: int, height: int) -> None:
        """Show the page in a window of a size, in pixels of CSS."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def picture(self, path: Path) -> None:
        """Take a picture of what is seen."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))


@contextmanager
def opened(address: str, width: int = 1280, height: int = 900) -> Iterator[Page]:
    """Open a page in a browser of its own, and close that at the end."""
    from websockets.sync.client import connect

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [BROWSER, *ALWAYS_ON, "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"]
        browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            with connect(_tab(Path(profile)), max_size=None) as socket:
                page = Page(socket)
                page.resize(width, height)
                page.call("Page.navigate", url=address)
                yield page
        finally:
            browser.terminate()
            browser.wait(timeout=PATIENCE_SECONDS)


def _tab(profile: Path) -> str:
    """Return the address of the tab's socket, once the browser has written the port that it took."""
    from urllib.request import urlopen

    said, end = profile / "DevToolsActivePort", time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if said.exists() and said.read_text(encoding="utf-8").strip():
            port = said.read_text(encoding="utf-8").split()[0]
            tabs = json.load(urlopen(f"http://127.0.0.1:{port}/json"))
            if pages := [tab for tab in tabs if tab["type"] == "page"]:
                return str(pages[0]["webSocketDebuggerUrl"])
        time.sleep(0.1)
    raise AssertionError("the browser did not start")
