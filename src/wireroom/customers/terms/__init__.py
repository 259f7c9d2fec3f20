"""The terms of use."""
