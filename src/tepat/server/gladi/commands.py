"""`tepat gladi prepare`: furnish the folder of a rehearsal. `tepat rehearse` calls it."""

import argparse
import json

from tepat.cli import Commands, prepare


def add(commands: Commands) -> None:
    """Add `gladi prepare`."""
    made = commands.add("gladi prepare", "isi folder gladi; dipanggil oleh tepat rehearse")
    made.set_defaults(run=_prepare)


def _prepare(arguments: argparse.Namespace) -> int:
    prepare()
    from django.conf import settings

    from tepat.server import clock
    from tepat.server.gladi import preparing

    made = preparing.prepare(preparing.asked_of(settings.HOME), clock.now())
    print(json.dumps(made))
    return 0
