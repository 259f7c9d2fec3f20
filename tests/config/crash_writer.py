"""Releases flashes as fast as it can; each is acknowledged by a line, after the commit."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wireroom.config.settings")

import django

django.setup()

from wireroom.customers.models import Person  # noqa: E402 - after django.setup()
from wireroom.desk import services  # noqa: E402
from wireroom.kernel.clock import utc_now  # noqa: E402


def main(name: str) -> None:
    """Go on until killed."""
    editor = Person.objects.get(email="chief@merrow.example")
    number = 0
    while True:
        headline = f"{name}-{number}"
        story = services.release_flash(
            headline=headline, editor=editor, now=utc_now(), key=headline
        )
        sys.stdout.write(f"{story.guid}\n")
        sys.stdout.flush()
        number += 1


if __name__ == "__main__":
    main(sys.argv[1])
