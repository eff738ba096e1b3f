"""Invitations: an address and a few words in, a mail out. The link itself is shown to nobody but its receiver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import inviting, second_factor
from people.models import Employee, Invitation

if TYPE_CHECKING:
    _InvitationAdmin = admin.ModelAdmin[Invitation]
    _InvitationForm = forms.ModelForm[Invitation]
else:
    _InvitationAdmin = admin.ModelAdmin
    _InvitationForm = forms.ModelForm


class InvitationForm(_InvitationForm):
    class Meta:
        model = Invitation
        fields = ["email", "first_name", "last_name", "language", "location", "teams"]
        widgets = {"teams": forms.CheckboxSelectMultiple}

    def clean_email(self) -> str:
        """Refuse somebody who is here already, in a sentence."""
        address = str(self.cleaned_data["email"]).lower()
        try:
            inviting.refuse_employee(address)
        except inviting.AlreadyEmployee as error:
            raise forms.ValidationError(str(error)) from error
        return address

    def validate_constraints(self) -> None:
        """A second invitation for an address is welcome: it replaces the first."""


@admin.register(Invitation)
class InvitationAdmin(_InvitationAdmin):
    form = InvitationForm
    list_display = ["email", "first_name", "last_name", "state", "created_at", "expires_at"]
    list_filter = [("accepted_at", admin.EmptyFieldListFilter), "language"]
    search_fields = ["email", "first_name", "last_name"]
    actions = ["send_again"]
    list_per_page = 50

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        """What was sent is not changed: send a new one."""
        return False

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Invite somebody, after the administrator has proved herself lately."""
        second_factor.ask_again(request)
        return super().add_view(request, *args, **kwargs)

    @admin.display(description=gettext_lazy("state"))
    def state(self, invitation: Invitation) -> str:
        if invitation.accepted_at:
            tone, word = "ok", _("accepted")
        elif invitation.expires_at <= timezone.now():
            tone, word = "warn", _("expired")
        else:
            tone, word = "info", _("open")
        return format_html('<span class="badge" data-tone="{}">{}</span>', tone, word)

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        """Invite by the one way there is, which also queues the mail."""
        values = form.cleaned_data
        made = inviting.invite(
            values["email"],
            values["first_name"],
            values["last_name"],
            language=values["language"],
            location=values["location"],
            teams=values["teams"],
            by=cast(Employee, request.user),
        )
        # The admin goes on with the row that it asked to be saved.
        obj.pk = made.pk
        obj.refresh_from_db()

    @admin.action(description=gettext_lazy("Send again, with a new link"), permissions=["add"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[Invitation]) -> None:
        """New links for open and expired invitations; the old links stop working."""
        for invitation in chosen:
            try:
                inviting.send_again(invitation, by=cast(Employee, request.user))
            except inviting.AlreadyEmployee as error:
                messages.warning(request, str(error))
            else:
                messages.success(
                    request, _("A new link is on its way to %(email)s.") % {"email": invitation.email}
                )
