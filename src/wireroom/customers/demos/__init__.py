"""Demos: who may ask how often, how a request goes on, and how many become customers."""
