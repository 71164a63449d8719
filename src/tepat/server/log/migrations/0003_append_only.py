"""The table of facts refuses UPDATE and DELETE, whoever asks."""

from django.db import migrations

from tepat.server.log.append_only import install, remove


class Migration(migrations.Migration):
    dependencies = [("log", "0002_heads")]
    operations = [migrations.RunPython(install, remove, elidable=False)]
