"""The checks behind `newsml.profile`."""
