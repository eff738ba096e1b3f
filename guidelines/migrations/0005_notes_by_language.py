from django.db import migrations, models


def copy_notes(apps, schema_editor):
    """One note for all becomes one for each language."""
    for text in apps.get_model("guidelines", "GuidelineText").objects.select_related("version"):
        text.change_note = text.version.change_note
        text.save(update_fields=["change_note"])


class Migration(migrations.Migration):

    dependencies = [
        ('guidelines', '0004_confirmations'),
    ]

    operations = [
        migrations.AddField(
            model_name='guidelinetext',
            name='change_note',
            field=models.TextField(blank=True, verbose_name='what changed'),
        ),
        migrations.RunPython(copy_notes, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='guidelineversion',
            name='change_note',
        ),
    ]
