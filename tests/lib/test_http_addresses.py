"""No spelling of an address leads to a private host (threats T8 and T9)."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

import pytest

from advocacy.lib import http
from advocacy.lib.http.addresses import is_public
from tests.lib.conftest import PUBLIC, PUBLIC_TOO, Internet
from tests.peers.hostile import Hostile

# Every one of these is this machine, its network, a cloud's metadata, or no unicast address at all.
HOSTS = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "0",
    "0.0.0.0",
    "127.0.0.1.",
    "127.255.255.254",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "10.0.0.1",
    "10.255.255.255",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fec0::1]",
    "[fd00:ec2::254]",
    "localhost",
    "loopback.example",
    "metadata.google.internal",
]

SHAPES = [
    "http://{h}/",
    "https://{h}/",
    "HTTP://{h}/",
    "hTTps://{h}",
    "http://{h}:80/",
    "https://{h}:443/",
    "http://{h}:443/",
    "http://{h}:/",
    "http://{h}:00080/",
    "http://{h}:22/",
    "http://{h}:6379/",
    "http://{h}:8080/x",
    "http://{h}:65536/",
    "http://{h}:-1/",
    "http://user@{h}/",
    "http://user:pass@{h}/",
    "http://@{h}/",
    "http://:@{h}/",
    "http://{p}@{h}/",
    "http://{p}:80@{h}/",
    "http://{h}@{p}@{h}/",
    "http://{p}%40{h}/",
    "http://{p}\\@{h}/",
    "http://{h}\\@{p}/",
    "http://{p}\\{h}/",
    "http://{h}#@{p}/",
    "http://{h}?@{p}/",
    "http://{h}%2F@{p}/",
    "http://{h}%00.{p}/",
    "http://{h}%09/",
    "http://\t{h}/",
    "http://{h}\t/",
    "http://{h}\r\n/",
    " http://{h}/",
    "http:/{h}/",
    "http:{h}/",
    "//{h}/",
    "http:///{h}/",
    "http:\\\\{h}\\",
    "http://{h}/../x",
    "http://{h}/?u=http://{p}/",
    "http://{h};@{p}/",
    "http://{p} {h}/",
    "http://{p},{h}/",
    "http://{p}&@{h}#/",
    "http://{h}./",
    "ftp://{h}/",
    "gopher://{h}:6379/_x",
    "file://{h}/etc/passwd",
]


@pytest.fixture
def private_names(internet: Internet) -> Internet:
    internet.names |= {
        "localhost": [["127.0.0.1", "::1"]],
        "loopback.example": [["127.0.0.1"]],
        "metadata.google.internal": [["169.254.169.254"]],
    }
    return internet


def test_the_matrix_has_the_size_it_claims() -> None:
    assert len(set(HOSTS)) == 48
    assert len(set(SHAPES)) == 49


@pytest.mark.parametrize("way", ["fetch", "call"])
def test_no_shape_of_url_reaches_a_private_host(way: str, private_names: Internet) -> None:
    well_formed = 0
    for url in (shape.format(h=host, p="public.example") for shape in SHAPES for host in HOSTS):
        with pytest.raises((http.Refused, http.NotSent)):
            http.fetch(url) if way == "fetch" else http.call("GET", url)
        well_formed += _reads_well(url)
    private_names.assert_untouched()
    assert (
        well_formed > 500
    )  # else the syntax check alone did all the work and the address check was never asked


def _reads_well(url: str) -> bool:
    try:
        http.check_url(url)
    except http.Refused:
        return False
    return True


@pytest.mark.parametrize("host", HOSTS)
def test_a_private_host_is_no_host_to_type_into_a_form(host: str) -> None:
    assert http.is_allowed_host(host) is (host == "loopback.example")


@pytest.mark.parametrize(
    "address",
    [
        *(
            "0.0.0.1",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.9.9.9",
            "168.63.129.16",
            "169.254.0.1",
        ),
        *(
            "172.16.0.0",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.0.192",
            "192.0.2.9",
            "192.31.196.1",
            "192.52.193.1",
        ),
        *("192.88.99.1", "192.168.255.255", "192.175.48.1", "198.18.0.0", "198.19.255.255", "198.51.100.7"),
        *(
            "203.0.113.255",
            "224.0.0.251",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
        ),
        *(
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:2::1",
            "2001:10::1",
        ),
        *(
            "2001:20::1",
            "2001:db8::1",
            "2002:808:808::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
        ),
        *("fec0::1", "ff02::1", "ff0e::1", "4000::1"),
    ],
)
def test_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        *(
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.1.1.1",
            "128.0.0.1",
        ),
        *(
            "168.63.129.15",
            "168.63.129.17",
            "169.253.1.1",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.1",
            "192.167.1.1",
        ),
        *(
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            PUBLIC,
            PUBLIC_TOO,
            "2001:4860:4860::8888",
            "2a00::1",
        ),
    ],
)
def test_neighbours_of_special_ranges_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("mastodon.social", True),
        ("Mastodon.Social", True),
        ("bücher.example", True),
        ("a-b.co.uk:443", True),
        ("mastodon.social:80", False),
        ("mastodon.social:8443", False),
        ("intranet", False),
        ("", False),
        ("printer.local", False),
        ("server.corp", False),
        ("8.8.8.8", False),
        ("[2001:4860:4860::8888]", False),
        ("0x8080808", False),
        ("user@mastodon.social", False),
        ("mastodon.social/path", False),
        ("mastodon.social?x", False),
        ("mastodon.social#x", False),
        ("mastodon.social\\x", False),
        ("mastodon .social", False),
        (" mastodon.social", False),
        ("mastodon..social", False),
        ("https://mastodon.social", False),
    ],
)
def test_a_host_to_type_into_a_form_is_a_public_name(host: str, allowed: bool) -> None:
    assert http.is_allowed_host(host) is allowed


@pytest.mark.parametrize(
    ("entry", "host", "named"),
    [
        ("127.0.0.1:9", "127.0.0.1:9", True),
        ("127.0.0.1:9", "127.0.0.1:10", False),
        ("127.0.0.1:9", "127.0.0.1", True),
        ("127.0.0.1", "127.0.0.1:12345", True),
        (" Social.Corp ", "social.corp", True),
        ("social.corp", "social.corp.", True),
        ("social.corp", "evil.social.corp", False),
        ("social.corp", "social.corp.evil.internal", False),
        ("::1", "[::1]:8000", True),
        ("[::1]:8000", "[::1]:8000", True),
        ("[::1]:8000", "[::1]:8001", False),
        ("", "localhost", False),
        ("not a host", "localhost", False),
    ],
)
def test_the_setting_names_hosts_with_or_without_a_port(
    entry: str, host: str, named: bool, settings: Any
) -> None:
    settings.NETWORK_LOCAL_HOSTS = [entry]
    assert http.is_allowed_host(host) is named


@pytest.mark.parametrize("entry", ["::1", "[::1]", "[::1]:8000"])
def test_a_named_ipv6_host_is_called(entry: str, settings: Any, internet: Internet) -> None:
    settings.NETWORK_LOCAL_HOSTS = [entry]
    with pytest.raises(http.NotSent):  # allowed, and nobody there
        http.call("GET", "http://[::1]:8000/")
    assert internet.connected == ["::1"]


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTPS://Example.COM", "https://example.com"),
        ("https://example.com:443/a b?q=ü#part", "https://example.com:443/a%20b?q=%C3%BC"),
        ("http://bücher.example/x", "http://xn--bcher-kva.example/x"),
        (" https://example.com/a/../b ", "https://example.com/b"),
    ],
)
def test_a_checked_url_comes_back_in_its_normal_form(url: str, normal: str) -> None:
    assert http.check_url(url) == normal


def test_a_named_host_may_be_private_and_plain_http(server: Hostile) -> None:
    server.handler = lambda request, wire: wire.answer(200, b"hello")
    assert http.call("GET", f"{server.url}/x").text == "hello"
    assert http.fetch(f"{server.url}/x").text == "hello"


def test_a_host_that_is_not_named_is_refused(server: Hostile, settings: Any) -> None:
    settings.NETWORK_LOCAL_HOSTS = [f"127.0.0.1:{server.port + 1}"]
    for way in (http.fetch, lambda url: http.call("GET", url)):
        with pytest.raises(http.Refused):
            way(server.url)
    assert server.connections == 0


def test_an_api_is_called_by_https_only(internet: Internet) -> None:
    with Hostile() as there:
        internet.servers[PUBLIC] = there
        with pytest.raises(http.Refused, match="by https only"):
            http.call("GET", "http://public.example/")
        assert there.connections == 0
        assert http.fetch("http://public.example/").status == 200


def test_proxies_and_passwords_of_the_environment_are_not_used(
    server: Hostile, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login someone password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with Hostile() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        http.fetch(server.url)
        http.OAuthSession("client").request("GET", server.url, withhold_token=True)
        assert proxy.connections == 0
    assert [("authorization" in request.headers) for request in server.requests] == [False, False]
