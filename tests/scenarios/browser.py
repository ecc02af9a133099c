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
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--virtual-time-budget=20000",
)  # fmt: skip

LOOK = """
const frame = document.querySelector('iframe'), page = frame.contentDocument, view = frame.contentWindow;
const said = one => one.tagName + ' ' + (one.textContent || '').trim().replace(/\\s+/g, ' ').slice(0, 60);
const root = page.documentElement, wide = root.clientWidth;
const scrolls = one => one.closest('.scroll') !== null && view.getComputedStyle(one.closest('.scroll')).overflowX !== 'visible';
const found = {scroll: root.scrollWidth, client: wide, cut: [], overlaps: [], texts: 0, height: root.scrollHeight};
for (const one of page.querySelectorAll('body *')) {
  if (one.closest('svg') && one.tagName !== 'svg') continue;
  const box = one.getBoundingClientRect();
  if (!scrolls(one) && (box.right > wide + 1 || box.left < -1)) found.cut.push(said(one));
  if (!one.classList.contains('scroll') && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && view.getComputedStyle(one).display !== 'inline')
    found.cut.push('inside ' + said(one));
}
const blocks = [...page.querySelectorAll('h1,h2,h3,p,li,dt,dd,caption,th,td,figcaption,svg,pre')]
  .filter(one => !one.querySelector('p,li,dt,dd,td,th,pre,svg')).map(one => [one, one.getBoundingClientRect()]);
for (let i = 0; i < blocks.length; i++) for (let j = i + 1; j < Math.min(blocks.length, i + 60); j++) {
  const [a, p] = blocks[i], [b, q] = blocks[j];
  if (a.contains(b) || b.contains(a)) continue;
  const across = Math.min(p.right, q.right) - Math.max(p.left, q.left), down = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
  if (across > 1 && down > 1) found.overlaps.push(said(a) + ' | ' + said(b));
}
for (const svg of page.querySelectorAll('svg')) {
  const edge = svg.getBoundingClientRect(), texts = [...svg.querySelectorAll('text')].map(one => [one, one.getBoundingClientRect()]);
  found.texts += texts.length;
  for (const [one, box] of texts) if (box.left < edge.left - 1 || box.right > edge.right + 1 || box.top < edge.top - 1 || box.bottom > edge.bottom + 1)
    found.cut.push('figure ' + svg.closest('figure').id + ': ' + said(one));
  for (let i = 0; i < texts.length; i++) for (let j = i + 1; j < texts.length; j++) {
    const [a, p] = texts[i], [b, q] = texts[j];
    const across = Math.min(p.right, q.right) - Math.max(p.left, q.left), down = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    const high = Math.min(p.height, q.height);
    if (across > 1.5 && down > 0.45 * high) found.overlaps.push(svg.closest('figure').id + ': ' + said(a) + ' | ' + said(b));
  }
}
const out = document.createElement('pre'); out.id = 'found'; out.textContent = JSON.stringify(found); document.body.append(out);
"""


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
