"""Who is told what, by notice and by mail, in the transaction that decides it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from advocacy.lib import mail
from desk import notices as codes
from desk.models import Incident, Question
from people import company, mailing, notices
from people.models import Employee
from people.roles import Role


def managers() -> list[Employee]:
    """The active social media managers; the administrators where there is none."""
    active = Employee.objects.filter(is_active=True)
    found = list(active.filter(groups__name=Role.SOCIAL_MEDIA_MANAGER.value))
    return found or list(active.filter(groups__name=Role.ADMINISTRATOR.value))


def person_to_ask() -> str:
    """Who takes over, by name where the company named somebody."""
    return company.current().contact_name or gettext("our social media team")


def that_it_waits(incident: Incident, *, except_for: Employee | None = None) -> None:
    """Tell every manager that an incident waits for somebody; the mail goes out once per person."""
    for person in managers():
        if person != except_for:
            _tell(person, codes.REPORTED, incident, "incident-reported", page="desk:incident")


def that_it_is_hers(incident: Incident, *, by: Employee) -> None:
    """Nobody else needs to come; the one who has it now is told, unless she took it herself."""
    _solve_for_desk(codes.REPORTED, incident)
    _solve_for_desk(codes.ASSIGNED, incident)
    if incident.assigned_to is not None and incident.assigned_to != by:
        _tell(incident.assigned_to, codes.ASSIGNED, incident, "incident-assigned", page="desk:incident")


def that_it_was_seen(incident: Incident) -> None:
    """Tell the reporter that somebody has seen it."""
    if incident.reporter and incident.reporter.is_active:
        _tell(incident.reporter, codes.SEEN, incident, "incident-seen", page="desk:report")


def how_it_ended(incident: Incident) -> None:
    """Tell the reporter how it ended, and the desk that nothing waits any more."""
    _solve_for_desk(codes.REPORTED, incident)
    _solve_for_desk(codes.ASSIGNED, incident)
    if incident.reporter and incident.reporter.is_active:
        notices.solve(incident.reporter, f"{codes.SEEN}:{incident.pk}")
        _tell(incident.reporter, codes.CLOSED, incident, "incident-closed", page="desk:report")


def that_somebody_asks(question: Question) -> None:
    """Tell every manager that a draft waits for a look."""
    for person in managers():
        _tell(person, codes.ASKED, question, "question-asked", page="desk:answer")


def what_the_answer_is(question: Question) -> None:
    """Tell the one who asked, and the desk that nothing waits any more."""
    _solve_for_desk(codes.ASKED, question)
    if question.asker.is_active:
        _tell(question.asker, codes.ANSWERED, question, "question-answered", page="desk:question")


def read(about: Incident | Question, *, by: Employee) -> None:
    """The person has read what she was told: take her notices about it away."""
    for code in (codes.SEEN, codes.CLOSED, codes.ANSWERED):
        notices.solve(by, f"{code}:{about.pk}")


def _tell(person: Employee, code: str, about: Incident | Question, template: str, *, page: str) -> None:
    """A notice and a mail. An incident that comes back to the queue is told once more: its fence has moved on."""
    key = f"{code}:{about.pk}"
    notices.add(person, code, key=key, pk=str(about.pk))
    context = {"person": person, "about": about, "link": mail.absolute(reverse(page, args=[about.pk]))}
    once = f"{key}:{getattr(about, 'fence', 0)}:{person.pk}"
    mailing.queue(person.email, template, context, key=once, language=person.language)


def _solve_for_desk(code: str, about: Incident | Question) -> None:
    key = f"{code}:{about.pk}"
    for person in Employee.objects.filter(notices__key=key, notices__solved_at=None):
        notices.solve(person, key)
