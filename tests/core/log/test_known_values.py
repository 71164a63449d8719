"""Values that specifications print: nothing of them was made by this code."""

import subprocess
import sys
from pathlib import Path

import pytest

from tepat.core.log import carrying, keys, notes, tree

SOURCE = Path(__file__).resolve().parents[3] / "src"

LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""The tree that implementations of Certificate Transparency have in common."""


@pytest.mark.parametrize("size", range(len(ROOTS)))
def test_roots_that_certificate_transparency_shares(size: int) -> None:
    hashes = [tree.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:size]]
    assert tree.root_of(hashes).hex() == ROOTS[size]


RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701"
        "cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d"
        "0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


@pytest.mark.parametrize(("seed", "public", "message", "signature"), RFC_8032)
def test_signatures_of_rfc_8032(seed: str, public: str, message: str, signature: str) -> None:
    signer = keys.Signer(bytes.fromhex(seed))
    assert signer.public.hex() == public
    assert signer.sign(bytes.fromhex(message)).hex() == signature


def test_base45_of_rfc_9285() -> None:
    examples = {
        b"AB": "BB8",
        b"Hello!!": "%69 VD92EX0",
        b"base-45": "UJCLQE7W581",
        b"ietf!": "QED8WEX0",
    }
    assert {data: carrying.to_base45(data) for data in examples} == examples


@pytest.mark.parametrize("text", ["GGW", ":::", "A", "AAAA", "ZZ", "bb8"])
def test_what_rfc_9285_refuses(text: str) -> None:
    with pytest.raises(carrying.BadText):
        carrying.from_base45(text)


def test_the_note_that_go_prints() -> None:
    text = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
        "\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqf"
        "qdngotpRZb6KE6RyyBwJnAM=\n"
    )
    key = notes.parse_vkey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    assert notes.verified(notes.parse_note(text.encode()), [key]) == (key,)


IMPORT_ALL = """
import pkgutil, sys
from importlib import import_module
from tepat.core import log
for module in pkgutil.iter_modules(log.__path__):
    import_module(f"tepat.core.log.{module.name}")
roots = {name.partition(".")[0] for name in sys.modules}
print(*sorted(roots - set(sys.stdlib_module_names)))
"""


def test_the_log_needs_a_signature_library_and_nothing_else() -> None:
    ran = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path += {sys.path!r}\n{IMPORT_ALL}"],
        env={"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(ran.stdout.split()) <= {
        "tepat",
        "nacl",
        "_sodium",
        "_cffi_backend",
        "cffi",
        "__main__",
    }
