"""From a PPS to its TPS: who brings what, when, and what is late."""
