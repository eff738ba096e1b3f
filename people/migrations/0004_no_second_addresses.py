"""Remove the addresses that allauth kept beside Employee.email: unverified, they forbade a second factor."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def remove_addresses(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("account", "EmailAddress").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_leavers_and_retention"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(remove_addresses, migrations.RunPython.noop)]
