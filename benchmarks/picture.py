"""Take the picture of a page that README.md shows.

    python benchmarks/picture.py output/csto-2018.html output/csto-2018.png

Needs Playwright (in the development tools) and Chromium on the path.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SIZE = {"width": 1440, "height": 900}
SETTLED_MS = 1500
"""The page fits itself into the window and fades in."""


def main(page: Path, picture: Path) -> None:
    """Open the page and write what the window shows."""
    path = next(found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name)))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_context(viewport=SIZE, reduced_motion="reduce").new_page()  # type: ignore[arg-type]  # a plain dict
        tab.goto(page.resolve().as_uri())
        tab.wait_for_timeout(SETTLED_MS)
        tab.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
