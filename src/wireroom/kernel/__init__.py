"""The words everybody needs: the news item, ids, clock, errors, text. Pure Python, no Django."""
