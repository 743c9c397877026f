import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("facts", "0007_files_that_differ")]

    operations = [
        migrations.AddIndex(
            model_name="load",
            index=models.Index(
                condition=models.Q(("state", "loaded")),
                fields=["source"],
                include=("accepted", "last_ts", "loaded_at"),
                name="facts_load_figures",
            ),
        ),
        migrations.AddIndex(
            model_name="load",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                ),
                name="facts_load_called",
            ),
        ),
        migrations.AddIndex(
            model_name="loadfile",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                ),
                name="facts_file_called",
            ),
        ),
    ]
