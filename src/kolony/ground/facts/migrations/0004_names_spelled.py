import django.contrib.postgres.indexes
from django.db import migrations, models

from kolony.ground.people.pinyin import typed_as


def spell(apps, schema_editor):
    """Names that are here already get what new ones are written with."""
    member = apps.get_model("facts", "Member")
    rows = member.objects.exclude(name="").order_by("pk").only("pk", "name")
    waiting = []
    for row in rows.iterator(chunk_size=5000):
        row.spelled = typed_as(row.name)
        waiting += [row] if row.spelled else []
        if len(waiting) >= 5000:
            member.objects.bulk_update(waiting, ["spelled"])
            waiting = []
    member.objects.bulk_update(waiting, ["spelled"])


class Migration(migrations.Migration):
    dependencies = [
        ("facts", "0003_sheet_of_a_workbook"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="spelled",
            field=models.TextField(blank=True),
        ),
        migrations.RunPython(spell, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="member",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["spelled"], name="facts_member_spelled", opclasses=["gin_trgm_ops"]
            ),
        ),
    ]
