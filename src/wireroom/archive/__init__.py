"""The archive: a view of the wire that lists and shows what was released."""
