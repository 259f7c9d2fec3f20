"""Who comes in, and stays: sessions, seats, networks, tokens, identity, looking as a customer."""
