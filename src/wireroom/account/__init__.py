"""A person's own affairs: signing in, their account, and their company's."""
