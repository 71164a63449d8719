"""Witness programs in this process, and the policy that names them."""

from pathlib import Path

from tepat.core.log import policies
from tepat.server.log.publishing.witnesses import Answer
from tepat.witness.program import Program, initialise


class Watching:
    """The witnesses of one log by their short names, each in a folder of its own."""

    def __init__(self, folder: Path, vkeys: list[str], *names: str) -> None:
        self.folder = folder
        self.vkeys = vkeys
        self.away: set[str] = set()
        """Who does not answer now."""
        self.programs = {
            name: initialise(folder / name, f"{name}.example/saksi", vkeys) for name in names
        }

    def policy(self, quorum: int) -> bytes:
        """This log, these witnesses, `quorum` of them."""
        lines = [f"log {vkey}" for vkey in self.vkeys]
        lines += [f"witness {n} {each.vkey} http://{n}" for n, each in self.programs.items()]
        lines += [f"group saksi {quorum} {' '.join(self.programs)}", "quorum saksi"]
        return ("\n".join(lines) + "\n").encode()

    def read(self, quorum: int) -> policies.Policy:
        return policies.parse(self.policy(quorum))

    def start_again(self, name: str) -> None:
        """As after a power cut: what it promised it must find on its disk."""
        self.programs[name] = Program(self.folder / name, tell=_quiet)

    def held(self, origin: str) -> dict[str, tuple[int, bytes]]:
        """Size and root of what each has promised."""
        return {
            name: (promised.size, promised.root)
            for name, each in self.programs.items()
            for promised in [each.promises.all()[origin]]
        }

    def post(self, url: str, data: bytes | None) -> Answer:
        """Ask the witness at `url`, as the sequencer does over HTTP."""
        name, _, path = url.removeprefix("http://").partition("/")
        if name in self.away:
            return Answer(0, b"no route")
        method = "GET" if data is None else "POST"
        answer = self.programs[name].handle(method, f"/{path}", data or b"")
        return Answer(answer.status, answer.body)


def _quiet(_: str) -> None:
    return
