"""The certificate as PDF, with its data attached."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from wireroom.delivery.recalls.certificate import canonical
from wireroom.kernel.errors import WireroomError

_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class NoPdf(WireroomError):
    """Certificates cannot be printed here: libraries of the system are missing."""

    code = "no_pdf"
    http_status = 503


def pdf(certificate: dict[str, Any], digest: str) -> bytes:
    """Print a certificate; the JSON that the digest is of is attached as `certificate.json`.

    Raises:
        NoPdf: WeasyPrint's libraries are not installed; the text names the Debian packages.
    """
    try:
        from weasyprint import HTML, Attachment  # type: ignore[import-untyped]  # noqa: PLC0415 - loads libraries of the system
    except OSError as error:
        raise NoPdf(
            "Certificates cannot be printed here: libraries of the system are missing. "
            f"Install the Debian packages {_PACKAGES}. ({error})"
        ) from error
    data = Attachment(
        string=canonical(certificate), name="certificate.json", description="What the digest is of"
    )
    facts = {"certificate": certificate, "digest": digest, "rows": _rows(certificate)}
    page = render_to_string("delivery/recalls/certificate.html", facts)
    made = HTML(string=page, url_fetcher=_nothing).write_pdf(
        attachments=[data], presentational_hints=False
    )
    return bytes(made or b"")


def _nothing(url: str, *_: object, **__: object) -> dict[str, object]:
    """Fetch nothing: a page is printed from what it holds."""
    raise ValueError(url)


def _rows(certificate: dict[str, Any]) -> list[dict[str, Any]]:
    times = ("delivered_at", "acknowledged_at", "escalated_at")
    return [row | {name: spell(row[name]) for name in times} for row in certificate["recipients"]]


def spell(text: str) -> str:
    """Spell a time of the certificate as people do; nothing stays nothing."""
    return f"{datetime.fromisoformat(text):%d %b %Y %H:%M:%S} UTC" if text else ""
