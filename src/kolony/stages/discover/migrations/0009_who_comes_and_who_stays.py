from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('discover', '0008_what_posts_move'),
    ]

    operations = [
        migrations.AddField(
            model_name='evidencecard',
            name='draws',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='evidencecard',
            name='holding',
            field=models.JSONField(default=dict),
        ),
    ]
