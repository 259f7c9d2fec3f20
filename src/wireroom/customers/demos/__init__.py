"""Rules of demos: who may ask how often, and from which address. Pure."""
