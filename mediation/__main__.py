"""``python -m mediation``."""

from mediation.cli.main import run

if __name__ == "__main__":
    run()
