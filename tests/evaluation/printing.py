"""A headless Chromium that prints a page to PDF and measures what hangs over its edge; nothing of the network."""

import re
import shutil
import subprocess
from pathlib import Path

_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--no-pdf-header-footer",
)


def browser() -> str | None:
    """The Chromium of this machine, if it has one."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome", "chrome"))
    return next((one for one in found if one), None)


def pages(html: str, size: str, folder: Path) -> int:
    """How many pages the page fills when it is printed on paper of that size (`A4`, `Letter`)."""
    page, pdf = folder / "page.html", folder / "page.pdf"
    page.write_text(html.replace("@page {", f"@page {{ size: {size};"), encoding="utf-8")
    _run(folder, f"--print-to-pdf={pdf}", page.as_uri())
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))


def overhang(html: str, width: int, folder: Path) -> int:
    """By how many pixels something hangs over the right edge of a window of that width."""
    page = folder / "wide.html"
    measure = (
        "<script>document.title = 'over ' + Math.max(0, document.documentElement.scrollWidth"
        " - document.documentElement.clientWidth)</script></body>"
    )
    # The page forbids scripts; the one that measures it is let in for this look alone.
    opened = re.sub(r"<meta http-equiv[^>]*>", "", html).replace("</body>", measure)
    page.write_text(opened, encoding="utf-8")
    shown = _run(folder, f"--window-size={width},1000", "--dump-dom", page.as_uri())
    found = re.search(r"<title>over (\d+)</title>", shown)
    assert found is not None, "the page was not shown"
    return int(found[1])


def _run(folder: Path, *words: str) -> str:
    found = browser()
    assert found is not None
    call = [found, *_QUIET, f"--user-data-dir={folder / 'profile'}", *words]
    done = subprocess.run(call, check=True, capture_output=True, timeout=120, text=True)  # noqa: S603 - our own words
    return done.stdout
