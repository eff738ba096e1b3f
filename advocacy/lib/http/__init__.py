"""The one door for outgoing HTTP. Nothing else in the project opens a connection to another machine.

`call` speaks to an API, `fetch` reads a stranger's page, `OAuthSession` trades tokens. All resolve a name
once, refuse it if any of its addresses is not public, connect to exactly that address, and end by a
deadline and a size limit.
"""

from oauthlib.oauth2 import OAuth2Error

from .addresses import check_url, is_allowed_host, is_local
from .calling import Answer, call, fetch
from .errors import HttpError, NoAnswer, NotSent, Refused, TooBig
from .oauth import OAuthSession

__all__ = [
    "Answer",
    "HttpError",
    "NoAnswer",
    "NotSent",
    "OAuth2Error",
    "OAuthSession",
    "Refused",
    "TooBig",
    "call",
    "check_url",
    "fetch",
    "is_allowed_host",
    "is_local",
]
