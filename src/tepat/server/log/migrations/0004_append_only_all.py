"""The whole log refuses changes: replacing and emptying too, and its index and heads."""

from django.db import migrations

from tepat.server.log.append_only import install, remove


class Migration(migrations.Migration):
    dependencies = [("log", "0003_append_only")]
    operations = [migrations.RunPython(install, remove, elidable=False)]
