"""What every page knows: the company's name, colour and person to ask."""

from django.http import HttpRequest

from people import company as company_settings


def company(request: HttpRequest) -> dict[str, object]:
    """The company settings, at most a few seconds old and without a query of their own most of the time."""
    return {"company": company_settings.current()}
