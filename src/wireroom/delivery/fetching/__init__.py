"""Feeds that customers fetch at a secret address, as feed readers do."""
