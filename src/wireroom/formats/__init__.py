"""Every outward format is a projection of the news item. Pure: no Django, no I/O, no clock."""
