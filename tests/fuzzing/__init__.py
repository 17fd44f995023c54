"""Properties of everything that reads what others wrote, tried on inputs made at random."""
