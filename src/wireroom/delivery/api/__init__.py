"""The customer API: items, search, products, topics, feeds and usage, by access token."""
