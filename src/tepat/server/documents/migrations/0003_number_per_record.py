from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_recipient")]

    operations = [
        migrations.RemoveConstraint(model_name="issuednumber", name="issued_number_per_paper"),
        migrations.RenameField("issuednumber", "fingerprint", "record"),
        migrations.AddField("issuednumber", "contents", models.JSONField(default=list)),
        migrations.AddConstraint(
            "issuednumber",
            models.UniqueConstraint(
                fields=["scope", "document", "record"], name="issued_number_per_record"
            ),
        ),
    ]
