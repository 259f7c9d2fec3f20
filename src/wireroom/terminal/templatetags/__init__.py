"""Tags for the terminal's templates."""
