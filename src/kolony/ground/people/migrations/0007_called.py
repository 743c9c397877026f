import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_by_owner")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                django.db.models.functions.text.Upper("display_name"),
                models.F("id"),
                condition=models.Q(
                    ("erased_at__isnull", True), ("merged_into__isnull", True), ("withdrawn_at__isnull", True)
                ),
                name="person_called",
            ),
        ),
    ]
