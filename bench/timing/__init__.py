"""Whether answers that must be alike can be told apart by the time they take."""
