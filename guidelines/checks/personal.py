"""Personal data in a text: bank accounts, cards, telephone numbers and e-mail addresses.

IBANs are proved by ISO 13616's remainder of 97, card numbers by the Luhn formula of ISO/IEC 7812: a number that only
looks like one is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from guidelines.checks.findings import Draft, Finding, Level

_ADDRESS = re.compile(r"https?://\S+")
_EMAIL = re.compile(
    r"(?<![\w@.+-])[\w.+-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}\b", re.IGNORECASE
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}")
# Lengths of the registry (swift.com, IBAN registry) for the countries met most; others by the remainder alone.
_IBAN_LENGTH = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18,
    "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24,
}  # fmt: skip
_CARD = re.compile(r"(?<![\w+])(?<!\d[ -])[2-6](?:[ -]?\d){12,18}(?!\w)")
_PHONE = re.compile(
    r"(?<![\w/.-])(?<!\d[ -])(?:"
    r"(?:\+|00)[1-9](?:[ /().-]{0,2}\d){7,13}"  # with the country's code
    r"|\(?0[1-9]\d{1,4}\)?[ /-]{1,3}\d(?:[ -]?\d){3,10}"  # a German area code and a number
    r"|01[5-7]\d{8,9}"  # a German mobile number in one piece
    r"|\(\d{3}\) ?\d{3}-\d{4}|\d{3}-\d{3}-\d{4}"  # a North American one
    r")(?![\w])"
)
_SUM_OF_MONEY = re.compile(r"\+\d{1,3}(?:\.\d{3})+")


def data(draft: Draft) -> list[Finding]:
    """Each kind once, quoting the first of it."""
    text = _ADDRESS.sub(" ", draft.text)
    found = []
    # What is a bank account or a card is not a telephone number as well.
    for code, sentence, pieces in (
        ("iban", _("“%(what)s” is a bank account number. Does it belong in public?"), list(_ibans(text))),
        ("card", _("“%(what)s” is a card number. Does it belong in public?"), list(_cards(text))),
        ("email", _("“%(what)s” is an e-mail address. Is its owner fine with that?"), _EMAIL.findall(text)),
        ("phone", _("“%(what)s” is a telephone number. Is its owner fine with that?"), None),
    ):
        hits = list(_phones(text)) if pieces is None else pieces
        if hits:
            found.append(Finding(Level.CONFIRM, code, sentence % {"what": hits[0]}, "confidential"))
        for hit in hits:
            text = text.replace(hit, " ")
    return found


def _ibans(text: str) -> Iterator[str]:
    for match in _IBAN.finditer(text):
        iban = _iban_at_the_start_of(match[0])
        if iban:
            yield iban


def _iban_at_the_start_of(candidate: str) -> str:
    """The part of it that is a valid IBAN; "" when none is. Words that follow it may have been taken in."""
    length = _IBAN_LENGTH.get(candidate[:2].upper())
    ends = [n for n in range(len(candidate), 14, -1) if candidate[n : n + 1] in ("", " ", "-") or length]
    for end in ends:
        plain = re.sub(r"[ -]", "", candidate[:end])
        if (length is None or len(plain) == length) and is_iban(plain):
            return candidate[:end].strip(" -")
    return ""


def is_iban(plain: str) -> bool:
    """The remainder of 97 is 1, letters counted as 10 to 35 and the first four characters moved to the end."""
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def _cards(text: str) -> Iterator[str]:
    for match in _CARD.finditer(text):
        if passes_luhn(re.sub(r"\D", "", match[0])):
            yield match[0]


def passes_luhn(digits: str) -> bool:
    """Every second digit from the right doubled, the digits of all summed: divisible by ten."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _phones(text: str) -> Iterator[str]:
    for match in _PHONE.finditer(text):
        if not _SUM_OF_MONEY.fullmatch(match[0]):
            yield match[0]
