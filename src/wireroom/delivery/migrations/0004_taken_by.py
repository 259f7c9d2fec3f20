"""Which addresses of a feed by mail have a delivery already, while not all have."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0003_recalls")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="taken_by",
            field=models.JSONField(default=list),
        ),
    ]
