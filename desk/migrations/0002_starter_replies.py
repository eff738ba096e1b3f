"""Two holding replies to begin with, in English and German. The company changes them on the desk."""

from django.db import migrations

REPLIES = [
    (
        "",
        "Thank you for writing. I have passed this on to colleagues who know more about it. They will answer.",
        "Danke für den Hinweis. Ich habe ihn an Kolleginnen und Kollegen weitergegeben, die mehr dazu wissen. Von dort kommt eine Antwort.",
    ),
    (
        "press",
        "Thank you for asking. I cannot speak for the company. Our press contact will get back to you.",
        "Danke für die Anfrage. Ich kann nicht für das Unternehmen sprechen. Unsere Pressestelle meldet sich.",
    ),
]


def add(apps, schema_editor):
    HoldingReply = apps.get_model("desk", "HoldingReply")
    for position, (kind, english, german) in enumerate(REPLIES):
        for language, text in (("en", english), ("de", german)):
            HoldingReply.objects.create(language=language, kind=kind, text=text, position=position)


def remove(apps, schema_editor):
    texts = [text for _kind, *both in REPLIES for text in both]
    apps.get_model("desk", "HoldingReply").objects.filter(text__in=texts).delete()


class Migration(migrations.Migration):

    dependencies = [("desk", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
