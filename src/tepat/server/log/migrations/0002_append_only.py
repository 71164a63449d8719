"""The tables of the log refuse every change but a new row, whoever asks."""

from django.db import migrations

from tepat.server.log.append_only import install, remove


class Migration(migrations.Migration):
    dependencies = [("log", "0001_initial")]
    operations = [migrations.RunPython(install, remove, elidable=False)]
