"""The paper channel: one table per kecamatan and step, filled in from signed papers."""
