from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('discover', '0004_orders_of_a_run'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='candidate',
            name='discover_place_once',
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.UniqueConstraint(fields=('run', 'goal', 'which', 'actor_id'), include=('rank',), name='discover_place_once'),
        ),
    ]
