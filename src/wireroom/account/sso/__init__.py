"""Sign-in by a company's own identity provider, OpenID Connect or SAML."""
