"""`wireroom init`: a new agency, or an old one after an upgrade."""

from __future__ import annotations

import argparse
from contextlib import nullcontext
from typing import Any

from wireroom.config import demo, environment
from wireroom.config.commands.terms import DONE, collect_static, say, setup_django

SUMMARY = "set up the data directory and the database; also after an upgrade"
DESCRIPTION = """\
Make the data directory (WIREROOM_DATA_DIR, default ./.data) with its secret key, bring the
database up to date, and set up the newsroom: groups, desks and the workflow. Run it as often as
you like: it completes what is missing and changes nothing else.

With --demo it fills an empty agency with the fictional Merrow Wire: stories of every kind,
customers with different rights and their accounts, whose passwords it prints. Never on a
machine that strangers reach."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--demo", action="store_true", help="fill it with a fictional agency")
    parser.add_argument("--name", help="what the agency is called, for the site's address book")


def run(args: argparse.Namespace) -> int:
    """Set up."""
    with demo.branded(environment.read().data_dir) if args.demo else nullcontext():
        setup_django()
        _set_up(args)
    return DONE


def _set_up(args: argparse.Namespace) -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from wireroom.customers.services import set_up_sales  # noqa: PLC0415
    from wireroom.desk.newsroom import set_up_newsroom  # noqa: PLC0415

    data_dir = settings.WIREROOM_DATA_DIR
    if args.demo:
        demo.require_empty_or_demo(data_dir)
    data_dir.chmod(0o700)
    say(f"data directory: {data_dir}")
    say("database: bringing it up to date; the first time this takes a minute")
    call_command("migrate", interactive=False, verbosity=0)
    say("newsroom: groups, desks, workflow")
    set_up_newsroom()
    set_up_sales()
    _name_site(args, settings)
    say("static files")
    collect_static()
    if args.demo:
        for line in demo.install(data_dir, say):
            print(line)
    else:
        say("Done. Now `wireroom manage createsuperuser` for an account, then `wireroom serve`.")


def _name_site(args: argparse.Namespace, settings: Any) -> None:
    """Give Wagtail's one site a row that fits: its migrations make one for a welcome page."""
    from wagtail.models import Page, Site  # noqa: PLC0415

    site = Site.objects.filter(is_default_site=True).first()
    root = Page.objects.filter(depth=1).first()
    if root is None:
        return
    site = site or Site(is_default_site=True, root_page=root)
    site.hostname = next(iter(settings.ENVIRONMENT.hosts), "localhost")
    site.port = settings.ENVIRONMENT.web_port
    if args.name or not site.site_name:
        site.site_name = args.name or settings.WAGTAIL_SITE_NAME
    site.save()
