"""`tepat log prove`, `check-proof`, `fingerprint`, `mirror`: what a person reads of them."""

from pathlib import Path

from tepat.core.log import checkpoints
from tepat.witness import files, fingerprints, mirroring, proving, sources, trust
from tepat.witness.words import number, printable

_WHY = {
    "checkpoint": "checkpoint di dalamnya rusak",
    "signature": "satu tanda tangan di dalamnya tidak sah",
    "log": "tidak ditandatangani log yang ada dalam kebijakan Anda",
    "quorum": "belum cukup disaksikan menurut kebijakan Anda",
    "inclusion": "peristiwanya tidak ada dalam checkpoint itu",
}

_SIGNER = {
    proving.Signer.HOLDS: "Tanda tangan pengirimnya sah, dengan kunci yang dibawa peristiwa itu.",
    proving.Signer.FORGED: "TANDA TANGAN PENGIRIMNYA TIDAK SAH. Simpan berkasnya dan laporkan.",
    proving.Signer.UNREADABLE: "Isinya bukan peristiwa yang sah bentuknya. Simpan dan laporkan.",
    proving.Signer.UNCHECKED: "Tanda tangan pengirimnya TIDAK diperiksa: kuncinya tidak ada dalam "
    "bukti ini. Untuk itu jalankan tepat log verify pada log-nya.",
}


def prove(where: str, fact: str, target: Path, token_file: Path | None) -> int:
    """Write a proof of one fact and print the text of its QR."""
    made = proving.prove(sources.opened(where, trust.read_token(token_file)), fact)
    files.write(target, made.data)
    print(f"Bukti peristiwa {number(made.number)} tersimpan di {target}.")
    print(f"{_said(made.checkpoint)}\nTeks untuk QR:\n{made.qr}")
    return 0


def check_proof(path: Path, policy: Path) -> int:
    """Say whether a proof holds; returns 1 where it does not, or proves what nobody signed."""
    checked = proving.check(path, trust.read_policy(policy))
    if checked.why:
        print(f"BUKTI TIDAK BERLAKU: {_WHY[checked.why]}. Simpan berkasnya dan tanyakan asalnya.")
        return 1
    print(
        f"Bukti berlaku: peristiwa {number(checked.number)} ada dalam log, disaksikan "
        f"{checked.witnesses} saksi log.\n{_said(checked.checkpoint)}"
    )
    print(f"Nama peristiwa: {checked.entry.name}")
    if body := proving.body_of(checked.entry):
        print(f"Isinya: {printable(body)}")
        signer = proving.signer_of(checked.entry)
        print(_SIGNER[signer])
        return int(signer in (proving.Signer.FORGED, proving.Signer.UNREADABLE))
    return 0


def show_fingerprint(path: Path) -> int:
    """Print size and fingerprint of a checkpoint, as they stand on papers."""
    print(_said(fingerprints.of_file(path)))
    return 0


def check_fingerprint(text: str, where: str, token_file: Path | None) -> int:
    """Say whether what a paper says lies in a log; returns 1 where it does not."""
    written = fingerprints.read(text)
    found = fingerprints.lies_in(written, sources.opened(where, trust.read_token(token_file)))
    size = number(written.size)
    if found:
        print(f"Cocok: log ini memuat sejarah yang dicetak di kertas, ukuran {size}.")
        return 0
    if found is None:
        print(
            f"TIDAK COCOK: kertas menyebut {size} peristiwa, log ini lebih pendek. Ekornya "
            "terpotong atau salinannya lama; foto kertasnya dan minta salinan terbaru."
        )
        return 1
    print(
        f"TIDAK COCOK: pada ukuran {size} log ini lain dari yang dicetak. Periksa salinan "
        "angkanya sekali lagi; bila benar, foto kertasnya, simpan folder log, laporkan ke Bawaslu."
    )
    return 1


def mirror(where: str, target: Path, policy: Path, token_file: Path | None) -> int:
    """Copy a log, checking as it goes."""
    known = [each.verifier for each in trust.read_policy(policy).logs]
    done = mirroring.mirror(where, target, known, trust.read_token(token_file))
    print(done.sentence)
    return 0


def _said(checkpoint: checkpoints.Checkpoint) -> str:
    fingerprint = checkpoints.fingerprint(checkpoint)
    return f"{checkpoint.origin}\nUkuran {number(checkpoint.size)}, sidik {fingerprint}"
