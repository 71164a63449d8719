"""Node as the build runs it: it trusts what the machine trusts."""

from tools.node import surroundings


def test_node_takes_the_certificates_of_the_machine_beside_what_was_set() -> None:
    assert surroundings({"HOME": "/x"}) == {"HOME": "/x", "NODE_OPTIONS": "--use-system-ca"}
    own = {"NODE_OPTIONS": "--no-warnings"}
    assert surroundings(own)["NODE_OPTIONS"] == "--no-warnings --use-system-ca"
    assert surroundings(surroundings(own)) == surroundings(own)
