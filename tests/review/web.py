"""A desk to test with: an archive with made reports, a client that came in by the token."""

import re
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # starlette would rather have httpx2
    from starlette.testclient import TestClient

from oversight.review.app import create_app
from oversight.review.settings import Settings

PORT = 8765
ORIGIN = f"http://127.0.0.1:{PORT}"


class Visitor:
    """One browser: it keeps cookies, sends its Origin, and fills forms as the page gave them."""

    def __init__(self, app, origin=ORIGIN):
        self.app = app
        self.http = TestClient(app, base_url=ORIGIN, follow_redirects=False)
        self.origin = origin
        self.csrf = ""

    def enter(self, token):
        answer = self.http.get("/enter", params={"token": token})
        if answer.status_code == 303:
            self.csrf = re.search(r'name="csrf" value="([^"]+)"', self.get("/").text)[1]
        return answer

    def login(self, name, password):
        answer = self.post("/login", name=name, password=password)
        if answer.status_code == 303:
            self.csrf = re.search(r'name="csrf" value="([^"]+)"', self.get("/").text)[1]
        return answer

    def get(self, path, **more):
        return self.http.get(path, **more)

    def post(self, path, **form):
        headers = {"Origin": self.origin} if self.origin else {}
        return self.http.post(path, data={"csrf": self.csrf, **form}, headers=headers)

    def follow(self, answer):
        assert answer.status_code == 303, answer.text
        return self.get(answer.headers["location"])


def make_desk(archive, output, **more):
    """The application and the list of tokens it tells."""
    tokens = []
    settings = Settings(archive="", output=output, port=PORT, author="สมใจ", **more)
    app = create_app(settings, archive, tokens.append)
    app.sessions.offer()
    return app, tokens


def form_of(page, action):
    """The hidden fields of the form that posts to ``action``."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert found, action
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found[0]))
