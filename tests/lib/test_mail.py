"""The one builder of mails: clean headers, links from PUBLIC_URL only."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy.lib import mail

# Forms in which a line end may hide: RFC 5322, Unicode, and what terminals and old servers take for one.
LINE_ENDS = [
    "\r\n",
    "\n",
    "\r",
    "\n ",
    "\r\n\t",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
    "\0",
]
INJECTED = [
    f"Hello{end}Bcc: eve@evil.example{again}" for end in LINE_ENDS for again in ("", end, f"{end}{end}x")
]


def headers_of(subject: str) -> dict[str, str]:
    raw = mail.build("ada@acme.example", mail.Words(subject, "Text.")).message().as_bytes()
    return dict(message_from_bytes(raw, policy=policy.default).items())


@pytest.mark.parametrize("subject", INJECTED)
def test_no_line_end_in_a_subject_makes_a_header(subject: str) -> None:
    headers = headers_of(subject)
    assert "Bcc" not in headers
    assert set(headers) == set(headers_of("Hello"))
    assert "evil.example" in headers["Subject"]


@given(st.text())
def test_any_text_makes_one_short_line_of_subject(text: str) -> None:
    subject = mail.clean_subject(text)
    assert len(subject) <= mail.MAX_SUBJECT
    assert len(subject.splitlines()) <= 1
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in subject)


def test_a_subject_cannot_turn_the_direction_of_writing() -> None:
    assert mail.clean_subject("safe \u202egpj.exe") == "safe gpj.exe"


def test_a_body_keeps_lines_and_tabs_and_loses_other_control_characters() -> None:
    assert mail.clean_text("a\r\nb\rc\td\x00\x07e\x85") == "a\nb\nc\tde\n"


@pytest.mark.parametrize(
    "to", ["", "a@x.example\nBcc: b@x.example", "a@x.example, b@x.example", "a@x.example\r"]
)
def test_a_mail_goes_to_exactly_one_address(to: str) -> None:
    with pytest.raises(ValueError, match="not one e-mail address"):
        mail.build(to, mail.Words("Hello", "Text."))


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "/\\evil.example", "evil", ""])
def test_only_a_path_of_ours_becomes_a_link(path: str) -> None:
    with pytest.raises(ValueError, match="by path"):
        mail.absolute(path)


def test_links_begin_with_the_public_url() -> None:
    assert mail.absolute("/profile/") == "http://127.0.0.1:8000/profile/"


def test_a_mail_comes_from_the_set_address_and_says_that_a_machine_wrote_it() -> None:
    message = mail.build("ada@acme.example", mail.Words("Hello", "Text.", "<p>Text.</p>"))
    assert message.from_email == "Advocacy <advocacy@127.0.0.1>"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.message().walk()][-1] == "text/html"
