"""People by CSV: everything or nothing, in clear sentences, at the desk and by command, and out again harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from people import importing
from people.models import AuditEntry, Employee, Outbox, Team
from tests.people.conftest import sent_link

HEADER = "email,first_name,last_name,language,time_zone,location,teams\n"
TWO = HEADER + (
    "Nora@Acme.example,Nora,New,de,Europe/Berlin,Leipzig,Service;Sales\n"
    "olaf@acme.example,Olaf,Old,,,Gdańsk,Sales\n"
)


def bring(text: str, **options: bool) -> importing.Outcome:
    return importing.import_people(text.encode(), by=None, **options)


def upload(client: Client, text: str, **more: str) -> Any:
    file = SimpleUploadedFile("people.csv", text.encode(), content_type="text/csv")
    return client.post("/desk/people/employee/import/", {"file": file, **more})


def test_people_and_missing_teams_are_made(team: Team) -> None:
    outcome = bring(TWO)
    assert (outcome.new, outcome.updated, outcome.errors) == (2, 0, [])
    nora = Employee.objects.get(email="nora@acme.example")
    assert (nora.get_full_name(), nora.language, nora.location) == ("Nora New", "de", "Leipzig")
    assert set(nora.teams.values_list("name", flat=True)) == {"Service", "Sales"}
    assert Team.objects.filter(name="Service").get() == team
    assert not nora.has_usable_password()
    assert nora.roles == frozenset()
    assert not Outbox.objects.exists()
    assert AuditEntry.objects.get(name="people.imported").data == {"new": 2, "updated": 0}


def test_what_the_table_leaves_open_is_guessed_at_the_first_sign_in(db: None) -> None:
    bring(TWO)
    nora, olaf = Employee.objects.order_by("email")
    assert (nora.language_guessed, nora.zone_guessed) == (True, True)
    assert (olaf.language_guessed, olaf.zone_guessed, olaf.time_zone) == (False, False, "Europe/Berlin")


def test_an_imported_person_signs_in_by_code(db: None, client: Client) -> None:
    bring(TWO, send_invitations=True)
    assert Outbox.objects.count() == 2
    assert sent_link() == "/auth/login/code/"
    assert client.post("/auth/login/code/", {"email": "nora@acme.example"}).status_code == 302
    from django.core import mail

    assert mail.outbox[-1].to == ["nora@acme.example"]
    assert "code" in mail.outbox[-1].subject.lower()


def test_known_people_are_updated_and_an_empty_cell_changes_nothing(ada: Employee) -> None:
    text = "email;last_name;teams;location\nADA@acme.example;Lovelace;;\n"
    outcome = bring(text, send_invitations=True)
    assert (outcome.new, outcome.updated) == (0, 1)
    ada.refresh_from_db()
    assert (ada.first_name, ada.last_name, ada.location) == ("Ada", "Lovelace", "Leipzig")
    assert list(ada.teams.values_list("name", flat=True)) == ["Service"]
    assert ada.has_usable_password()
    assert not Outbox.objects.exists()


def test_the_same_table_twice_changes_nothing_the_second_time(db: None) -> None:
    bring(TWO)
    outcome = bring(TWO)
    assert (outcome.new, outcome.updated, outcome.unchanged) == (0, 0, 2)
    assert Employee.objects.count() == 2


WRONG_ROWS = [
    ("nonsense,N,N,,,,", "“nonsense” is not an e-mail address."),
    (",N,N,,,,", "“” is not an e-mail address."),
    ("nora@acme.example,N,N,,,,", "nora@acme.example stands in line 2 already."),
    ("p@acme.example,N,N,fr,,,", "“fr” is not a language here. Write en, de."),
    ("p@acme.example,N,N,,Mars/Olympus,,", "“Mars/Olympus” is not a time zone. Write it like Europe/Berlin."),
    (f"p@acme.example,{'x' * 101},N,,,,", "first_name is longer than 100 characters."),
    (f"p@acme.example,N,N,,,,{'x' * 101}", "A team’s name is longer than 100 characters."),
    ("gone@acme.example,N,N,,,,", "gone@acme.example has left. Make this person active again first."),
]


@pytest.mark.parametrize(("row", "sentence"), WRONG_ROWS)
def test_one_wrong_row_is_told_by_line_and_nothing_is_stored(row: str, sentence: str, db: None) -> None:
    Employee.objects.create_user("gone@acme.example", is_active=False)
    outcome = bring(f"{TWO}\n{row}\n", send_invitations=True)
    assert outcome.errors == [(5, sentence)]
    assert Employee.objects.count() == 1
    assert not Team.objects.exists()
    assert not Outbox.objects.exists()
    assert not AuditEntry.objects.exists()


def test_every_wrong_row_is_told_at_once(db: None) -> None:
    outcome = bring(f"{HEADER}a,,,,,,\nb,,,fr,,,\np@acme.example,,,fr,Mars,,\n")
    assert [line for line, _sentence in outcome.errors] == [2, 3, 4, 4]


WRONG_FILES = [
    (b"", "The first line must name"),
    (b"first_name,last_name\nA,B\n", "The first line must name"),
    (b"email,salary\na@x.example,1\n", "Column “salary” is not known."),
    (b"email,email\na@x.example,a@x.example\n", "stands there twice"),
    (b"email\n", "no rows"),
    (b"email\n\n\n", "no rows"),
    (b"email\na@x.example,more\n", "Line 2 has more cells"),
    (b"email,first_name\na@x.example,J\xfcrgen\n", "not UTF-8"),
    (b"PK\x03\x04\x00\x00email", "not a CSV file"),
    (b'email\n"a@x.example\n', "not a CSV file"),
    (b"email\n" + b"x" * importing.MAX_BYTES, "larger than 2 MB"),
    (b"email\n" + b"a@x.example\n" * (importing.MAX_ROWS + 1), "more than 10000 rows"),
]


@pytest.mark.parametrize(("content", "sentence"), WRONG_FILES, ids=lambda value: str(value)[:24])
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(content: bytes, sentence: str, db: None) -> None:
    with pytest.raises(importing.NotATable, match=sentence.replace("(", r"\(")):
        importing.import_people(content, by=None)
    assert not Employee.objects.exists()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_excel_s_separators_and_mark_are_understood(delimiter: str, db: None) -> None:
    header = delimiter.join(["EMAIL", "First_Name", "teams"])
    row = delimiter.join(["p@acme.example", "Pia", '"Service;Sales"'])
    outcome = importing.import_people(f"\ufeff{header}\r\n{row}\r\n".encode(), by=None)
    assert outcome.new == 1
    assert Team.objects.count() == 2


def test_the_command_does_the_same(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "people.csv"
    file.write_text(TWO)
    call_command("import_people", str(file), "--send-invitations")
    assert "2 new, 0 updated, 0 unchanged." in capsys.readouterr().out
    assert Outbox.objects.count() == 2
    file.write_text(TWO.replace("Nora@Acme.example", "nonsense"))
    with pytest.raises(CommandError, match=r"(?s)Nothing was stored.*Line 2: “nonsense”"):
        call_command("import_people", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_people", str(tmp_path / "missing.csv"))


def test_an_administrator_imports_at_the_desk(
    root: Employee, client_for: Callable[[Employee], Client]
) -> None:
    client = client_for(root)
    assert client.get("/desk/people/employee/import/").status_code == 200
    answer = upload(client, TWO, send_invitations="on")
    assert answer.status_code == 302
    assert "2 new people." in client.get(answer["Location"]).content.decode()
    assert Employee.objects.filter(email="nora@acme.example").exists()
    assert Outbox.objects.count() == 2
    assert AuditEntry.objects.get(name="people.imported").by == root


def test_the_desk_tells_wrong_lines_and_wrong_files(
    root: Employee, client_for: Callable[[Employee], Client]
) -> None:
    client = client_for(root)
    rows = upload(client, TWO + "<script>,,,,,,\n")
    assert rows.status_code == 422
    assert "Line 4" in rows.content.decode()
    assert "<script>,"[:8] + "”" not in rows.content.decode()
    file = upload(client, "salary\n1\n")
    assert file.status_code == 422
    assert "“email” must be one of them" in file.content.decode()
    assert client.post("/desk/people/employee/import/", {}).status_code == 422
    assert Employee.objects.count() == 1


def test_an_export_holds_no_formula_and_can_be_read_in_again(
    root: Employee, ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    for number, begins in enumerate(["=1+1", "+1", "-1", "@SUM(1)", '=HYPERLINK("http://evil.example")']):
        Employee.objects.create_user(
            f"p{number}@acme.example", first_name=begins, last_name=begins, location=begins
        )
    Team.objects.create(name="=1+1").members.add(ada)
    answer = client_for(root).post("/desk/people/employee/export/")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert rows[0] == list(importing.COLUMNS)
    assert len(rows) == 8
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert AuditEntry.objects.get(name="people.exported").data == {"number": 7}
    again = importing.import_people(answer.content, by=None)
    assert (again.new, again.updated, again.unchanged, again.errors) == (0, 0, 7, [])


def test_an_export_is_not_made_by_a_get(root: Employee, client_for: Callable[[Employee], Client]) -> None:
    assert client_for(root).get("/desk/people/employee/export/").status_code == 405


@pytest.mark.parametrize("page", ["import", "export"])
def test_tables_of_people_are_for_administrators_only(
    page: str, eli: Employee, mona: Employee, ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    for person in (eli, mona, ada):
        assert client_for(person).post(f"/desk/people/employee/{page}/").status_code == 404
    assert Client().post(f"/desk/people/employee/{page}/").status_code == 302
