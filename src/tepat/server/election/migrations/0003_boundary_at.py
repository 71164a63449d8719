from datetime import UTC, datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("election", "0002_region_is_point_inside_region_point_at_and_more")]

    operations = [
        migrations.AddField(
            "boundary",
            "at",
            models.DateTimeField(default=datetime(2024, 1, 1, tzinfo=UTC)),
            preserve_default=False,
        ),
    ]
