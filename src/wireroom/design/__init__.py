"""The look: tokens, components, base templates and vendored scripts. No rules, no data."""
