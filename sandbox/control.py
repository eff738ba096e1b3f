"""The addresses under /sandbox/: faults, switches and what was posted, for tests."""

from typing import Any

from sandbox.api import iso
from sandbox.faults import BadFault, Faults
from sandbox.state import Store
from sandbox.web import Refused, Request, Response, answer_json


def refuse_pages(request: Request) -> None:
    """Let only clients through that send `X-Sandbox: yes`, which a page of another site cannot."""
    if request.headers.get("x-sandbox") != "yes":
        raise Refused(403, "Send the header X-Sandbox: yes")


def list_posts(store: Store) -> list[dict[str, Any]]:
    """Return every post that is still there, the oldest first, with what the API would not show."""
    return [
        {
            "id": one.id,
            "account": one.person,
            "text": one.text,
            "spoiler_text": one.spoiler_text,
            "visibility": one.visibility,
            "language": one.language,
            "media": [store.network.media[media_id].description for media_id in one.media],
            "idempotency_key": one.idempotency_key,
            "at": iso(one.created_at),
        }
        for one in reversed(list(store.newest_first()))
    ]


def change_faults(store: Store, faults: Faults, request: Request) -> Response:
    """Take a fault (`on`, `do`, …), `ignore_idempotency_key` or `clear`; answer what is on now."""
    refuse_pages(request)
    wanted = request.json
    if wanted.get("clear"):
        faults.clear()
    if "on" in wanted or "do" in wanted:
        try:
            faults.add(wanted)
        except BadFault as error:
            raise Refused(422, str(error)) from None
    if "ignore_idempotency_key" in wanted:
        store.ignore_idempotency_key = bool(wanted["ignore_idempotency_key"])
    return show_faults(store, faults)


def show_faults(store: Store, faults: Faults) -> Response:
    """Answer the faults and switches that are on."""
    return answer_json({"faults": faults.as_rows(), "ignore_idempotency_key": store.ignore_idempotency_key})
