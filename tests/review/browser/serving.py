"""A desk served in a process of its own, and browsers that visit it."""

import queue
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).parents[3]
PROGRAM = "from pipeline import main; main()"
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  refused.push(event.violatedDirective + " " + event.blockedURI));
"""
PATIENCE = 30_000  # milliseconds: a busy machine


class Desk:
    """A desk being served; ``door()`` is an address with a token that nobody has used."""

    def __init__(self, output):
        self.output = output
        command = [sys.executable, "-c", PROGRAM, "review", "-o", str(output), "--port", "0", "--as", "สมใจ"]
        self._process = subprocess.Popen(
            [*command, "--lang", "th"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._lines = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self._process.stdout:
            self._lines.put(line.strip())

    def door(self):
        return self._lines.get(timeout=60)

    def close(self):
        self._process.terminate()
        self._process.wait(20)


class Visits:
    """Opens browsers at desks and keeps what went wrong in them."""

    def __init__(self, browser):
        self._browser = browser
        self._contexts = []
        self.wrong = []

    def enter(self, desk, width=1280, height=900, **options):
        """A page of a new browser (its own cookies) that came in by the token."""
        context = self._browser.new_context(
            viewport={"width": width, "height": height}, locale="th-TH", **options
        )
        self._contexts.append(context)
        context.add_init_script(WATCH)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        door = desk.door()
        home = door.split("/enter")[0]
        page.on("request", lambda request: self._look(request.url, home))
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        page.goto(door)
        page.home = home
        return page

    def _look(self, url, home):
        if not url.startswith((home + "/", "data:", "blob:")):
            self.wrong.append(f"outside request: {url}")

    def clean(self, page):
        """Nothing was refused by the policy, nothing asked for outside, no script failed; forgets it then."""
        refused = page.evaluate("window.refused")
        wrong, self.wrong = [*self.wrong, *refused], []
        return wrong == [] or wrong

    def close(self):
        for context in self._contexts:
            context.close()
