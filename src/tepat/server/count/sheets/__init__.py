"""Forms out of a spreadsheet: read, shown, then kept."""
