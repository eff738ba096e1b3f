"""Registering, consenting and exchanging codes, over HTTP as a real client does."""

import base64
import hashlib
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import time_machine

from sandbox.server import Running

CALLBACK = "http://127.0.0.1:8000/accounts/callback"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
SCOPES = "profile write:statuses write:media read:statuses"


def register(network: Running, **changes: object) -> requests.Response:
    body = {"client_name": "Advocacy", "redirect_uris": [CALLBACK], "scopes": SCOPES} | changes
    return requests.post(f"{network.url}/api/v1/apps", json=body, timeout=5)


def question(app: dict[str, str], **changes: str) -> dict[str, str]:
    return {
        "response_type": "code",
        "client_id": app["client_id"],
        "redirect_uri": CALLBACK,
        "scope": SCOPES,
        "state": "s t&",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    } | changes


def consent(network: Running, app: dict[str, str], **changes: str) -> requests.Response:
    form = question(app) | {"person": "mara", "decision": "authorize"} | changes
    return requests.post(f"{network.url}/oauth/authorize", data=form, allow_redirects=False, timeout=5)


def sent_back(response: requests.Response) -> dict[str, str]:
    assert response.status_code == 302
    assert response.headers["Location"].startswith(CALLBACK + "?")
    return {
        name: values[0] for name, values in parse_qs(urlsplit(response.headers["Location"]).query).items()
    }


def exchange(network: Running, app: dict[str, str], code: str, **changes: str | None) -> requests.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": app["client_id"],
        "client_secret": app["client_secret"],
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
    } | changes
    return requests.post(f"{network.url}/oauth/token", data=form, timeout=5)


def verify(network: Running, token: str) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{network.url}/api/v1/accounts/verify_credentials", headers=headers, timeout=5)


@pytest.fixture
def app(network: Running) -> dict[str, str]:
    response = register(network)
    assert response.status_code == 200
    found: dict[str, str] = response.json()
    return found


def test_the_whole_flow_ends_with_a_token_of_the_chosen_person(network: Running, app: dict[str, str]) -> None:
    page = requests.get(f"{network.url}/oauth/authorize", params=question(app), timeout=5)
    assert page.status_code == 200
    assert "Let Advocacy use your account?" in page.text
    assert "form-action 'self' http://127.0.0.1:8000" in page.headers["Content-Security-Policy"]

    back = sent_back(consent(network, app, name="Ada_L"))
    assert back["state"] == "s t&"

    answer = exchange(network, app, back["code"])
    assert answer.status_code == 200
    assert answer.json()["token_type"] == "Bearer"
    assert answer.json()["scope"] == SCOPES
    assert abs(answer.json()["created_at"] - time.time()) < 60

    account = verify(network, answer.json()["access_token"]).json()
    assert (account["username"], account["acct"]) == ("ada_l", "ada_l")
    assert account["url"] == f"{network.url}/@ada_l"


def test_the_discovery_document_names_addresses_that_answer(network: Running) -> None:
    found = requests.get(f"{network.url}/.well-known/oauth-authorization-server", timeout=5).json()
    assert found["code_challenge_methods_supported"] == ["S256"]
    for name in (
        "authorization_endpoint",
        "token_endpoint",
        "revocation_endpoint",
        "app_registration_endpoint",
    ):
        assert found[name].startswith(network.url)
        assert requests.post(found[name], timeout=5).status_code in (400, 401, 403, 422)


def test_clients_register_by_form_too_and_several_addresses_are_kept(network: Running) -> None:
    form = [
        ("client_name", "Form"),
        ("redirect_uris[]", CALLBACK),
        ("redirect_uris[]", "https://b.example/cb"),
    ]
    answer = requests.post(f"{network.url}/api/v1/apps", data=form, timeout=5).json()
    assert answer["redirect_uris"] == [CALLBACK, "https://b.example/cb"]
    assert answer["scopes"] == ["read"]
    assert answer["client_secret_expires_at"] == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"redirect_uris": "/relative"}, "Validation failed: Redirect URI must be an absolute URI."),
        (
            {"redirect_uris": "javascript://x/%0aalert(1)"},
            "Validation failed: Redirect URI must be an absolute URI.",
        ),
        (
            {"redirect_uris": "http://a;script-src/"},
            "Validation failed: Redirect URI must be an absolute URI.",
        ),
        ({"redirect_uris": []}, "Validation failed: Redirect URI must be an absolute URI."),
        ({"client_name": " "}, "Validation failed: Application name can't be blank"),
        ({"scopes": "admin:all"}, "Validation failed: Scopes doesn't match configured on the server."),
    ],
)
def test_a_bad_registration_is_refused(network: Running, changes: dict[str, object], sentence: str) -> None:
    answer = register(network, **changes)
    assert (answer.status_code, answer.json()["error"]) == (422, sentence)


def test_a_denial_goes_back_without_a_code(network: Running, app: dict[str, str]) -> None:
    back = sent_back(consent(network, app, decision="deny"))
    assert back["error"] == "access_denied"
    assert back["state"] == "s t&"
    assert "code" not in back


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"client_id": "nobody"}, 401), ({"redirect_uri": "https://evil.example/"}, 400)],
)
def test_an_unknown_client_or_address_is_told_on_a_page_and_never_redirected(
    network: Running, app: dict[str, str], changes: dict[str, str], status: int
) -> None:
    address = f"{network.url}/oauth/authorize"
    for answer in (
        requests.get(address, params=question(app, **changes), allow_redirects=False, timeout=5),
        consent(network, app, **changes),
    ):
        assert answer.status_code == status
        assert "Location" not in answer.headers
        assert "This connection cannot be made" in answer.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "write"}, "invalid_scope"),
        ({"code_challenge_method": "plain"}, "invalid_code_challenge_method"),
        ({"code_challenge": "short"}, "invalid_request"),
    ],
)
def test_a_wrong_question_is_sent_back_with_its_error(
    network: Running, app: dict[str, str], changes: dict[str, str], error: str
) -> None:
    assert sent_back(consent(network, app, **changes))["error"] == error


def test_a_bad_name_brings_the_page_back_with_the_reason(network: Running, app: dict[str, str]) -> None:
    answer = consent(network, app, name='<script>"')
    assert answer.status_code == 422
    assert "Use only small letters" in answer.text
    assert "<script>" not in answer.text


def test_another_site_cannot_send_the_consent_form(network: Running, app: dict[str, str]) -> None:
    form = question(app) | {"person": "mara", "decision": "authorize"}
    for headers in ({"Origin": "http://127.0.0.1:1"}, {"Origin": "null"}, {"Sec-Fetch-Site": "same-site"}):
        answer = requests.post(
            f"{network.url}/oauth/authorize", data=form, headers=headers, allow_redirects=False, timeout=5
        )
        assert answer.status_code == 403
    own = {"Origin": network.url, "Sec-Fetch-Site": "same-origin"}
    answer = requests.post(
        f"{network.url}/oauth/authorize", data=form, headers=own, allow_redirects=False, timeout=5
    )
    assert "code" in sent_back(answer)


def test_a_wrong_verifier_is_an_invalid_grant_and_the_right_one_still_works(
    network: Running, app: dict[str, str]
) -> None:
    code = sent_back(consent(network, app))["code"]
    wrong = exchange(network, app, code, code_verifier="w" * 64)
    assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_grant")
    missing = exchange(network, app, code, code_verifier=None)
    assert (missing.status_code, missing.json()["error"]) == (400, "invalid_request")
    assert exchange(network, app, code).status_code == 200


def test_without_a_challenge_no_verifier_is_needed(network: Running, app: dict[str, str]) -> None:
    plain = {"code_challenge": "", "code_challenge_method": ""}
    code = sent_back(consent(network, app, **plain))["code"]
    assert exchange(network, app, code).json()["error"] == "invalid_grant"
    assert exchange(network, app, code, code_verifier=None).status_code == 200


def test_a_code_works_once(network: Running, app: dict[str, str]) -> None:
    code = sent_back(consent(network, app))["code"]
    first = exchange(network, app, code)
    again = exchange(network, app, code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert verify(network, first.json()["access_token"]).status_code == 200


def test_a_code_ends_after_ten_minutes(network: Running, app: dict[str, str]) -> None:
    code = sent_back(consent(network, app))["code"]
    with time_machine.travel(time.time() + timedelta(minutes=11).total_seconds()):
        assert exchange(network, app, code).json()["error"] == "invalid_grant"


def test_a_code_belongs_to_its_client_and_its_address(network: Running, app: dict[str, str]) -> None:
    code = sent_back(consent(network, app))["code"]
    other = register(network).json()
    assert exchange(network, other, code).json()["error"] == "invalid_grant"
    assert exchange(network, app, code, redirect_uri=CALLBACK + "/x").json()["error"] == "invalid_grant"


def test_a_wrong_client_is_401_and_basic_credentials_work(network: Running, app: dict[str, str]) -> None:
    code = sent_back(consent(network, app))["code"]
    for changes in ({"client_secret": "wrong"}, {"client_id": "nobody"}, {"client_secret": None}):
        answer = exchange(network, app, code, **changes)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
    }
    basic = (app["client_id"], app["client_secret"])
    assert requests.post(f"{network.url}/oauth/token", data=form, auth=basic, timeout=5).status_code == 200


def test_a_revoked_token_no_longer_works(network: Running, app: dict[str, str]) -> None:
    token = exchange(network, app, sent_back(consent(network, app))["code"]).json()["access_token"]
    other = register(network).json()
    address = f"{network.url}/oauth/revoke"

    def revoke(client: dict[str, str], secret: str) -> requests.Response:
        form = {"client_id": client["client_id"], "client_secret": client["client_secret"], "token": secret}
        return requests.post(address, data=form, timeout=5)

    foreign = revoke(other, token)
    assert (foreign.status_code, foreign.json()["error"]) == (403, "unauthorized_client")
    assert verify(network, token).status_code == 200
    assert (revoke(app, token).status_code, revoke(app, token).json()) == (200, {})
    answer = verify(network, token)
    assert (answer.status_code, answer.json()) == (401, {"error": "The access token was revoked"})
    assert revoke(app, "never seen").status_code == 200
