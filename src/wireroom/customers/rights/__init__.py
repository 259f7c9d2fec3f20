"""What readers hold and may read: grants, what they cover, and the words for it."""
