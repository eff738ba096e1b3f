"""What there is to share: channels, topics, items in several languages, pictures and suggested posts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from advocacy.lib import networks
from content.placeholders import validate_placeholders
from content.querysets import ItemQuerySet
from content.slugs import free_slug
from people.models import Language, Team

web_address = URLValidator(
    schemes=["http", "https"], message=_("Write a web address that begins with https://.")
)


class Channel(models.Model):
    """A stream of items of one colour: what the company says of itself, or what the industry says."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("about the company")
        INDUSTRY = "industry", _("about the industry")

    slug = models.SlugField(_("short name"), unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COMPANY)
    name_en = models.CharField(_("name in English"), max_length=60)
    name_de = models.CharField(_("name in German"), max_length=60)
    description_en = models.CharField(_("description in English"), max_length=200, blank=True)
    description_de = models.CharField(_("description in German"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_de if get_language() == Language.DE else self.name_en


class Topic(models.Model):
    """What items are about, so that people can choose."""

    slug = models.SlugField(_("short name"), unique=True)
    name_en = models.CharField(_("name in English"), max_length=60)
    name_de = models.CharField(_("name in German"), max_length=60)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_de if get_language() == Language.DE else self.name_en


class Picture(models.Model):
    """A raster picture, re-encoded and without its camera's notes. Uploads go through `content.pictures`."""

    file = models.ImageField(
        _("picture"), upload_to="pictures/%Y/%m/", width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    alt_en = models.CharField(_("description in English"), max_length=500, blank=True)
    alt_de = models.CharField(_("description in German"), max_length=500, blank=True)
    source = models.CharField(_("source and licence"), max_length=300, blank=True)
    may_reupload = models.BooleanField(
        _("may be posted"),
        default=False,
        help_text=_("We have the right to post this picture, not only to link to it."),
    )

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.alt_en or self.alt_de or str(self.file.name)

    @property
    def url(self) -> str:
        """The address of the file. Name and content never change, so browsers may keep it for ever."""
        return reverse("content:picture", args=[self.pk, PurePosixPath(str(self.file.name)).name])

    def alt(self, language: str) -> str:
        """The description in this language, else in the other one."""
        return (self.alt_de or self.alt_en) if language == Language.DE else (self.alt_en or self.alt_de)


class Item(models.Model):
    """One thing to share, in one or several languages, counted once."""

    class Kind(models.TextChoices):
        ANNOUNCEMENT = "announcement", _("Announcement")
        STORY = "story", _("Story")
        EVENT = "event", _("Event")
        ARTICLE = "article", _("Industry article")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        APPROVED = "approved", _("Approved")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Stage(models.TextChoices):
        """Where an item stands for its readers: the stored states, with approved ones told apart by their dates."""

        PROPOSED = "proposed", _("Proposed")
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        PLANNED = "planned", _("Planned")
        LIVE = "live", _("Live")
        PAST = "past", _("Past")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Destination(models.TextChoices):
        OUTSIDE = "outside", _("a page on the web")
        OWN_PAGE = "own_page", _("a public page of its own")
        READING = "reading", _("for reading only, not to share")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, db_index=True)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="items", verbose_name=_("channel"))
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="items", verbose_name=_("topic")
    )
    destination = models.CharField(
        _("links to"), max_length=10, choices=Destination, default=Destination.OUTSIDE
    )
    slug = models.SlugField(
        _("address of the public page"), max_length=80, unique=True, null=True, blank=True
    )
    picture = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, related_name="items", verbose_name=_("picture")
    )
    author = models.CharField(_("author"), max_length=200, blank=True)
    site = models.CharField(_("site"), max_length=200, blank=True)

    # Who sees it: everyone when no team and no location is named.
    teams = models.ManyToManyField(Team, blank=True, related_name="+", verbose_name=_("only these teams"))
    locations = models.CharField(
        _("only these locations"), max_length=300, blank=True, help_text=_("Separated by commas.")
    )
    only_language = models.CharField(
        _("only readers of"),
        max_length=5,
        choices=Language,
        blank=True,
        help_text=_("Empty: readers of every language."),
    )

    publish_at = models.DateTimeField(_("in the feed from"), default=timezone.now)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    pinned = models.BooleanField(_("pinned on top"), default=False)

    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    zone = models.CharField(_("time zone of the event"), max_length=64, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_url = models.URLField(_("online at"), max_length=500, blank=True, validators=[web_address])

    # Which feed entry this came from: the same entry is never brought in twice.
    feed_url = models.URLField(max_length=500, blank=True, editable=False)
    feed_guid = models.CharField(max_length=500, blank=True, editable=False)

    # Counts every change, so that cached fragments and open drafts notice.
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(_("reason"), max_length=300, blank=True)

    # Set by ItemQuerySet.with_card only.
    card_title: str
    card_summary: str
    card_language: str
    card_url: str

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["-publish_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["feed_url", "feed_guid"],
                condition=~models.Q(feed_guid=""),
                name="one_item_per_feed_entry",
            ),
            models.CheckConstraint(
                condition=~models.Q(destination="own_page") | models.Q(slug__isnull=False),
                name="own_page_has_a_slug",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gte=models.F("starts_at")),
                name="event_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at=None) | models.Q(expires_at__gt=models.F("publish_at")),
                name="item_expires_after_it_appears",
            ),
        ]

    def __str__(self) -> str:
        if title := self.__dict__.get("card_title"):
            return str(title)
        first = next(iter(self.texts.all()), None)
        return first.title if first else f"{self.get_kind_display()} {self.pk}"

    def save(self, *, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """An item with a page of its own always has an address for it, made from its title by default."""
        self.slug = self.slug or None
        if self.destination == self.Destination.OWN_PAGE and self.slug is None:
            self.slug = free_slug(type(self), self._first_title() or self.kind)
            update_fields = {*update_fields, "slug"} if update_fields is not None else None
        super().save(update_fields=update_fields, **kwargs)

    def _first_title(self) -> str:
        return str(self) if self.pk and self.texts.all() else ""

    @property
    def shareable(self) -> bool:
        """Whether it is offered to share, or only to read."""
        return self.destination != self.Destination.READING

    @property
    def card_site(self) -> str:
        """Whose page a card leads to, such as “buildingreview.example”. Needs `with_card`."""
        return self.site or (urlsplit(self.card_url).hostname or "").removeprefix("www.")

    @property
    def event_zone(self) -> ZoneInfo:
        """The clock of the place where the event happens, else the reader's."""
        return ZoneInfo(self.zone or timezone.get_current_timezone_name())

    @property
    def page_path(self) -> str:
        """The path of its own public page, "" where it has none."""
        return (
            reverse("content:public", args=[self.slug])
            if self.destination == self.Destination.OWN_PAGE
            else ""
        )

    def text_in(self, language: str) -> ItemText | None:
        """Its words in this language, else in the other one."""
        texts = list(self.texts.all())
        return next((text for text in texts if text.language == language), texts[0] if texts else None)

    def stage(self, now: datetime) -> Stage:
        """The stored state, or for an approved item whether it is planned, live or past."""
        if self.state != self.State.APPROVED:
            return self.Stage(self.state)
        if self.publish_at > now:
            return self.Stage.PLANNED
        return self.Stage.LIVE if self.is_live(now) else self.Stage.PAST

    def is_live(self, now: datetime) -> bool:
        """Approved, its time has come and not gone."""
        return (
            self.state == self.State.APPROVED
            and self.publish_at <= now
            and (self.expires_at is None or self.expires_at > now)
        )


class ItemText(models.Model):
    """An item's words in one language."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=5, choices=Language)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), max_length=1000, blank=True)
    body = models.TextField(_("text of the public page"), blank=True, help_text=_("Markdown."))
    url = models.URLField(_("address"), max_length=1000, blank=True, validators=[web_address])

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "language"], name="one_text_per_item_language")
        ]

    def __str__(self) -> str:
        return self.title


class Suggestion(models.Model):
    """A suggested post: words for one language, for one network or for every one they fit."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="suggestions")
    language = models.CharField(_("language"), max_length=5, choices=Language)
    network = models.CharField(
        _("network"),
        max_length=20,
        blank=True,
        choices=networks.choices(),
        help_text=_("Empty: every network it fits."),
    )
    text = models.TextField(_("text"), max_length=3000, validators=[validate_placeholders])
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Placement(models.Model):
    """One row per item and audience: what makes the feed fast. Derived from the item by `content.placing`."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="placements")
    # "all", "team:7" or "place:leipzig", each followed by "|*" or by "|" and the one language of its readers.
    audience = models.CharField(max_length=140)
    pinned = models.PositiveSmallIntegerField(default=0)
    publish_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=12)
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "audience"], name="one_placement_per_audience")
        ]
        indexes = [
            models.Index(fields=["audience", "-pinned", "-publish_at", "-item"], name="placement_feed"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} → {self.audience}"


class Dismissal(models.Model):
    """“Not for me”: the item leaves this person's feed; the reason reaches the curator without her name."""

    class Reason(models.TextChoices):
        NOT_MY_TOPIC = "topic", _("not my topic")
        NOT_MY_VOICE = "voice", _("not how I speak")
        SEEN = "seen", _("seen it elsewhere")
        OTHER = "other", _("something else")

    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="dismissals")
    item = models.ForeignKey(Item, models.CASCADE, related_name="dismissals")
    reason = models.CharField(max_length=10, choices=Reason, default=Reason.OTHER)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "item"], name="one_dismissal_per_item")]

    def __str__(self) -> str:
        return f"{self.employee_id} · {self.item_id}"
