"""What a browser gets: timeline, permalinks, reactions, headers, languages."""

import pytest
import requests

from sandbox.server import Running
from sandbox.words import WORDS
from tests.sandbox.conftest import Client

HOSTILE = (
    '<script>alert(1)</script> "><img src=x onerror=alert(2)> javascript:alert(3) https://e.com/"onclick="x'
)


def page(network: Running, path: str = "/", **headers: str) -> requests.Response:
    return requests.get(network.url + path, headers=headers, timeout=5)


def test_the_timeline_shows_posts_newest_first_under_the_banner(network: Running, mara: Client) -> None:
    assert "Nothing posted yet" in page(network).text
    picture = mara.upload(description='A "blue" field').json()["id"]
    mara.post("The older one")
    mara.post("The newer one https://example.com/read", media_ids=[picture], visibility="private")
    shown = page(network)
    assert shown.status_code == 200
    assert "Nothing leaves it." in shown.text
    assert shown.text.index("The newer one") < shown.text.index("The older one")
    assert 'href="https://example.com/read"' in shown.text
    assert 'alt="A &quot;blue&quot; field"' in shown.text
    assert "Followers only" in shown.text


def test_hostile_text_stays_text_everywhere(network: Running) -> None:
    client = Client(network, network.token_for("mallory"))
    picture = client.upload(description=HOSTILE).json()["id"]
    status = client.post(
        HOSTILE, spoiler_text=HOSTILE[:60], language='x" onload="y', media_ids=[picture]
    ).json()
    assert "<script" not in status["content"]
    assert "<img" not in status["content"]
    for path in ("/", "/@mallory", f"/@mallory/{status['id']}"):
        text = page(network, path).text
        assert "<script" not in text
        assert "<img src=x" not in text
        assert '"onclick=' not in text
        assert 'onload="y' not in text
        assert 'href="javascript:' not in text
        assert "&lt;script&gt;alert(1)" in text


def test_every_answer_carries_the_protective_headers(network: Running) -> None:
    for path in ("/", "/missing", "/static/sandbox.css", "/api/v2/instance", "/api/v1/statuses/1"):
        headers = page(network, path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"


def test_pages_speak_german_when_asked(network: Running) -> None:
    german = page(network, **{"Accept-Language": "fr, de-AT;q=0.8, en;q=0.5"}).text
    assert '<html lang="de">' in german
    assert "Nichts verlässt ihn." in german
    assert '<html lang="en">' in page(network, "/?lang=en", **{"Accept-Language": "de"}).text


def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    assert WORDS["en"].keys() == WORDS["de"].keys()
    for key, english in WORDS["en"].items():
        for gap in ("%(name)s", "%(n)s", "%(app)s", "%(host)s", "%(scope)s"):
            assert (gap in english) == (gap in WORDS["de"][key]), key


def test_a_visitor_likes_and_takes_it_back(network: Running, mara: Client) -> None:
    status_id = mara.post("Like me").json()["id"]
    with requests.Session() as browser:
        address = f"{network.url}/post/{status_id}/like"
        shown = browser.post(address, data={"place": "timeline"}, timeout=5)
        assert shown.history[0].status_code == 303
        assert "1 like" in shown.text
        assert "Liked" in shown.text
        browser.post(f"{network.url}/post/{status_id}/boost", timeout=5)
        counts = mara.call("GET", f"/api/v1/statuses/{status_id}").json()
        assert (counts["favourites_count"], counts["reblogs_count"]) == (1, 1)
        browser.post(address, timeout=5)
    requests.post(address, timeout=5)
    requests.post(address, timeout=5)
    assert mara.call("GET", f"/api/v1/statuses/{status_id}").json()["favourites_count"] == 2


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_cannot_like(network: Running, mara: Client, headers: dict[str, str]) -> None:
    status_id = mara.post("Like me").json()["id"]
    answer = requests.post(f"{network.url}/post/{status_id}/like", headers=headers, timeout=5)
    assert answer.status_code == 403
    assert mara.call("GET", f"/api/v1/statuses/{status_id}").json()["favourites_count"] == 0


def test_a_long_timeline_comes_in_pages(network: Running, mara: Client) -> None:
    for number in range(31):
        mara.post(f"Post number {number:02}")
    first = page(network).text
    assert first.count("<article") == 30
    older = first.partition('href="/?before=')[2].partition('"')[0]
    rest = page(network, f"/?before={older}").text
    assert rest.count("<article") == 1
    assert "Post number 00" in rest
    assert "Older posts" not in rest


def test_hashtags_lead_to_their_posts(network: Running, mara: Client) -> None:
    content = mara.post("About #Überblick").json()["content"]
    mara.post("About nothing")
    address = content.partition('href="')[2].partition('"')[0]
    assert requests.get(address, timeout=5).text.count("<article") == 1


def test_what_is_not_there_is_a_404_page(network: Running, mara: Client) -> None:
    status_id = mara.post("Hers").json()["id"]
    for path in ("/missing", "/@nobody", "/@mara/1", f"/@jonas/{status_id}"):
        answer = page(network, path)
        assert answer.status_code == 404
        assert "There is nothing at this address." in answer.text
    assert page(network, "/api/v9/nothing").json() == {"error": "Record not found"}
    assert page(network, "/static/../server.py").status_code == 404


def test_another_host_name_is_refused(network: Running) -> None:
    assert page(network, Host="evil.example").status_code == 421
    assert page(network, Host=f"localhost:{network.port}").status_code == 200


def test_broken_requests_are_refused_and_head_has_no_body(network: Running) -> None:
    answer = requests.post(
        f"{network.url}/api/v1/apps", data="{", headers={"Content-Type": "application/json"}, timeout=5
    )
    assert answer.status_code == 400
    head = requests.head(network.url, timeout=5)
    assert (head.status_code, head.content) == (200, b"")
