"""What goes in and out of the API, as its OpenAPI document describes it."""
