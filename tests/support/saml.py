"""A SAML identity provider of a few lines: it answers a question with a signed assertion."""

from __future__ import annotations

import base64
import zlib
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import etree
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils

_RESPONSE = """\
<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0" IssueInstant="{now}"
 Destination="{to}" InResponseTo="{question}"><saml:Issuer>{issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
{assertion}</samlp:Response>"""
_ASSERTION = """\
<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0"
 IssueInstant="{now}"><saml:Issuer>{issuer}</saml:Issuer>
<saml:Subject>
<saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">{email}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData NotOnOrAfter="{end}" Recipient="{to}" InResponseTo="{question}"/>
</saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{start}" NotOnOrAfter="{end}"><saml:AudienceRestriction>
<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}"><saml:AuthnContext><saml:AuthnContextClassRef>
urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext>
</saml:AuthnStatement>
<saml:AttributeStatement><saml:Attribute Name="mail">
<saml:AttributeValue>{email}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>
</saml:Assertion>"""


class IdentityProvider:
    """One provider with a key of its own."""

    entity_id = "https://idp.bank.example/metadata"
    sso_url = "https://idp.bank.example/sso"

    def __init__(self) -> None:
        """Make the key and the certificate."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp.bank.example")])
        now = datetime.now(UTC)  # noqa: TID251 - certificates live in real time
        certificate = x509.CertificateBuilder(
            subject_name=name,
            issuer_name=name,
            public_key=key.public_key(),
            serial_number=1,
            not_valid_before=now - timedelta(days=1),
            not_valid_after=now + timedelta(days=1),
        ).sign(key, SHA256())
        self._key = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        self.certificate = certificate.public_bytes(Encoding.PEM).decode()

    def answer(
        self,
        question: str,
        *,
        email: str = "ada@bank.example",
        audience: str = "",
        to: str = "",
        issuer: str = "",
        age: timedelta = timedelta(0),
        signed: bool = True,
    ) -> str:
        """Answer the question in the address that our site led to; give the XML."""
        asked = etree.fromstring(_inflated(question))
        now = datetime.now(UTC) - age  # noqa: TID251 - the site reads the real clock, too
        facts = {
            "now": _stamp(now),
            "start": _stamp(now - timedelta(minutes=1)),
            "end": _stamp(now + timedelta(minutes=5)),
            "question": asked.get("ID"),
            "to": to or asked.get("AssertionConsumerServiceURL"),
            "issuer": issuer or self.entity_id,
            "audience": audience or asked.findtext("{*}Issuer"),
            "email": email,
        }
        assertion = _ASSERTION.format(id=f"_{uuid4().hex}", **facts)
        if signed:
            assertion = self.sign(assertion)
        return _RESPONSE.format(id=f"_{uuid4().hex}", assertion=assertion, **facts)

    def sign(self, xml: str) -> str:
        """Sign a document with our key."""
        return Utils.add_sign(xml, self._key, self.certificate).decode()


def encoded(xml: str) -> str:
    """Spell an answer as the browser posts it."""
    return base64.b64encode(xml.encode()).decode()


def _inflated(address: str) -> bytes:
    packed = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
    return zlib.decompress(base64.b64decode(packed), -15)


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
