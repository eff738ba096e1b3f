"""What can go wrong with an outgoing call, told apart by one question: may the request have been sent?"""


class HttpError(Exception):
    """No answer. `sentence` is English and fit for a log: it never holds a query, a token or a body."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refused(HttpError):
    """We do not call this address; nothing was sent to it."""


class NotSent(HttpError):
    """Name, connection or TLS failed before the first byte of the request; nothing was sent."""


class NoAnswer(HttpError):
    """The request may have been sent, but no whole answer came: time-out, reset, broken off."""


class TooBig(NoAnswer):
    """The answer is longer than allowed, or unpacks to more than allowed."""
