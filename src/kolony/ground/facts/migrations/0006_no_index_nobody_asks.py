from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("facts", "0005_newest_first")]

    operations = [migrations.RemoveIndex(model_name="words", name="facts_words_search")]
