"""Views of the pages of feeds, by what somebody does there."""
