"""A page in headless Chromium: what of it is cut off, what overlaps, and pictures of it.

The page stands in a frame as wide as a screen or a sheet; a script of the test's own looks at it and writes what it
finds into the document, which Chromium prints.
"""

import html
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

BROWSER = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
WIDTHS = {"desktop": 1280, "phone": 390, "paper": 688}
"""Of a frame, in pixels of CSS; that of paper is A4 less its margins, 182 mm."""

OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
    "--virtual-time-budget=20000",
)  # fmt: skip

LOOK = Path(__file__).with_name("look.js").read_text(encoding="utf-8")


def framed(page: str, width: int, height: int, paper: bool = False, script: str = "") -> str:
    """Return a document that shows a page in a frame; on paper its rules for print hold."""
    if paper:
        page = page.replace("@media print", "@media all")
    frame = f'<iframe style="border:0" width="{width}" height="{height}" srcdoc="{html.escape(page)}"></iframe>'
    run = (
        f"<script>document.querySelector('iframe').addEventListener('load', () => {{{script}}});</script>"
        if script
        else ""
    )
    return f'<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">{frame}{run}</body>'


def _ran(document: str, *options: str, env: dict[str, str] | None = None) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(document, encoding="utf-8")
        command = [BROWSER, *OPTIONS, f"--user-data-dir={folder}/profile", *options, path.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True, env=env)
    return done.stdout


def looked_at(page: str, width: int, paper: bool = False, env: dict[str, str] | None = None) -> dict[str, Any]:
    """Return what is wrong with a page at a width: what is cut off, and what overlaps."""
    shown = _ran(framed(page, width, 900, paper, LOOK), "--dump-dom", env=env)
    found = re.search(r'<pre id="found">(.*?)</pre>', shown, re.DOTALL)
    assert found is not None, shown[-500:]
    return dict(json.loads(html.unescape(found[1])))


def picture(
    page: str, path: Path, width: int, height: int, paper: bool = False, env: dict[str, str] | None = None
) -> None:
    """Take a picture of a page."""
    _ran(framed(page, width, height, paper), f"--screenshot={path}", f"--window-size={width},{height}", env=env)


def printed(page: str, path: Path, env: dict[str, str] | None = None) -> None:
    """Print a page to a PDF."""
    _ran(page, "--no-pdf-header-footer", f"--print-to-pdf={path}", env=env)
