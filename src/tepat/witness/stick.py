"""A witness that is never online: checkpoints come on a stick, signatures go back on it.

Two things may lie on the stick. A copy of a published folder (`checkpoint` and `tile/`):
the witness makes its own proof from the tiles. Or a request as a file, the body of
`POST /add-checkpoint`, in which the server has put the proof. Beside each the witness
writes its signature lines; the operator of the log takes them back.
"""

from pathlib import Path
from typing import Final, NamedTuple

from tepat.core.log import checkpoints, notes, tiles, tree, witnessing
from tepat.core.log.witnessing import Held
from tepat.core.problems import Code, refuse
from tepat.witness import files, sources
from tepat.witness.program import Program

REQUEST: Final = ".add-checkpoint"
SIGNED: Final = ".cosignature"
_MOST: Final = 1_000


class Outcome(NamedTuple):
    """What became of one checkpoint on the stick: `status` as HTTP would say it."""

    file: Path
    status: int
    written: Path | None


def sign_all(program: Program, stick: Path) -> list[Outcome]:
    """Answer everything on the stick; refuses a stick with nothing to sign."""
    if not stick.is_dir():
        raise refuse(Code.LOG_FOLDER_MISSING, folder=str(stick))
    requests = sorted(stick.glob(f"*{REQUEST}"))[:_MOST]
    folders = [each for each in (stick, *sorted(stick.iterdir())) if _is_log(each)][:_MOST]
    if not requests and not folders:
        raise refuse(Code.LOG_NO_CHECKPOINT, where=str(stick))
    answered = [_answer(program, each) for each in requests]
    return answered + [_answer_folder(program, each) for each in folders]


def request_from(folder: Path, promises: dict[str, Held]) -> bytes:
    """Return the request that a published folder makes to a witness with these promises.

    The proof is made of the folder's own tiles; where they do not suffice it is empty
    and the witness will say no.
    """
    data = files.read(folder / "checkpoint", notes.LARGEST_NOTE)
    try:
        note = notes.parse_note(data)
        checkpoint = checkpoints.parse(note.text)
    except (notes.BadNote, checkpoints.BadCheckpoint) as error:
        raise refuse(Code.NOTE_UNREADABLE, file=str(folder / "checkpoint")) from error
    held = promises.get(checkpoint.origin, Held())
    source = sources.Folder(folder)
    reader = tiles.TileReader(
        lambda path: source.read(path, tiles.WIDTH * tree.HASH_BYTES), checkpoint.size
    )
    try:
        proof = tuple(tree.consistency_proof(held.size, checkpoint.size, reader))
    except (ValueError, sources.TooLarge):
        proof = ()
    return witnessing.write(witnessing.Request(held.size, proof, note))


def _is_log(folder: Path) -> bool:
    return (folder / "checkpoint").is_file() and (folder / "tile").is_dir()


def _answer(program: Program, file: Path) -> Outcome:
    answer = program.add_checkpoint(files.read(file, witnessing.LARGEST_REQUEST))
    return _written(answer, file, file.with_suffix(f".{_short(program)}{SIGNED}"))


def _answer_folder(program: Program, folder: Path) -> Outcome:
    answer = program.add_checkpoint(request_from(folder, program.promises.all()))
    return _written(answer, folder, folder / f"checkpoint.{_short(program)}{SIGNED}")


def _written(answer: witnessing.Answer, file: Path, target: Path) -> Outcome:
    if answer.status != 200:
        return Outcome(file, answer.status, None)
    files.write(target, answer.body)
    return Outcome(file, 200, target)


def _short(program: Program) -> str:
    """A part of a file name that tells witnesses apart, safe on any disk."""
    return program.verifier.key_hash.hex()
