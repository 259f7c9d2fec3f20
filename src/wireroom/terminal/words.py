"""The words that the terminal's script says, translated like those of the templates."""

from __future__ import annotations

from django.utils.translation import gettext

from wireroom.customers.access.session_queries import SENTENCES


def words() -> dict[str, str]:
    """Give the words by key; a script fills in what stands in braces."""
    return {
        "state.connecting": gettext("Connecting…"),
        "state.live": gettext("Live"),
        "state.later": gettext("Updated every minute"),
        "state.delayed": gettext("Delayed"),
        "state.offline": gettext("Offline"),
        "state.signed_out": gettext("Signed out"),
        "state.waiting": gettext("Reconnecting"),
        "state.wait": gettext("in {seconds} s"),
        **{f"over.{why}": gettext(sentence) for why, sentence in SENTENCES.items()},
        "over.seat_taken": gettext(
            "Somebody of your company signed in at {time} and took this seat."
        ),
        "new": gettext("{count} new ↑"),
        "say.flash": gettext("Flash: {headline}"),
        "say.many": gettext("{count} new. {headline}"),
        "say.alert": gettext("{topic}: {headline}"),
        "say.alerts": gettext("{count} alerts. {topic}: {headline}"),
        "sound.on": gettext("Sound on"),
        "sound.off": gettext("Sound off"),
        "story.missing": gettext("This story is not available."),
        "story.unreachable": gettext("No connection to the newsroom."),
    }
