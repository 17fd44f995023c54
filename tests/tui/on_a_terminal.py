"""Opens the register form on a database: run by tests in a terminal of its own."""

from __future__ import annotations

import sys
from pathlib import Path

from mediation.bootstrap import open_window
from tests.tui.made_window import TODAY
from tui.app import MediationApp


def main() -> None:
    """Run the window, leave with its code."""
    path = Path(sys.argv[1])
    app = MediationApp(
        lambda: open_window(path, today=lambda: TODAY), today=lambda: TODAY, first="roster"
    )
    app.call_later(app.open_form, "register")
    app.run()
    sys.exit(app.return_code or 0)


if __name__ == "__main__":
    main()
