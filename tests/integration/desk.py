"""A running service with editors: a made-up region, a token, and a client that is logged in.

`Editor` does what a browser does: it keeps the cookie, and sends back the secret of each form.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.integration.served import Region, run

TEXT = """Visie op Beekdam

Beekdam, 3 mei 2031

1 Wonen

In Beekdam komen tot 2035 minstens 300 woningen. De gemeente Beekdam maakt een
Programma Warme Buurten en schrijft een klimaatvisie van Beekdam.
"""
PATIENCE_S = 90.0


def make_token(region: Region, data: Path, role: str = "editor") -> str:
    """A token made by the command line."""
    done = run(region, "token", "create", "--role", role, "--data", data)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


@dataclass
class Editor:
    """Somebody at a browser without script."""

    site: httpx.Client
    secret: str = ""

    def log_in(self, token: str) -> httpx.Response:
        """Log in, and remember the secret of the forms."""
        answer = self.post("/redactie/inloggen", token=token)
        found = re.search(r'name="formulier" value="([^"]+)"', answer.text)
        self.secret = found[1] if found else ""
        return answer

    def get(self, path: str) -> httpx.Response:
        """Open a page."""
        return self.site.get(path, follow_redirects=True)

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Send a form."""
        form = {"formulier": self.secret, **fields}
        return self.site.post(path, data=form, follow_redirects=True)

    def send(self, content: bytes, name: str = "visie.txt", **fields: str) -> httpx.Response:
        """Send the form to add a document; gives the page that follows."""
        return self.site.post(
            "/redactie/toevoegen",
            data={"formulier": self.secret, **fields},
            files={"file": (name, content)},
            follow_redirects=True,
        )

    def wait(self, task: httpx.Response) -> str:
        """The page of a task when it is over and, if it made a release, that is served."""
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            if self.site.get(f"{task.url.path}/stand").headers["x-klaar"] == "1":
                return self.site.get(task.url.path).text
            time.sleep(0.2)
        raise AssertionError("the task takes too long")


def problems(page: str) -> list[str]:
    """The fields that a page says are wrong."""
    return re.findall(r'class="wrong" id="([a-z_]+)-error"', page)


def release_of(site: httpx.Client) -> str:
    """The name of the release that is served."""
    return str(site.get("/api/release").json()["name"])
