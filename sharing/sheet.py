"""The share sheet as its page shows it: what she may choose, what she chose, and what we say to her words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from advocacy.lib import networks
from content.models import Item, ItemText
from guidelines import checks, citing
from guidelines.advice import Advice, advice_for
from guidelines.citing import Cited
from people.models import Employee, Language
from sharing import reviewing
from sharing.composing import SAMPLE_LINK, Choice, Variant, target_of, text_in, variants, with_link
from sharing.models import Account, Share
from sharing.reviewing import Grounds, Place

VISIBILITIES = [
    ("public", _("Everyone")),
    ("unlisted", _("Everyone, but not in timelines")),
    ("private", _("Followers")),
]


class SheetForm(forms.Form):
    """The fields of the sheet as they arrive. Which accounts and variants she may choose is checked in `read`."""

    nonce = forms.UUIDField()
    text = forms.CharField(max_length=10_000, required=False, strip=False)
    language = forms.ChoiceField(choices=Language.choices, required=False)
    visibility = forms.ChoiceField(choices=VISIBILITIES, required=False)
    with_picture = forms.BooleanField(required=False)
    suggestion = forms.IntegerField(required=False)
    # Longer than kept, so that a long one is cut and not lost.
    reason = forms.CharField(max_length=10_000, required=False)
    # The words that a change of variant replaced: one button brings them back.
    before = forms.CharField(max_length=10_000, required=False, strip=False, widget=forms.HiddenInput)


@dataclass
class Preview:
    """Her words on one network: as they will stand there, how much room is left, and what the checks found."""

    network: networks.Network
    account: Account | None
    text: str
    left: int | None
    findings: list[checks.Finding]
    # The approved wording that we add; "" when she wrote one herself or none is needed.
    added: str = ""

    @property
    def over(self) -> int:
        return max(0, -(self.left or 0))

    @property
    def head(self) -> str:
        """What stands before the network's own “…more”; the whole text where it does not fold."""
        if not self.folds:
            return self.text
        return self.text[: self.network.fold + 1].rpartition(" ")[0] or self.text[: self.network.fold]

    @property
    def folds(self) -> bool:
        return bool(self.network.fold) and len(self.text) > self.network.fold


@dataclass(frozen=True)
class Note:
    """A finding with the rule it rests on, as that stands in the version in force."""

    finding: checks.Finding
    rule: Cited | None


@dataclass
class Sheet:
    item: Item
    employee: Employee
    grounds: Grounds
    accounts: list[Account]
    variants: list[Variant]
    standing: dict[uuid.UUID, Share]
    nonce: uuid.UUID
    choice: Choice
    before: str = ""
    errors: list[str] = field(default_factory=list)
    reason_missing: bool = False

    @property
    def words(self) -> ItemText | None:
        """The item's own title and summary in the language she writes in."""
        return text_in(self.item, self.choice.language)

    @property
    def usable(self) -> list[Account]:
        """Accounts that can be ticked: connected, and without a share of this item."""
        return [
            one
            for one in self.accounts
            if one.state == Account.State.CONNECTED and one.pk not in self.standing
        ]

    @cached_property
    def previews(self) -> list[Preview]:
        """One preview per chosen account; before any is chosen, for the first that could be."""
        chosen = self.choice.accounts or self.usable[:1]
        if not chosen:
            return [self._preview(networks.NETWORKS["linkedin"], None)]
        return [self._preview(account.spec, account) for account in chosen]

    def preview_for_hand_off(self) -> Preview:
        return self._preview(networks.NETWORKS[self.choice.hand_off], None)

    def _preview(self, network: networks.Network, account: Account | None) -> Preview:
        text = self.choice.text
        prepared = reviewing.prepare(
            with_link(text, SAMPLE_LINK),
            Place(self.employee, self.item, network, account, self.choice.language, SAMPLE_LINK),
            self.grounds,
        )
        if not text.strip():
            prepared = replace(prepared, findings=checks.review("", network=network, language=""))
        room = account.max_length if account else network.max_length
        left = room - network.count(prepared.text) if room else None
        return Preview(network, account, prepared.text, left, prepared.findings, prepared.added)

    @property
    def tightest(self) -> int | None:
        """How many characters are left where there is least room; None where no network counts."""
        return min((one.left for one in self.previews if one.left is not None), default=None)

    @property
    def room_for_words(self) -> int | None:
        """How long her own words may be, the link and the line before it taken off."""
        left = self.tightest
        return None if left is None else left + networks.graphemes(self.choice.text)

    @property
    def findings(self) -> list[checks.Finding]:
        """What the checks found for any of the chosen accounts, each said once."""
        found = [finding for preview in self.previews for finding in preview.findings]
        return list(dict.fromkeys(found))

    @property
    def notes(self) -> list[Note]:
        """The findings, each with its rule."""
        return notes(self.findings, self.employee, self.grounds.now)

    @property
    def asks_reason(self) -> bool:
        """One of the findings passes only with a reason."""
        return bool(checks.to_confirm(self.findings))

    @property
    def added(self) -> list[str]:
        """The wordings that we add to the posts, each once."""
        return list(dict.fromkeys(preview.added for preview in self.previews if preview.added))

    @cached_property
    def advice(self) -> tuple[Advice | None, Advice | None]:
        """One thing she may and one she better does not, for an item of this kind."""
        return advice_for(self.item.kind, self.employee.language)

    @property
    def other_variants(self) -> list[Variant]:
        """The suggestions that do not stand in the field."""
        return [one for one in self.variants if one.text != self.choice.text]

    @property
    def windows(self) -> list[networks.Network]:
        return networks.handing_off()

    @property
    def site(self) -> str:
        """The host that the link leads to in the end."""
        return urlsplit(target_of(self.item, self.choice.language)).hostname or ""

    @property
    def button(self) -> str:
        """The button says what will happen."""
        chosen = self.choice.accounts
        if len(chosen) == 1:
            return gettext("Share to %(network)s") % {"network": chosen[0].spec.name}
        if not chosen:
            return gettext("Share")
        return ngettext("Share to %(n)s account", "Share to %(n)s accounts", len(chosen)) % {"n": len(chosen)}

    @property
    def offers_picture(self) -> bool:
        return bool(self.item.picture and self.item.picture.may_reupload)

    @property
    def visibilities(self) -> list[tuple[str, Any]]:
        """Who may see it, where a network of hers lets her choose."""
        known = {name for account in self.usable for name in account.spec.visibilities}
        return [(name, label) for name, label in VISIBILITIES if name in known]


def notes(findings: list[checks.Finding], employee: Employee, now: datetime) -> list[Note]:
    """Findings with the rules that they rest on, in the language of the page."""
    rules = citing.rules(now, get_language() or employee.language) if findings else {}
    return [Note(finding, rules.get(finding.rule_key)) for finding in findings]


def opened(item: Item, *, employee: Employee, now: datetime, variant_id: int | None = None) -> Sheet:
    """A fresh sheet: the accounts she chose last time are ticked, the least used words stand in the field."""
    sheet = _empty(item, employee=employee, now=now, nonce=uuid.uuid4())
    sheet.choice.accounts = [account for account in sheet.usable if account.last_chosen_at]
    sheet.choice.language = employee.language
    first = next((one for one in sheet.variants if one.suggestion.pk == variant_id), None)
    first = first or next(iter(sheet.variants), None)
    if first is not None:
        take(sheet, first)
    return sheet


def take(sheet: Sheet, variant: Variant) -> None:
    """Put the words of a variant into the field and keep what stood there, if it was her own."""
    suggested = {one.text for one in sheet.variants}
    if sheet.choice.text.strip() and sheet.choice.text not in suggested:
        sheet.before = sheet.choice.text
    sheet.choice.text = variant.text
    sheet.choice.suggestion = variant.suggestion
    sheet.choice.language = variant.suggestion.language


def read(item: Item, data: QueryDict, *, employee: Employee, now: datetime) -> Sheet:
    """The sheet as she sent it. What she may not choose is not chosen; a broken form gives a new nonce."""
    form = SheetForm(data)
    form.is_valid()
    clean = form.cleaned_data
    sheet = _empty(item, employee=employee, now=now, nonce=clean.get("nonce") or uuid.uuid4())
    by_id = {one.suggestion.pk: one.suggestion for one in sheet.variants}
    sheet.choice = Choice(
        accounts=[account for account in sheet.usable if str(account.pk) in data.getlist("account")],
        hand_off=data.get("hand_off", "") if data.get("hand_off", "") in networks.NETWORKS else "",
        text=clean.get("text", "").replace("\r\n", "\n"),
        language=clean.get("language") or employee.language,
        suggestion=by_id.get(clean.get("suggestion") or 0),
        with_picture=bool(clean.get("with_picture")),
        visibility=clean.get("visibility") or "public",
        reason=clean.get("reason", "")[: reviewing.LONGEST_REASON],
    )
    sheet.before = clean.get("before", "").replace("\r\n", "\n")
    return sheet


def _empty(item: Item, *, employee: Employee, now: datetime, nonce: uuid.UUID) -> Sheet:
    accounts = list(Account.objects.of(employee))
    standing = Share.objects.of(employee).standing().filter(item=item, account__isnull=False)
    return Sheet(
        item=item,
        employee=employee,
        grounds=reviewing.grounds(now),
        accounts=accounts,
        variants=variants(item, employee=employee),
        standing={share.account_id: share for share in standing if share.account_id},
        nonce=nonce,
        choice=Choice(),
    )
