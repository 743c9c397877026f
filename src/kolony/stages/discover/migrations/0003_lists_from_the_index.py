import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('discover', '0002_place_once'),
        ('facts', '0001_files_words_runs'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='candidate',
            name='discover_rank_once',
        ),
        migrations.AlterField(
            model_name='candidate',
            name='run',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='facts.run'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.UniqueConstraint(fields=('run', 'goal', 'which', 'rank'), include=('score', 'quality', 'could_score', 'loyal_fans', 'tenure_days', 'kind', 'topic', 'actor_id'), name='discover_rank_carries'),
        ),
    ]
