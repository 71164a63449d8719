"""D.HASIL of a kecamatan beside the forms of its TPS."""
