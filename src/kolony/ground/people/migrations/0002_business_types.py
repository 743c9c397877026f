"""The vocabulary to begin with; operators change it as they like."""

from django.db import migrations

TYPES = (
    ("appearance", "形象型", "Appearance", 10),
    ("resource", "资源型", "Resource", 20),
    ("creative", "创作型", "Creative", 30),
    ("authority", "权威型", "Authority", 40),
)


def add(apps, schema_editor):
    model = apps.get_model("people", "BusinessType")
    for key, name_zh, name_en, place in TYPES:
        model.objects.get_or_create(key=key, defaults={"name_zh": name_zh, "name_en": name_en, "place": place})


class Migration(migrations.Migration):

    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
