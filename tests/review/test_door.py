"""Who comes in and what is refused: tokens, users, foreign sites and names, floods, hostile text."""

import pytest
from archive_samples import sha
from web import ORIGIN, Visitor, form_of, make_desk

from oversight.archive import users

ID = sha("a.pdf")[:16]
DESK = f"/documents/{ID}/pages/1"
RECORD = f"{ID}-1-1-1"
FORM = "application/x-www-form-urlencoded"
PATHS = (
    "/",
    "/documents",
    DESK,
    "/audit",
    "/audit.csv",
    "/export/records.csv",
    "/static/desk.css",
    "/openapi.json",
)


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_served_without_the_token(desk, path):
    app, _ = desk
    answer = Visitor(app).get(path)

    assert answer.status_code == 401
    assert "prongsai review" in answer.text
    assert "หนองช้างแล่น" not in answer.text


def test_a_token_opens_one_browser_and_the_next_is_offered(desk):
    app, tokens = desk
    first, second = Visitor(app), Visitor(app)

    assert first.enter(tokens[0]).status_code == 303
    assert second.enter(tokens[0]).status_code == 401
    assert second.enter("wrong").status_code == 401
    assert len(tokens) == 2
    assert second.enter(tokens[1]).status_code == 303
    cookie = first.http.cookies.jar._cookies["127.0.0.1"]["/"]["prongsai-8765"]
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite").lower() == "strict"


@pytest.mark.parametrize("path", ("/", "/documents", DESK, "/nowhere", "/static/desk.css"))
def test_every_answer_carries_the_policy(visitor, path):
    headers = visitor.get(path).headers

    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"  # no-referrer makes own forms say Origin: null
    assert headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize("path", ("/", "/documents", DESK, "/findings", "/audit", "/export", "/provinces"))
def test_pages_hold_no_inline_script_or_style(visitor, path):
    import re

    page = visitor.get(path).text

    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page)


def approve(visitor, **more):
    form = form_of(visitor.get(f"{DESK}?record={RECORD}").text, f"/records/{RECORD}/approve")
    return visitor.post(f"/records/{RECORD}/approve", **{**form, **more})


def test_a_form_needs_its_token_and_the_desks_own_origin(visitor):
    assert approve(visitor, csrf="x").status_code == 403
    for origin in ("http://evil.example", "null", "", "http://127.0.0.1:9999"):
        visitor.origin = origin
        assert approve(visitor).status_code == 403, origin
    visitor.origin = ORIGIN
    assert approve(visitor).status_code == 303


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1:80", ""])
def test_a_foreign_name_for_this_machine_is_refused(visitor, host):
    assert visitor.get("/", headers={"Host": host}).status_code == 421


def test_floods_are_refused(visitor):
    assert approve(visitor, note="x" * 300_000).status_code == 413
    assert approve(visitor, note="x" * 2000).status_code == 422
    assert visitor.get("/documents?q=" + "x" * 9000).status_code == 414

    def endless():
        for _ in range(100):
            yield b"x" * 10_000

    sent = visitor.http.post("/language", content=endless(), headers={"Origin": ORIGIN, "Content-Type": FORM})
    assert sent.status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/archive/store.py",
        "/documents/..%2f..%2fetc%2fpasswd",
        f"/documents/{ID}/pages/..%2f1/image.webp",
        "/documents/%00",
        "/documents?q=%00",
        "/export/..%2farchive.db",
        "/export/archive.db",
    ],
)
def test_no_path_leads_out(visitor, path):
    answer = visitor.get(path)

    assert answer.status_code in (400, 404, 422)
    assert "SQLAlchemy" not in answer.text


@pytest.mark.parametrize(
    "path", ["/documents/0123456789abcdef", f"/documents/{ID}/pages/9", "/agencies/x", "/nowhere"]
)
def test_what_is_not_there_is_told_with_a_way_on(visitor, path):
    answer = visitor.get(path)

    assert answer.status_code == 404
    assert 'href="/documents"' in answer.text


def test_text_with_script_is_shown_as_text(visitor):
    hostile = '</textarea><script>alert(1)</script>" onmouseover="x'
    page = visitor.get(f"{DESK}?record={RECORD}").text
    form = form_of(page, f"/records/{RECORD}/correct")
    field = form["field"]
    sent = visitor.post(f"/records/{RECORD}/correct", **form, text=hostile, note="<img src=x onerror=1>")

    for shown in (
        visitor.follow(sent).text,
        visitor.get("/audit").text,
        visitor.get(f"/documents?q={hostile}").text,
    ):
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
    assert field
    assert "&lt;script&gt;alert" in visitor.get("/audit").text


def test_language_is_chosen_and_only_leads_back_inside(visitor):
    assert 'lang="th"' in visitor.get("/").text
    for back in ("//evil.example/", "https://evil.example", "/\\evil.example", "evil"):
        assert visitor.post("/language", to="en", back=back).headers["location"] == "/"
    assert visitor.post("/language", to="en", back="/audit").headers["location"] == "/audit"
    assert '<html lang="en">' in visitor.get("/").text
    assert "Overview" in visitor.get("/").text


def with_users(filled, tmp_path):
    with filled.writing() as connection:
        for name, role in (("ดู", "reader"), ("ตรวจ", "reviewer"), ("ผู้ดูแล", "admin")):
            users.add(connection, name, role, f"รหัสผ่านของ{name}", "ผู้ดูแล")
    return make_desk(filled, tmp_path / "out", login=True)


def test_users_come_in_by_password_and_do_what_their_role_may(filled, tmp_path):
    app, tokens = with_users(filled, tmp_path)
    reader, reviewer = Visitor(app), Visitor(app)

    assert reader.enter(tokens[-1]).status_code == 401
    assert reader.get("/documents").status_code == 401
    assert reader.login("ดู", "wrong password").status_code == 401
    assert reader.login("ดู", "รหัสผ่านของดู").status_code == 303
    assert reviewer.login("ตรวจ", "รหัสผ่านของตรวจ").status_code == 303
    page = reader.get(f"{DESK}?record={RECORD}").text
    assert f"/records/{RECORD}/approve" not in page
    form = form_of(reviewer.get(f"{DESK}?record={RECORD}").text, f"/records/{RECORD}/approve")
    assert reader.post(f"/records/{RECORD}/approve", **{**form, "csrf": reader.csrf}).status_code == 403
    assert reviewer.post(f"/records/{RECORD}/approve", **form).status_code == 303
    assert "ตรวจ" in reviewer.get("/audit").text


def test_a_user_taken_out_is_out_at_once(filled, tmp_path):
    app, _ = with_users(filled, tmp_path)
    reviewer = Visitor(app)
    reviewer.login("ตรวจ", "รหัสผ่านของตรวจ")
    with filled.writing() as connection:
        users.remove(connection, "ตรวจ", "ผู้ดูแล")

    assert reviewer.get("/").status_code == 401


def test_passwords_cannot_be_guessed_fast(filled, tmp_path):
    app, _ = with_users(filled, tmp_path)
    guesser = Visitor(app)

    tries = [guesser.login("ดู", f"guess {n} guess").status_code for n in range(6)]
    assert tries == [401] * 5 + [429]
    assert guesser.login("ดู", "รหัสผ่านของดู").status_code == 429


def test_leaving_ends_the_session(visitor):
    assert visitor.post("/leave").status_code == 303
    assert visitor.get("/").status_code == 401
