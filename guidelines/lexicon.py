"""Finding many terms in a text at once. Pure: terms go in as values, hits with what they quote come out.

Phrases are looked up word by word in an index of stems, wildcards are tried only where their longest piece stands in
the text, and regular expressions run under a time limit. So 2,000 terms cost little more than one.
"""

from __future__ import annotations

import functools
import itertools
import logging
import re
import time
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn

import regex
import snowballstemmer

log = logging.getLogger(__name__)

# A regular expression gets this long for one text, and all of them together no longer than the second.
SECONDS_FOR_ONE = 0.05
SECONDS_FOR_ALL = 0.2
LONGEST_EXPRESSION = 200
# {n} of {m} of something is n times m of it in memory: beyond this an expression is refused before it is compiled.
MOST_REPEATS = 1000
# “HP-12” and “HP 12”, but not the last word of one sentence and the first of the next.
LONGEST_GAP = 3

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_DROPPED = dict.fromkeys(map(ord, _INVISIBLE))
# Letters and digits with their accents, and invisible characters inside a word. An underscore parts words.
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f{_INVISIBLE}])*")
_STARRED_WORD = re.compile(r"[*?]*[^\W_](?:[^\W_]|[*?])*")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SENTENCE_ENDS = re.compile(r"[.!?;:]\s")
# A term with such a mark of its own, as “Project: Falcon”; a ? may be a wildcard.
_DOTTED = re.compile(r"\.|[!;:]\s")


@dataclass(frozen=True)
class Term:
    """One entry of the company's list: `kind` is phrase, wildcard or regex, `action` hint, confirm or block.

    `language` is "en" or "de" for its word forms, "" for both. From `until` on the term is silent.
    """

    key: str
    pattern: str
    kind: str = "phrase"
    action: str = "block"
    competitor: bool = False
    language: str = ""
    until: datetime | None = None
    zone: str = "UTC"


@dataclass(frozen=True)
class Hit:
    """A term that stands in the text, as it is written there; or one that could not be looked for in time."""

    term: Term
    quote: str
    timed_out: bool = False


class BadPattern(ValueError):
    """An expression that cannot be searched for safely. `reason` is "syntax", "size" or "words"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@functools.lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """A word without case, accents and invisible characters; ä, ö, ü and ß as two letters."""
    plain = unicodedata.normalize("NFKC", word).translate(_DROPPED).casefold().translate(_GERMAN)
    apart = unicodedata.normalize("NFKD", plain)
    return "".join(char for char in apart if not unicodedata.combining(char))


@functools.lru_cache(maxsize=20_000)
def stems(word: str, language: str = "") -> frozenset[str]:
    """The keys under which a folded word is found: itself, and its stem in one language or in both."""
    found = {word}
    if word.isalpha():
        for code, name in (("en", "english"), ("de", "german")):
            if language in ("", code):
                # A stemmer keeps state while it works: one for each call is safe in every thread.
                found.add(f"{code}:{snowballstemmer.stemmer(name).stemWord(word)}")
    elif word.endswith("s") and word[-2:-1].isdecimal():
        found.add(word[:-1])
    return frozenset(found)


def _skeleton(word: str) -> str:
    """A folded word without the letters that German inflection changes: Haus and Häuser begin alike."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _beginning(key: str) -> str:
    """What every form of a word with this stem begins with; stems may end in another letter than their word."""
    stem = _skeleton(key.partition(":")[2] or key)
    return stem[: max(3, len(stem) - 1)]


@dataclass(frozen=True)
class _Phrase:
    term: Term
    words: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class _Starred:
    """A term with wildcards. `needle` is the longest piece of `anchor`, the word at `place` of its words."""

    term: Term
    needle: str
    anchor: str
    place: int
    words: tuple[re.Pattern[str], ...]

    def at(self, text: str, words: list[_Word], place: int) -> Iterator[Hit]:
        """The term, if it stands where its word with the needle is the one at this place of the text."""
        start = place - self.place
        run = words[start : start + len(self.words)] if start >= 0 else []
        if len(run) == len(self.words) and all(
            pattern.fullmatch(word.folded) for pattern, word in zip(self.words, run, strict=True)
        ):
            yield from _quote(text, run, self.term)


@dataclass(frozen=True)
class _Expression:
    term: Term
    needle: str
    compiled: regex.Pattern[str]


@dataclass(frozen=True)
class Lexicon:
    """Terms made ready for searching. Build it by `compile_terms` and keep it: finding is quick, compiling is not."""

    # Phrases by the keys of their first word, and what words with one of these stems begin with.
    phrases: dict[str, list[_Phrase]] = field(default_factory=dict)
    beginnings: frozenset[str] = frozenset()
    # Wildcards by what a word of theirs begins or ends with; the rest by a piece in the middle.
    by_start: dict[str, list[_Starred]] = field(default_factory=dict)
    by_end: dict[str, list[_Starred]] = field(default_factory=dict)
    by_middle: tuple[_Starred, ...] = ()
    expressions: tuple[_Expression, ...] = ()

    def find(self, text: str, now: datetime) -> list[Hit]:
        """Every term that stands in the text and is not silent at `now`, each once, as it first stands there."""
        words = _words_of(text)
        hits = [*self._find_phrases(text, words), *self._find_starred(text, words), *self._search(text, now)]
        alive = [hit for hit in hits if hit.term.until is None or now < hit.term.until]
        return list({hit.term.key: hit for hit in reversed(alive)}.values())[::-1]

    def _find_phrases(self, text: str, words: list[_Word]) -> Iterator[Hit]:
        if not self.phrases:
            return
        for start, word in enumerate(words):
            for key in self._keys(word.folded):
                for phrase in self.phrases.get(key, ()):
                    run = words[start : start + len(phrase.words)]
                    if len(run) == len(phrase.words) and all(
                        wanted & stems(one.folded)
                        for wanted, one in zip(phrase.words[1:], run[1:], strict=True)
                    ):
                        yield from _quote(text, run, phrase.term)

    def _keys(self, word: str) -> Iterable[str]:
        """The keys of a word; its stems, which take long, only where the first word of some term begins like it."""
        bones = _skeleton(word)
        for end in range(1, len(bones) + 1):
            if bones[:end] in self.beginnings:
                return stems(word)
        return (word,)

    def _find_starred(self, text: str, words: list[_Word]) -> Iterator[Hit]:
        for place, word in enumerate(words):
            for length in range(1, len(word.folded) + 1) if self.by_start or self.by_end else ():
                for starred in self.by_start.get(word.folded[:length], ()):
                    yield from starred.at(text, words, place)
                for starred in self.by_end.get(word.folded[-length:], ()):
                    yield from starred.at(text, words, place)
        whole = " ".join(word.folded for word in words) if self.by_middle else ""
        for starred in self.by_middle:
            if starred.needle in whole:
                for place, word in enumerate(words):
                    if starred.needle in word.folded:
                        yield from starred.at(text, words, place)

    def _search(self, text: str, now: datetime) -> Iterator[Hit]:
        """Run the expressions, each within its time and all within theirs."""
        if not self.expressions:
            return
        plain = unicodedata.normalize("NFKC", text).translate(_DROPPED)
        lowered = plain.lower()
        ends = time.perf_counter() + SECONDS_FOR_ALL
        for one in self.expressions:
            if one.needle not in lowered or (one.term.until is not None and now >= one.term.until):
                continue
            left = min(SECONDS_FOR_ONE, ends - time.perf_counter())
            try:
                found = one.compiled.search(plain, timeout=left) if left > 0 else _out_of_time()
            except TimeoutError:
                log.warning("The pattern of term %s took too long for one text.", one.term.key)
                yield Hit(one.term, "", timed_out=True)
            else:
                if found is not None and found[0]:
                    yield Hit(one.term, found[0])


EMPTY = Lexicon()


def _out_of_time() -> NoReturn:
    raise TimeoutError


@dataclass(frozen=True)
class _Word:
    folded: str
    start: int
    end: int


def _words_of(text: str) -> list[_Word]:
    return [_Word(fold(match[0]), match.start(), match.end()) for match in _WORD.finditer(text)]


def _quote(text: str, run: list[_Word], term: Term) -> Iterator[Hit]:
    """The words of a run as they stand in the text, if no more stands between them than in the term itself."""
    gaps = [text[left.end : right.start] for left, right in itertools.pairwise(run)]
    dotted = bool(_DOTTED.search(term.pattern))
    longest = max(LONGEST_GAP, *map(len, _WORD.split(term.pattern)))
    if all(len(gap) <= longest and (dotted or not _SENTENCE_ENDS.search(gap)) for gap in gaps):
        yield Hit(term, text[run[0].start : run[-1].end])


def compile_terms(terms: Iterable[Term]) -> Lexicon:
    """A lexicon of these terms. A term that cannot be compiled is left out and logged: saving refused it before."""
    phrases: dict[str, list[_Phrase]] = {}
    by_start: dict[str, list[_Starred]] = {}
    by_end: dict[str, list[_Starred]] = {}
    by_middle: list[_Starred] = []
    expressions: list[_Expression] = []
    for term in terms:
        try:
            if term.kind == "regex":
                compiled = compile_expression(term.pattern)
                expressions.append(_Expression(term, _needle_of(term.pattern), compiled))
            elif term.kind == "wildcard":
                _file(_compile_starred(term), by_start, by_end, by_middle)
            else:
                for phrase in _compile_phrase(term):
                    for key in phrase.words[0]:
                        phrases.setdefault(key, []).append(phrase)
        except BadPattern as error:
            log.error("Term %s is not looked for: %s.", term.key, error.reason)
    return Lexicon(
        phrases, frozenset(map(_beginning, phrases)), by_start, by_end, tuple(by_middle), tuple(expressions)
    )


def _file(
    starred: _Starred,
    by_start: dict[str, list[_Starred]],
    by_end: dict[str, list[_Starred]],
    by_middle: list[_Starred],
) -> None:
    """Put a wildcard where it is found soonest."""
    if starred.anchor.startswith(starred.needle):
        by_start.setdefault(starred.needle, []).append(starred)
    elif starred.anchor.endswith(starred.needle):
        by_end.setdefault(starred.needle, []).append(starred)
    else:
        by_middle.append(starred)


def _compile_phrase(term: Term) -> list[_Phrase]:
    """The phrase word by word, and in one piece as in HP12 or in a hashtag."""
    words = [fold(match[0]) for match in _WORD.finditer(term.pattern)]
    if not words:
        raise BadPattern("words")
    found = [_Phrase(term, tuple(stems(word, term.language) for word in words))]
    if len(words) > 1:
        found.append(_Phrase(term, (frozenset({"".join(words)}),)))
    return found


def _compile_starred(term: Term) -> _Starred:
    plain = unicodedata.normalize("NFKC", term.pattern).translate(_DROPPED)
    words = [fold(word) for word in _STARRED_WORD.findall(plain)]
    pieces = [
        (len(piece), piece, place) for place, word in enumerate(words) for piece in re.split(r"[*?]", word)
    ]
    length, needle, place = max(pieces, default=(0, "", 0))
    if not length:
        raise BadPattern("words")
    return _Starred(
        term, needle, words[place], place, tuple(re.compile(_as_expression(word)) for word in words)
    )


def _as_expression(starred: str) -> str:
    """A word with wildcards as an expression that needs no second try.

    The first place where a middle part fits is as good as any, so each is atomic; only the last one is tied to the end.
    """
    first, *rest = [
        "".join(r"\w" if char == "?" else re.escape(char) for char in part) for part in starred.split("*")
    ]
    if not rest:
        return first
    return first + "".join(rf"(?>\w*?{part})" for part in rest[:-1]) + rf"\w*{rest[-1]}"


def check(term: Term) -> None:
    """Raise BadPattern for a phrase or wildcard without a letter or digit."""
    if term.kind == "wildcard":
        _compile_starred(term)
    else:
        _compile_phrase(term)


def compile_expression(pattern: str) -> regex.Pattern[str]:
    """A regular expression without regard to case. BadPattern when it is wrong, or too large to be compiled safely."""
    repeats = 1
    for low, high in re.findall(r"\{\s*(\d*)\s*(?:,\s*(\d*)\s*)?\}", pattern):
        repeats *= (
            max(int(low or 0), int(high or 0), 1) if len(low) < 6 and len(high) < 6 else MOST_REPEATS + 1
        )
    fuzzy_or_recursive = re.search(r"\{[^}]*[a-zA-Z<]|\(\?(?:R|&|P>|[+-]?\d)", pattern)
    if len(pattern) > LONGEST_EXPRESSION or repeats > MOST_REPEATS or fuzzy_or_recursive:
        raise BadPattern("size")
    try:
        return regex.compile(pattern, regex.IGNORECASE | regex.VERSION0)
    except (regex.error, OverflowError, RecursionError, ValueError) as error:
        raise BadPattern("syntax") from error


def _needle_of(pattern: str) -> str:
    """Letters or digits that every match must hold, found without understanding more than is safe; "" when unsure."""
    if "|" in pattern or "(?" in pattern:
        return ""
    outside = re.sub(r"\\.|\[[^\]]*\]|\([^()]*\)", " ", pattern)
    if re.search(r"[()\[\]\\]", outside):
        return ""
    certain = re.sub(r".?(?:[*?]|\{[^}]*\})", " ", outside)
    pieces = re.findall(r"[a-z0-9]+", certain.lower())
    return max(pieces, key=len, default="")


def probe(pattern: str) -> bool:
    """Whether an expression ends in time on texts that are made to make it slow. Raises BadPattern."""
    compiled = compile_expression(pattern)
    tails = ("!", "\n", "")
    texts = [
        unit * (3000 // len(unit)) + tail for unit in ("a", "1", " ", "ab ", "x1-", "Aa. ") for tail in tails
    ]
    texts += [_literal(pattern) * (3000 // len(_literal(pattern))) + tail for tail in tails]
    try:
        for text in texts:
            compiled.search(text, timeout=SECONDS_FOR_ONE)
    except TimeoutError:
        return False
    return True


def _literal(pattern: str) -> str:
    """The pattern's own letters and digits: a text of them leads it furthest astray."""
    return "".join(re.findall(r"[A-Za-z0-9]", re.sub(r"\\.", "", pattern))) or "a"
