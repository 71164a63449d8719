"""Let the environment's Python find the source where it is, and give it the command `tepat`.

The same as an editable installation, without a build backend to download.
"""

import sys
import sysconfig
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"
COMMAND = "#!{python}\nimport sys\n\nfrom tepat.cli import main\n\nsys.exit(main())\n"


def link() -> None:
    """Write `tepat.pth` beside the libraries, and the command beside the interpreter."""
    if sys.prefix == sys.base_prefix:
        raise SystemExit("This Python is not a virtual environment; nothing was changed.")
    (Path(sysconfig.get_path("purelib")) / "tepat.pth").write_text(f"{SOURCE}\n", encoding="utf-8")
    command = Path(sysconfig.get_path("scripts")) / "tepat"
    command.write_text(COMMAND.format(python=sys.executable), encoding="utf-8")
    command.chmod(0o755)


if __name__ == "__main__":
    link()
