"""The agency's site: ticker, stories, interviews, press releases, and how to subscribe."""
