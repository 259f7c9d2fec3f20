"""What is sold, in words that a customer uses."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext
from msgspec import Struct

from wireroom.customers.directory import Offered
from wireroom.customers.policy import Channel
from wireroom.design.brand import agency

CHANNELS: dict[str, str | Promise] = {
    Channel.TERMINAL: gettext_lazy("Terminal"),
    Channel.STREAM: gettext_lazy("Live stream"),
    Channel.API: gettext_lazy("API"),
    Channel.FEED: gettext_lazy("Feeds"),
    Channel.WEBHOOK: gettext_lazy("Webhooks"),
    Channel.SFTP: gettext_lazy("SFTP"),
    Channel.EMAIL: gettext_lazy("E-mail"),
    Channel.EXPORT: gettext_lazy("Export of lists"),
}
METHODS: dict[str, str | Promise] = {
    "password": gettext_lazy("with the password"),
    "totp": gettext_lazy("with a code of the app"),
    "passkey": gettext_lazy("with a passkey"),
    "recovery": gettext_lazy("with a recovery code"),
    "oidc": gettext_lazy("by your company"),
    "saml": gettext_lazy("by your company"),
    "invitation": gettext_lazy("by an invitation"),
    "demo": gettext_lazy("by a demo"),
}
"""By what somebody came in, see `SignIn.method`."""
_HOUR_MINUTES = 60


class Reading(Struct, frozen=True, kw_only=True):
    """A product in a reader's hands, each limit in words."""

    offered: Offered
    level: str
    delay: str
    archive: str
    languages: str
    channels: str

    @property
    def product(self) -> str:
        """The product's name."""
        return self.offered.product


def reading_of(offered: Offered) -> Reading:
    """Put what somebody may read in words."""
    return Reading(
        offered=offered,
        level=_level(offered),
        delay=_delay(offered.delay_minutes),
        archive=_archive(offered.archive_days),
        languages=_languages(offered.languages),
        channels=channels(offered.channels),
    )


def channels(codes: Iterable[str]) -> str:
    """Name channels in their usual order; no code at all means all of them."""
    wanted = set(codes)
    if not wanted:
        return gettext("All channels")
    return ", ".join(str(name) for code, name in CHANNELS.items() if code in wanted) or gettext(
        "None"
    )


def _level(offered: Offered) -> str:
    if offered.sample_only:
        return gettext("Samples in full text")
    return gettext("Full text") if offered.level == "full" else gettext("Headlines only")


def _delay(minutes: int) -> str:
    if not minutes:
        return gettext("At once")
    hours, rest = divmod(minutes, _HOUR_MINUTES)
    if not rest:
        return ngettext("{} hour after release", "{} hours after release", hours).format(hours)
    return ngettext("{} minute after release", "{} minutes after release", minutes).format(minutes)


def _archive(days: int | None) -> str:
    if days is None:
        return gettext("All of it")
    return ngettext("The last {} day", "The last {} days", days).format(days)


def _languages(tags: Iterable[str]) -> str:
    names = {each.tag: each.name for each in agency().languages}
    return ", ".join(names.get(tag, tag) for tag in tags) or gettext("All")
