"""Saying that one works here: whether a post needs it, in which approved words, and where they stand.

Employment is a connection that readers must be told of in the post itself, where it is seen (FTC, 16 CFR 255.5; in
Germany § 5a (4) UWG). A rule of the company says for which posts; without a rule none needs it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from advocacy.lib.networks import Network
from guidelines.models import DisclosureRule, DisclosureWording

# The paragraph at the end that is nothing but an address: ours.
_LAST_ADDRESS = re.compile(r"\n\nhttps?://\S+\Z")


@dataclass(frozen=True)
class Disclosed:
    """A text with an approved wording in it. `added` says whether we put it there."""

    text: str
    wording: str
    added: bool


@dataclass(frozen=True)
class Policy:
    """What the company decided: for which posts, and in which words."""

    rules: tuple[DisclosureRule, ...] = ()
    wordings: tuple[DisclosureWording, ...] = ()

    def needed(self, *, location: str, item_kind: str, network: str, language: str) -> tuple[str, ...]:
        """The approved wordings for such a post, the best first; empty when it needs none.

        The narrowest rule that fits decides. Words in the post's language come first, then those of no language.
        """
        fitting = [
            rule for rule in self.rules if rule.fits(location=location, item_kind=item_kind, network=network)
        ]
        if not fitting or not max(fitting, key=DisclosureRule.rank).required:
            return ()
        order = {language: 0, "": 1}
        best_first = sorted(self.wordings, key=lambda one: order.get(one.language, 2))
        return tuple(wording.text for wording in best_first)


def in_force() -> Policy:
    """The rules and wordings as they are now; two small queries."""
    return Policy(tuple(DisclosureRule.objects.all()), tuple(DisclosureWording.objects.all()))


def disclose(text: str, wordings: tuple[str, ...], *, network: Network, limit: int) -> Disclosed:
    """The text with one of the wordings where readers see it, without changing anything else in it.

    At the end of the words, or at their beginning where the network would fold the end away. The first wording that
    leaves the text within `limit` (0: none) is taken, else the shortest.
    """
    present = stands_in(text, wordings, network)
    if present or not wordings or not text.strip():
        return Disclosed(text, present, added=False)
    made = [Disclosed(_placed(text, wording, network), wording, added=True) for wording in wordings]
    fitting = (one for one in made if not limit or network.count(one.text) <= limit)
    return next(fitting, None) or min(made, key=lambda one: network.count(one.text))


def stands_in(text: str, wordings: tuple[str, ...], network: Network) -> str:
    """The approved wording that readers of this text see before it is folded; "" when there is none."""
    seen = (text[: network.fold] if network.fold else text).casefold()
    for wording in wordings:
        if re.search(rf"(?<!\w){re.escape(wording.casefold())}(?!\w)", seen):
            return wording
    return ""


def _placed(text: str, wording: str, network: Network) -> str:
    # On a line of its own: nothing it touches can join it to another character or word.
    address = _LAST_ADDRESS.search(text)
    words, rest = (text[: address.start()], address[0]) if address else (text, "")
    at_the_end = f"{words.rstrip()}\n{wording}"
    if network.fold and len(at_the_end) > network.fold:
        return f"{wording}\n{words}{rest}"
    return f"{at_the_end}{rest}"
