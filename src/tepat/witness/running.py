"""The witness as a person meets it: started, stopped, and what it says meanwhile."""

import asyncio
import threading
from pathlib import Path
from typing import NamedTuple

from tepat.core.log import notes
from tepat.core.problems import Code, refuse
from tepat.witness import files, program, stick, trust
from tepat.witness.copying import Copy, copy_once
from tepat.witness.serving import Limits, Server
from tepat.witness.words import number

_SAID = {
    400: "permintaannya rusak",
    403: "tanda tangan log tidak dikenal",
    404: "log ini tidak diawasi saksi ini",
    409: "dibuat untuk janji yang lain; minta stik baru dari pengelola log",
    422: "bukan kelanjutan dari yang pernah disaksikan; laporkan ke Bawaslu",
}


class Copying(NamedTuple):
    """What a witness mirrors: from where, opened by which token, how often."""

    where: str
    token_file: Path | None
    every_s: int


def initialise(folder: Path, name: str, vkeys: list[str]) -> int:
    """Make or extend a witness and say what to do with its key."""
    with files.held(folder / program.LOCK):
        made = program.initialise(folder, name, vkeys)
    print(f"Saksi {made.verifier.name} siap di {folder}. Log yang diawasi:")
    for origin, held in made.promises.all().items():
        print(f"  {origin}: disaksikan sampai {number(held.size)} peristiwa")
    print("\nKunci umum saksi ini, untuk kebijakan semua pihak:")
    print(f"  {made.vkey}")
    print(f"\nFolder {folder} jangan disalin ke laptop lain dan jangan dibagikan: satu kunci,")
    print(f"satu saksi. Menjalankan: tepat log witness serve {folder}")
    return 0


def serve(folder: Path, host: str, port: int, copying: Copying | None) -> int:
    """Run the witness until it is stopped; returns 0."""
    with files.held(folder / program.LOCK):
        running = program.Program(folder, _say)
        token = trust.read_token(copying.token_file) if copying else ""

        def ready(chosen: int) -> None:
            _say(f"Saksi {running.verifier.name} berjalan di http://{host}:{chosen}")
            _say("Hentikan dengan Ctrl+C. Janji tersimpan; aman dimatikan kapan saja.")
            if copying:
                _begin_copying(folder, running, copying, token)

        server = Server(running.handle, Limits(body=program.LARGEST_BODY))
        try:
            asyncio.run(server.run(host, port, ready))
        except KeyboardInterrupt:
            _say("Saksi berhenti.")
        except OSError as error:
            raise refuse(
                Code.WITNESS_PORT, host=host, port=port, why=error.strerror or str(error)
            ) from error
    return 0


def sign_stick(folder: Path, on: Path) -> int:
    """Sign what lies on a stick; returns 1 where something was not signed."""
    with files.held(folder / program.LOCK):
        outcomes = stick.sign_all(program.Program(folder, _say), on)
    for each in outcomes:
        if each.written:
            _say(f"{each.file.name}: ditandatangani, hasilnya {each.written.name}")
        else:
            _say(f"{each.file.name}: TIDAK ditandatangani, {_SAID[each.status]}.")
    _say("Kembalikan stik kepada pengelola log.")
    return 0 if all(each.written for each in outcomes) else 1


def _begin_copying(folder: Path, running: program.Program, copying: Copying, token: str) -> None:
    vkeys = tuple(notes.write_vkey(key) for each in running.logs.values() for key in each)
    asked = Copy(copying.where, folder / "salinan", vkeys, token)

    def copy() -> None:
        pause = threading.Event()
        said = ""
        while True:
            try:
                say = copy_once(asked)
            except OSError as error:
                say = f"Salinan gagal ({error.strerror}); dicoba lagi."
            if say and say != said:
                _say(say)
            said = say
            pause.wait(copying.every_s)

    threading.Thread(target=copy, name="mirror", daemon=True).start()


def _say(text: str) -> None:
    print(text, flush=True)
