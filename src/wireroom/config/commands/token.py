"""`wireroom token`: a bearer token for a program."""

from __future__ import annotations

import argparse
from datetime import timedelta

from wireroom.config.commands.terms import DONE, FAILED, say, setup_django

SUMMARY = "issue an access token for a person, for use by a program"
DESCRIPTION = """\
Issue a bearer token that reads what the person may read, and print it. It is shown this once.

    curl -N -H "Authorization: Bearer $(wireroom token anna@bank.example)" http://localhost:8001/stream"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("email", metavar="EMAIL", help="the person that the token reads for")
    parser.add_argument("--name", default="made by `wireroom token`", help="what the token is for")
    parser.add_argument("--days", type=int, help="days until it expires (never)")


def run(args: argparse.Namespace) -> int:
    """Issue the token; stdout carries nothing but its secret."""
    setup_django()
    from wireroom.customers.queries import person_id_of  # noqa: PLC0415
    from wireroom.customers.services import issue_token  # noqa: PLC0415
    from wireroom.kernel.clock import utc_now  # noqa: PLC0415

    person_id = person_id_of(args.email.strip())
    if person_id is None:
        say(
            f"Nobody signs in as {args.email}. "
            "`wireroom manage createsuperuser` makes the first account."
        )
        return FAILED
    now = utc_now()
    _, secret = issue_token(
        name=args.name,
        person_id=person_id,
        expires_at=now + timedelta(days=args.days) if args.days else None,
        now=now,
        actor="wireroom token",
    )
    print(secret)
    return DONE
