"""A recall is known by its story and version; what its board looks for is indexed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0002_api_answers")]

    operations = [
        migrations.AlterModelOptions(name="recall", options={"ordering": ("-released_at", "-id")}),
        migrations.AddField(
            model_name="recall",
            name="entry_hash",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(model_name="recall", name="seq", field=models.BigIntegerField()),
        migrations.AddIndex(
            model_name="recall",
            index=models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["made_at"],
                name="delivery_recall_open",
            ),
        ),
        migrations.AddIndex(
            model_name="recall",
            index=models.Index(fields=["-released_at"], name="delivery_recall_newest"),
        ),
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(
                condition=models.Q(("secret_hash__isnull", False)),
                fields=["secret_hash"],
                name="delivery_recipient_secret",
            ),
        ),
        migrations.AddConstraint(
            model_name="recall",
            constraint=models.UniqueConstraint(
                fields=("guid", "version"), name="delivery_recall_once"
            ),
        ),
    ]
