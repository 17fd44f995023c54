"""``python -m mediation``."""

from mediation.cli.start import run

if __name__ == "__main__":
    run()
