"""How a prospect gets in: the form, the digits, the proof of the address, the terms."""
