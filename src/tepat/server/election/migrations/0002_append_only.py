"""The access log and the accepted pledges refuse every change but a new row, whoever asks."""

from django.db import migrations

from tepat.server.election.append_only import KEPT


class Migration(migrations.Migration):
    dependencies = [("election", "0001_initial")]
    operations = [migrations.RunPython(KEPT.install, KEPT.remove, elidable=False)]
