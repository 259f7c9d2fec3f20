"""`python -m wireroom.config.demo`: the news day of a demo, a process of `serve`."""

from __future__ import annotations

import os

from wireroom.config.commands.terms import setup_django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wireroom.config.settings")
    setup_django()
    from wireroom.config.demo.newsday import main

    main()
