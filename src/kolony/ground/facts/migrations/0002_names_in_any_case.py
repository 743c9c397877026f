import django.contrib.postgres.indexes
from django.db import migrations
from django.db.models.functions import Upper


class Migration(migrations.Migration):

    dependencies = [
        ('facts', '0001_files_words_runs'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='member',
            name='facts_member_search',
        ),
        migrations.AddIndex(
            model_name='member',
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(Upper('name'), name='gin_trgm_ops'), name='facts_member_called'
            ),
        ),
    ]
