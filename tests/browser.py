"""Headless Chromium driven over the WebDriver protocol (W3C), with nothing but the library."""

import base64
import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--hide-scrollbars", "--force-device-scale-factor=1"),
)


def missing() -> str:
    """Return why there is no browser to test with, or nothing if there is one."""
    for name in ("chromium", "chromedriver"):
        if not shutil.which(name):
            return f"no {name} here (Debian: apt-get install chromium chromium-driver)"
    return ""


class Browser:
    """One window of Chromium."""

    def __init__(self, address: str, folder: Path, *, lang: str, size: tuple[int, int]) -> None:
        options = {
            "binary": shutil.which("chromium"),
            "args": [
                *FLAGS,
                f"--user-data-dir={folder}",
                f"--lang={lang}",
                f"--accept-lang={lang}",
                f"--window-size={size[0]},{size[1]}",
            ],
        }
        wanted = {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }
        self.address = f"{address}/session"
        session = self._send("POST", "", {"capabilities": {"alwaysMatch": wanted}})
        self.address += f"/{session['sessionId']}"

    def _send(self, method: str, path: str, body: dict | None = None):
        request = urllib.request.Request(
            self.address + path,
            method=method,
            data=None if body is None else json.dumps(body).encode("utf-8"),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"]) from None

    def open(self, path: Path, hash: str = "") -> None:
        """Open a file, from scratch even if it is open already; forget what was logged before."""
        self._send("POST", "/url", {"url": "about:blank"})
        for kind in ("browser", "performance"):
            self.log(kind)
        self._send("POST", "/url", {"url": path.as_uri() + hash})

    def run(self, script: str, *arguments):
        """Run the body of a function and return its value."""
        return self._send("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def click(self, selector: str) -> None:
        """Click with the mouse on the middle of the first element that is shown."""
        found = self.run(
            "return [...document.querySelectorAll(arguments[0])].find(e => e.checkVisibility())",
            selector,
        )
        assert found, f"nothing to click: {selector}"
        self._send("POST", f"/element/{found[ELEMENT]}/click", {})

    def press(self, *keys: str) -> None:
        """Press keys one after the other, wherever the focus is."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        keyboard = {"type": "key", "id": "keyboard", "actions": actions}
        self._send("POST", "/actions", {"actions": [keyboard]})

    def log(self, kind: str) -> list[dict]:
        """Return what was logged since the last call: ``browser`` or ``performance``."""
        return self._send("POST", "/se/log", {"type": kind})

    def devtools(self, command: str, **parameters):
        """Send a command of the DevTools protocol."""
        return self._send("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def picture(self, path: Path) -> None:
        """Save what the window shows as PNG."""
        path.write_bytes(base64.b64decode(self._send("GET", "/screenshot")))

    def close(self) -> None:
        self._send("DELETE", "")


@contextmanager
def browser(
    folder: Path, *, lang: str = "en-US", size: tuple[int, int] = (1440, 900)
) -> Iterator[Browser]:
    """Start Chromium with its own empty profile in ``folder``; stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    driver = subprocess.Popen(
        [shutil.which("chromedriver"), f"--port={port}", "--log-level=OFF"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, driver)
        window = Browser(address, folder, lang=lang, size=size)
        try:
            yield window
        finally:
            window.close()
    finally:
        driver.terminate()
        driver.wait(timeout=20)


def _wait(address: str, driver: subprocess.Popen) -> None:
    end = time.monotonic() + 30
    while driver.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/status", timeout=5) as answer:
                if json.load(answer)["value"]["ready"]:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("chromedriver does not answer")
