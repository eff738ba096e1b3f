"""People by CSV: new ones are made, known ones (by e-mail address) are updated, all in one transaction or not at all.

Columns: email, first_name, last_name, language, time_zone, location, teams (separated by ";"). Only email must be
there; an empty cell changes nothing. Teams are added and made when missing; nobody is taken out of one.
"""

from __future__ import annotations

import csv
import io
import logging
from dataclasses import dataclass, field
from typing import Any, Final

import tablib
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from import_export import resources
from import_export.fields import Field

from advocacy.lib import mail
from advocacy.lib.tables import as_csv, unescape_formula
from people import audit, company, mailing
from people.models import Employee, Language, Membership, Team

COLUMNS: Final = ("email", "first_name", "last_name", "language", "time_zone", "location", "teams")
MAX_BYTES: Final = 2 * 1024 * 1024
MAX_ROWS: Final = 10_000
MAX_NAME: Final = 100

logger = logging.getLogger(__name__)


class NotATable(Exception):
    """The file as a whole cannot be read. The message is a sentence for the person who chose it."""


@dataclass(frozen=True)
class Outcome:
    """What an import did, or why it did nothing."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    # (line in the file, sentence); when there is one, nothing was stored.
    errors: list[tuple[int, str]] = field(default_factory=list)


def import_people(content: bytes, *, send_invitations: bool = False, by: Employee | None) -> Outcome:
    """Read a CSV file. Stores everything, or nothing when a row has an error. Raises NotATable."""
    table = read(content)
    resource = PeopleResource()
    with transaction.atomic():
        result = resource.import_data(table, use_transactions=True, rollback_on_validation_errors=True)
        outcome = _outcome(result, table)
        if not outcome.errors:
            _welcome(resource.made if send_invitations else [])
            audit.record("people.imported", by=by, new=outcome.new, updated=outcome.updated)
    return outcome


def export_people(people: QuerySet[Employee], *, by: Employee | None) -> bytes:
    """People as a CSV file that can be read in again; cells that would be formulas are made harmless."""
    table = PeopleResource().export(people.prefetch_related("teams"))
    audit.record("people.exported", by=by, number=len(table))
    return as_csv(table.headers, table)


def read(content: bytes) -> tablib.Dataset:
    """The rows of a CSV file with comma, semicolon or tab. Raises NotATable with a sentence."""
    rows = _lines(_decode(content))
    header = [name.strip().lower() for name in rows[0]] if rows else []
    _check_header(header)
    if len(rows) - 1 > MAX_ROWS:
        raise NotATable(_("The file has more than %(number)s rows.") % {"number": MAX_ROWS})
    table = tablib.Dataset(headers=[*header, "line"])
    for line, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            table.append([*_fit(row, len(header), line), str(line)])
    if not table.height:
        raise NotATable(_("The file has no rows below its first line."))
    return table


def _decode(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise NotATable(_("The file is larger than 2 MB."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotATable(_("The file is not UTF-8. In Excel choose “CSV UTF-8” when saving.")) from None
    if "\x00" in text:
        raise NotATable(_("This is not a CSV file."))
    return text


def _lines(text: str) -> list[list[str]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise NotATable(_("This is not a CSV file.")) from None


def _check_header(header: list[str]) -> None:
    unknown = [name for name in header if name not in COLUMNS]
    if "email" not in header:
        raise NotATable(_("The first line must name the columns, and “email” must be one of them."))
    if unknown:
        raise NotATable(
            _("Column “%(name)s” is not known. Known are: %(known)s.")
            % {"name": unknown[0][:50], "known": ", ".join(COLUMNS)}
        )
    if len(set(header)) < len(header):
        raise NotATable(_("A column stands there twice."))


def _fit(row: list[str], width: int, line: int) -> list[str]:
    if len(row) > width:
        raise NotATable(_("Line %(line)s has more cells than the first line.") % {"line": line})
    return [unescape_formula(cell.strip()) for cell in row] + [""] * (width - len(row))


def _outcome(result: Any, table: tablib.Dataset) -> Outcome:
    lines = [int(line) for line in table["line"]]
    errors = [
        (lines[row.number - 1], sentence) for row in result.invalid_rows for sentence in row.error.messages
    ]
    for number, failed in result.row_errors():
        logger.error("A row of people could not be stored: %s", failed[0].error)
        errors.append((lines[number - 1], _("This row could not be stored.")))
    if result.base_errors:
        raise result.base_errors[0].error
    totals = result.totals
    return Outcome(totals["new"], totals["update"], totals["skip"], sorted(errors))


def _welcome(people: list[Employee]) -> None:
    for person in people:
        link = mail.absolute(reverse("account_request_login_code"))
        mailing.queue(
            person.email,
            "welcome",
            {"person": person, "link": link},
            key=f"welcome:{person.pk}",
            language=person.language,
        )


class PeopleResource(resources.ModelResource):  # type: ignore[misc]
    """How a row becomes a person, and a person a row."""

    teams = Field()

    class Meta:
        model = Employee
        import_id_fields = ["email"]
        fields = COLUMNS
        export_order = COLUMNS
        clean_model_instances = True
        skip_diff = True

    def __init__(self) -> None:
        super().__init__()
        self.made: list[Employee] = []
        self._seen: dict[str, str] = {}
        self._gone: set[str] = set()
        # About the row at hand.
        self._is_new = self._changes = False

    def dehydrate_teams(self, person: Employee) -> str:
        """Teams in one cell."""
        return ";".join(team.name for team in person.teams.all())

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Know who has left, by one query."""
        self._gone = set(Employee.objects.filter(is_active=False).values_list("email", flat=True))

    def before_import_row(self, row: dict[str, str], **kwargs: Any) -> None:
        """Check the address: it says who the row is about."""
        email = row["email"] = row["email"].lower()
        try:
            validate_email(email)
        except ValidationError:
            raise ValidationError(
                _("“%(email)s” is not an e-mail address."), params={"email": email}
            ) from None
        if email in self._seen:
            stands = {"email": email, "line": self._seen[email]}
            raise ValidationError(_("%(email)s stands in line %(line)s already."), params=stands)
        self._seen[email] = row["line"]
        if email in self._gone:
            raise ValidationError(
                _("%(email)s has left. Make this person active again first."), params={"email": email}
            )

    def import_instance(self, instance: Employee, row: dict[str, str], **kwargs: Any) -> None:
        """Take what the row says; an empty cell changes nothing."""
        self._is_new = instance.pk is None
        if self._is_new:
            instance.email = row["email"]
            instance.set_unusable_password()
            instance.language, instance.time_zone = company.current().language, company.current().time_zone
        before = _words(instance)
        for name in COLUMNS[1:-1]:
            if row.get(name):
                setattr(instance, name, row[name])
        # What the table says is meant: the browser's guess does not overwrite it.
        instance.language_guessed = instance.language_guessed or bool(row.get("language"))
        instance.zone_guessed = instance.zone_guessed or bool(row.get("time_zone"))
        _check_words(instance, row)
        self._changes = self._is_new or before != _words(instance) or bool(_new_teams(instance, row))

    def skip_row(
        self, instance: Employee, original: None, row: dict[str, str], errors: dict[str, object] | None = None
    ) -> bool:
        """A known person whom the row does not change is counted as unchanged."""
        return not errors and not self._changes

    def after_save_instance(self, instance: Employee, row: dict[str, str], **kwargs: Any) -> None:
        """Put the person into her teams."""
        if self._is_new:
            self.made.append(instance)
        for name in sorted(_new_teams(instance, row)):
            team, _created = Team.objects.get_or_create(name=name)
            Membership.objects.create(employee=instance, team=team)


def _words(person: Employee) -> list[str]:
    return [getattr(person, name) for name in COLUMNS[:-1]]


def _new_teams(person: Employee, row: dict[str, str]) -> set[str]:
    named = team_names(row.get("teams", ""))
    return named - set(person.teams.values_list("name", flat=True)) if person.pk and named else named


def _check_words(person: Employee, row: dict[str, str]) -> None:
    """Say in a sentence what is wrong; Django's own name neither the cell nor what may stand there."""
    errors: dict[str, ValidationError] = {}
    if person.language not in Language.values:
        errors["language"] = ValidationError(
            _("“%(language)s” is not a language here. Write %(known)s."),
            params={"language": person.language, "known": ", ".join(Language.values)},
        )
    for name in ("first_name", "last_name", "location"):
        if len(getattr(person, name)) > MAX_NAME:
            errors[name] = ValidationError(
                _("%(name)s is longer than 100 characters."), params={"name": name}
            )
    if any(len(name) > MAX_NAME for name in team_names(row.get("teams", ""))):
        errors["teams"] = ValidationError(_("A team’s name is longer than 100 characters."))
    if errors:
        raise ValidationError(errors)


def team_names(cell: str) -> set[str]:
    """The teams of one cell."""
    return {name.strip() for name in cell.split(";") if name.strip()}
