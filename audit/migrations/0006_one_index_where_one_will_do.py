import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The column begins another index, which finds as much. They are dropped by their names, because SQLite loses the
# triggers of a table that Django makes anew.
INDEXES = [
    ("audit_entry_by_id_1c9b7f27", "audit_entry", "by_id"),
]


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0005_signing_in_with_more_than_a_password'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f'DROP INDEX "{name}"', f'CREATE INDEX "{name}" ON "{table}" ("{column}")')
                for name, table, column in INDEXES
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='entry',
                    name='by',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
            ],
        ),
    ]
