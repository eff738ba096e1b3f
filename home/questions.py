"""Five situations from practice with an explanation at once. Nobody fails, and no answer is ever stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Answer:
    """One way to act. `good` ways are those the guideline suggests; every way is explained."""

    key: str
    text: Words
    good: bool
    explanation: Words


@dataclass(frozen=True)
class Question:
    """A situation and the ways to act. `rule` is the key of the rule it is about."""

    situation: Words
    rule: str
    answers: tuple[Answer, ...]

    def answer(self, key: str) -> Answer | None:
        """The answer of this key, or None for a key that is not there."""
        return next((one for one in self.answers if one.key == key), None)


QUESTIONS: Final[tuple[Question, ...]] = (
    Question(
        _("Under your post somebody writes: “Your company sells scrap, and you know it.” What do you do?"),
        "do-not-answer-attacks",
        (
            Answer(
                "answer",
                _("I answer politely and correct the facts."),
                False,
                _(
                    "It feels fair, but it feeds the quarrel, and now it has your name on it. Pass it on instead."
                ),
            ),
            Answer(
                "pass",
                _("I leave it and press “Difficult comment”."),
                True,
                _("Yes. The social media manager takes over, and you are told how it ended."),
            ),
            Answer(
                "delete",
                _("I delete the comment."),
                False,
                _(
                    "Understandable. But deleting often makes it louder. Pass it on first, then decide together."
                ),
            ),
        ),
    ),
    Question(
        _("You worked on a product that is shown in March. A friend asks what you are doing these days."),
        "confidential",
        (
            Answer(
                "hint",
                _("I post: “Can’t say anything, but wait for March!”"),
                False,
                _(
                    "A hint is news too: competitors can read a calendar. Wait for the day, then tell the story."
                ),
            ),
            Answer(
                "wait",
                _("I wait, and share it on the day with what I remember of the work."),
                True,
                _("Yes. On that day your story is worth more than any hint before."),
            ),
            Answer(
                "private",
                _("I tell it in a closed group only."),
                False,
                _("Closed groups have screenshots. What is not public stays between us, there too."),
            ),
        ),
    ),
    Question(
        _("A suggested post sounds a little like advertising to you."),
        "own-words",
        (
            Answer(
                "as-is",
                _("I post it as it is."),
                False,
                _(
                    "You may. But eleven colleagues might post the same words; one sentence of yours changes that."
                ),
            ),
            Answer(
                "change",
                _("I rewrite it the way I talk."),
                True,
                _("Yes. A suggestion is a start, not a script, and your own words are read more."),
            ),
            Answer(
                "not",
                _("I press “Not for me” and say why."),
                True,
                _("Just as good. The reason reaches the curators without your name."),
            ),
        ),
    ),
    Question(
        _("You recommend one of our products in a group of home owners."),
        "say-you-work-here",
        (
            Answer(
                "open",
                _("I write that I work here."),
                True,
                _("Yes. Half a sentence is enough, and it makes you more credible, not less."),
            ),
            Answer(
                "profile",
                _("My profile says where I work; that is enough."),
                False,
                _("Most readers never open a profile. It belongs in the post itself, where it is seen."),
            ),
            Answer(
                "silent",
                _("I write it as a happy customer would."),
                False,
                _("That is advertising in disguise, and in many countries against the law. Say it openly."),
            ),
        ),
    ),
    Question(
        _("Your photo of the workshop is great, and two colleagues can be seen on it."),
        "ask-and-think",
        (
            Answer(
                "post",
                _("I post it: they are at work, after all."),
                False,
                _("A picture of a person belongs to that person, at work too. A quick “may I?” solves it."),
            ),
            Answer(
                "ask",
                _("I ask the two, and post it when both say yes."),
                True,
                _("Yes. And if one says no, crop the picture or take another one."),
            ),
            Answer(
                "blur",
                _("I blur their faces and post it without asking."),
                False,
                _("Better than nothing, but colleagues still know who it is. Ask, it takes ten seconds."),
            ),
        ),
    ),
)


def question(number: int) -> Question | None:
    """The question of this number, counted from 1; None beyond the last."""
    return QUESTIONS[number - 1] if 1 <= number <= len(QUESTIONS) else None
