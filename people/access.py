"""Who is asking: the request type of signed-in pages and the gates by role. Strangers get 404, never 403."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django_htmx.middleware import HtmxDetails

from people.models import Employee
from people.roles import Role

P = ParamSpec("P")


class AuthedRequest(HttpRequest):
    """A request behind the sign-in."""

    user: Employee
    htmx: HtmxDetails


def role_required(
    *roles: Role,
) -> Callable[
    [Callable[Concatenate[AuthedRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Let only people with one of these roles in; to everybody else the page does not exist."""

    def gate(
        view: Callable[Concatenate[AuthedRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = request.user
            if not (isinstance(user, Employee) and user.roles & set(roles)):
                raise Http404
            return view(cast(AuthedRequest, request), *args, **kwargs)

        update_wrapper(inner, view)
        return inner

    return gate


def authed(
    view: Callable[Concatenate[AuthedRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Type the request of a view that LoginRequiredMiddleware already guards."""

    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(cast(AuthedRequest, request), *args, **kwargs)

    update_wrapper(inner, view)
    return inner
