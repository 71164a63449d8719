"""Django's SQLite with connections that a web server keeps between requests (`base`)."""
