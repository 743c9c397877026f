import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("facts", "0006_no_index_nobody_asks")]

    operations = [
        migrations.AddField(
            model_name="load", name="mappings", field=models.JSONField(blank=True, default=dict)
        ),
        migrations.AddField(
            model_name="loadfile", name="left_out", field=models.BooleanField(default=False)
        ),
        migrations.CreateModel(
            name="AgreedColumns",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("headers_key", models.CharField(max_length=64)),
                ("called", models.CharField(blank=True, max_length=200)),
                ("mapping", models.JSONField(default=dict)),
                ("agreed_at", models.DateTimeField()),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="facts.source"
                    ),
                ),
            ],
            options={"ordering": ("source", "-agreed_at", "id")},
        ),
        migrations.AddConstraint(
            model_name="agreedcolumns",
            constraint=models.UniqueConstraint(
                fields=("source", "headers_key", "called"), name="facts_headers_agreed_once"
            ),
        ),
    ]
