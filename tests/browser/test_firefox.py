"""Show that Firefox draws the page too: its own headless picture of it is looked at in Chromium."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsgraph.view import ViewGraph

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

LIMIT_S = 120
COUNT_COLORS = """async (source) => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width;
  canvas.height = image.height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(image, 0, 0);
  const data = context.getImageData(260, 80, 780, 780).data, counts = {};
  for (let i = 0; i < data.length; i += 4) {
    const color = "#" + [0, 1, 2].map((n) => data[i + n].toString(16).padStart(2, "0")).join("");
    counts[color] = (counts[color] || 0) + 1;
  }
  return counts;
}"""


def firefox() -> str:
    """Return the path of a Firefox, or ""."""
    return os.environ.get("NEWSGRAPH_FIREFOX", "") or next((path for name in ("firefox-esr", "firefox") if (path := shutil.which(name))), "")


def test_firefox_draws_things_of_every_kind(browser: Browser, sample_page: str, sample: ViewGraph, tmp_path: Path) -> None:
    if not firefox():
        pytest.skip("no Firefox found: apt-get install firefox-esr, or set NEWSGRAPH_FIREFOX")
    target, picture, profile = tmp_path / "page.html", tmp_path / "page.png", tmp_path / "profile"
    target.write_text(sample_page, encoding="utf-8")
    profile.mkdir()
    command = [firefox(), "--headless", "--profile", str(profile), "--window-size=1440,900", "--screenshot", str(picture), target.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=LIMIT_S, env={**os.environ, "HOME": str(tmp_path)})
    tab = browser.new_page()
    counts = tab.evaluate(COUNT_COLORS, "data:image/png;base64," + base64.b64encode(picture.read_bytes()).decode())
    tab.close()
    for kind in sample.kinds.values():
        assert counts.get(kind.color, 0) > 5, kind.label
