"""One release against a million saved queries."""
