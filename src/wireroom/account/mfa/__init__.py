"""Second factors: authenticator apps, passkeys, recovery codes; agency staff must have one."""
