"""Which addresses may be called: the syntax of URLs, the names an administrator allowed, public ranges."""

import queue
import re
import socket
import threading
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Final

from django.conf import settings
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from .errors import NotSent, Refused

SocketAddress = tuple[socket.AddressFamily, tuple[Any, ...]]

PORTS: Final = {"http": 80, "https": 443}

# Not public, by the IANA special-purpose registries of IPv4 and IPv6 and by what clouds use for metadata.
# Our own list, because Python 3.11's `is_global` is True for 224/4, 192.0.0.192, 192.88.99.1,
# 168.63.129.16, 2002::/16.
_CLOSED_V4: Final = [
    ip_network(text)
    for text in [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    ]
]
# IPv6 is the other way round: only global unicast is open; mapped, NAT64, site-local, ULA, multicast are out.
_OPEN_V6: Final = ip_network("2000::/3")
_CLOSED_V6: Final = [
    ip_network(text) for text in ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"]
]

_NEVER_IN_A_URL: Final = re.compile(r"[\x00-\x1f\x7f\\]")
_HOST: Final = re.compile(r"[a-z0-9_](?:[a-z0-9._-]{0,253})|\[[0-9a-f:.]+\]")
_NUMERIC_LABEL: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")  # as the last label: an IPv4 number
_PRIVATE_ENDINGS: Final = frozenset(
    [
        "arpa",
        "corp",
        "home",
        "internal",
        "intranet",
        "lan",
        "local",
        "localdomain",
        "localhost",
        "onion",
        "private",
    ]
)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """True for an address on the public internet."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_V4)
    return address in _OPEN_V6 and not any(address in network for network in _CLOSED_V6)


def parse(url: str) -> Url:
    """The checked parts of a URL, read by urllib3 as the connection will read it. Raises Refused."""
    text = url.strip(" ")
    if _NEVER_IN_A_URL.search(text):
        raise Refused("The address holds a backslash or a control character.")
    found = _split(text)
    if found is None:
        raise Refused("The address cannot be read.")
    if found.scheme not in PORTS:
        raise Refused("Only http and https addresses are called.")
    if not found.host or not _HOST.fullmatch(found.host):
        raise Refused("The address names no proper host.")
    if found.auth is not None:
        raise Refused("The address holds a user name or password.")
    if port_of(found) not in PORTS.values() and not is_local(found.host, port_of(found)):
        raise Refused(f"Port {found.port} of {found.host} is not called: only 80 and 443 are.")
    return found


def _split(text: str) -> Url | None:
    try:
        return parse_url(text)
    except (LocationParseError, ValueError):  # not chained to Refused: it quotes the address
        return None


def port_of(url: Url) -> int:
    """The port of a checked URL, named or by its scheme."""
    return url.port if url.port is not None else PORTS[str(url.scheme)]


def check_url(url: str) -> str:
    """The URL in its normal form, without fragment. Nothing is resolved. Raises Refused."""
    return parse(url)._replace(fragment=None).url


def require_https(url: Url) -> None:
    """Raises Refused for plain http, except to hosts that NETWORK_LOCAL_HOSTS names."""
    if url.scheme != "https" and not is_local(str(url.host), port_of(url)):
        raise Refused(f"{url.host} is called by https only.")


def is_local(host: str, port: int | None) -> bool:
    """True if NETWORK_LOCAL_HOSTS names this host with this port or without one; None is any port."""
    bare = host.lower().rstrip(".").strip("[]")  # the connection knows IPv6 without brackets
    return any(
        bare == name and (port is None or named_port is None or port == named_port)
        for name, named_port in map(_local_entry, settings.NETWORK_LOCAL_HOSTS)
    )


def _local_entry(entry: str) -> tuple[str | None, int | None]:
    text = entry.strip()
    if text.count(":") > 1 and not text.startswith("["):
        text = f"[{text}]"
    found = _split(f"http://{text}")
    return (found.host.rstrip(".").strip("[]"), found.port) if found and found.host else (None, None)


def is_allowed_host(host: str) -> bool:
    """For forms: True if `host` (or "host:port") is a public DNS name or named in NETWORK_LOCAL_HOSTS.

    Nothing is resolved, so True is no promise: the check at the connection decides. IP numbers count only
    when named.
    """
    try:
        url = parse(f"https://{host}")
    except Refused:
        return False
    if host != host.strip() or re.search(r"[/?#]", host):
        return False
    return is_local(str(url.host), url.port) or (url.port in (None, 443) and _is_public_name(str(url.host)))


def _is_public_name(host: str) -> bool:
    labels = host.rstrip(".").split(".")
    if len(labels) < 2 or not all(labels) or host.startswith("["):
        return False
    return not _NUMERIC_LABEL.fullmatch(labels[-1]) and labels[-1] not in _PRIVATE_ENDINGS


def resolve(host: str, port: int, *, seconds: float) -> list[SocketAddress]:
    """Every address of `host`, looked up once and all of them checked, ready for connect().

    One address that is not public refuses the whole name, unless NETWORK_LOCAL_HOSTS names it. Raises
    Refused and NotSent.
    """
    answers = list(dict.fromkeys(_ask_resolver(host.strip("[]"), port, seconds=seconds)))
    if not answers:
        raise NotSent(f"The name {host} has no address.")
    if not is_local(host, port) and not all(is_public(ip_address(where[0])) for _, where in answers):
        raise Refused(f"{host} is not on the public internet.")
    return answers


def _ask_resolver(host: str, port: int, *, seconds: float) -> list[SocketAddress]:
    # In a thread of its own, because getaddrinfo knows no deadline and may sit for half a minute.
    reply: queue.SimpleQueue[list[SocketAddress] | None] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            reply.put([(family, where) for family, _, _, _, where in found])
        except (OSError, ValueError):
            reply.put(None)

    threading.Thread(target=ask, daemon=True, name="resolve").start()
    try:
        answers = reply.get(timeout=seconds)
    except queue.Empty:
        raise NotSent(f"The name {host} was not resolved in time.") from None
    if answers is None:
        raise NotSent(f"The name {host} cannot be resolved.")
    return answers
