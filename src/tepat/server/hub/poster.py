"""The poster at the door of the hall: Wi-Fi, certificate and address, each as a code to scan."""

from datetime import datetime
from pathlib import Path
from typing import Final

from tepat.adapters import hall_certificate
from tepat.adapters.labels import qr_svg_of_bytes
from tepat.adapters.typst_pdf import compile_pdf
from tepat.server.hub import state

_ESCAPED: Final = str.maketrans({each: f"\\{each}" for each in '\\;,":'})


def wifi_text(name: str, password: str) -> str:
    """Return what phones read as a network to join.

    >>> wifi_text("Aula; PPK", "a:b")
    'WIFI:T:WPA;S:Aula\\\\; PPK;P:a\\\\:b;;'
    """
    kind = "WPA" if password else "nopass"
    secret = f"P:{password.translate(_ESCAPED)};" if password else ""
    return f"WIFI:T:{kind};S:{name.translate(_ESCAPED)};{secret};"


def pdf(home: Path, guide_port: int, now: datetime) -> bytes:
    """Return the poster, one A4 page."""
    hub = state.hub_of(home)
    certificate = (state.folder(home) / "ca.pem").read_bytes()
    guide = f"http://{hub.hosts[-1]}:{guide_port}/"
    address = f"{hub.origin}/lapangan/"
    steps = []
    if hub.wifi:
        said = hub.wifi + (f"\nSandi: {hub.wifi_password}" if hub.wifi_password else "")
        steps.append(_step("Masuk Wi-Fi", wifi_text(hub.wifi, hub.wifi_password), said))
    mark = hall_certificate.fingerprint(certificate)
    steps.append(_step("Pasang sertifikat, sekali", guide, guide, _before(mark)))
    steps.append(_step("Buka tepat", address, address))
    data = {
        "area": hub.bundle.area,
        "contoh": hub.bundle.contoh,
        "name": hub.name,
        "steps": steps,
        "until": f"{hall_certificate.ends(certificate):%d-%m-%Y}",
    }
    return compile_pdf("hall_poster.typ", data, now)


def _before(mark: str) -> str:
    """Return what is to be compared: paper is the one thing that no other Wi-Fi can write."""
    return (
        f"Sebelum tekan Instal, cocokkan 16 huruf dan angka ini dengan layar HP:\n{mark}\n"
        "Beda? Jangan pasang, panggil PPK. Sesudah pasang, cocokkan lagi di Setelan:"
        " awal sidik jari SHA-256."
    )


def _step(title: str, code: str, said: str, check: str = "") -> dict[str, str]:
    return {"title": title, "qr": qr_svg_of_bytes(code.encode()), "said": said, "check": check}
