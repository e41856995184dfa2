"""A real server and a real browser: `isnad serve` in a process of its own, Debian's Chromium driven by selenium."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from conftest import PASSPHRASE as OF_THE_ARCHIVE

AXE = Path(__file__).parent / "site" / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUIET = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage")  # fmt: skip


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The address of a site that is served while the block lasts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "ISNAD_DATA": str(data), "ISNAD_PASSPHRASE": OF_THE_ARCHIVE}
    command = [sys.executable, "-m", "isnad", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert _answers(f"http://127.0.0.1:{port}/en/enter"), process.poll()
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            assert process.wait(20) == 0


def _answers(address: str) -> bool:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.1)
    return False


class Browser:
    """One window of Chromium."""

    def __init__(self, profile: Path) -> None:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for each in (*QUIET, f"--user-data-dir={profile}"):
            options.add_argument(each)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))

    def look(self, width: int, scheme: str = "light") -> None:
        """The window's width in pixels, and light or dark."""
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 700}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        feature = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", feature)

    def sign_in(self, site: str, name: str, passphrase: str) -> None:
        """Fills the form as a person would."""
        self.driver.get(f"{site}/en/enter")
        self.driver.find_element("id", "name").send_keys(name)
        self.driver.find_element("id", "passphrase").send_keys(passphrase)
        self.driver.find_element("css selector", "form.form button").click()
        self.driver.implicitly_wait(20)
        self.driver.find_element("css selector", "form.person")
        self.driver.implicitly_wait(0)

    def complaints(self) -> dict[str, list[str]]:
        """What axe finds wrong, and what it cannot decide."""
        self.driver.execute_script(AXE.read_text("utf-8"))
        found: dict[str, Any] = self.driver.execute_async_script(
            f"const done = arguments[0]; axe.run(document, {{runOnly: {json.dumps(RULES)}}}).then(done)"
        )
        return {
            kind: [f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
                   for each in found[kind] for node in each["nodes"]]
            for kind in ("violations", "incomplete")
        }  # fmt: skip

    def asked_for(self) -> list[str]:
        """Every address that was asked for since the last time."""
        messages = (json.loads(each["message"])["message"] for each in self.driver.get_log("performance"))
        return [each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"]

    def whole_page(self, to: Path) -> None:
        """A picture of all of the page."""
        import base64

        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
        to.write_bytes(base64.b64decode(shot["data"]))


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    """Chromium, where it is installed."""
    pytest.importorskip("selenium")
    if not shutil.which("chromium") or not shutil.which("chromedriver"):
        pytest.skip("Chromium and its driver are not here")
    window = Browser(tmp_path / "profile")
    yield window
    window.driver.quit()
