"""`python -m tepat` is the command `tepat`."""

from tepat.cli import main

raise SystemExit(main())
