from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('facts', '0009_words_newest_first'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='words',
            index=models.Index(condition=models.Q(('title', ''), _negated=True), fields=['source', 'topic_id'], name='facts_words_titled'),
        ),
    ]
