"""An account counts how often it was signed out everywhere; sessions of an earlier round are not let in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guard", "0002_audit_chain")]

    operations = [
        migrations.AddField(model_name="user", name="session_round", field=models.PositiveIntegerField(default=0)),
    ]
