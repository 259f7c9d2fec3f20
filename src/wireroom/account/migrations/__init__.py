"""Changes of the room's one table, which is not a model: Django's cache."""
