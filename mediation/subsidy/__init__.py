"""以案定补: what a mediated case is paid, by rules that say why or why not."""
