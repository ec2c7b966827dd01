import django.db.models.deletion
from django.db import migrations, models

# The column begins another index, which finds as much. They are dropped by their names, because SQLite loses the
# triggers of a table that Django makes anew.
INDEXES = [
    ("experts_expertquote_brief_id_1b13449c", "experts_expertquote", "brief_id"),
]


class Migration(migrations.Migration):

    dependencies = [
        ('briefs', '0011_one_index_where_one_will_do'),
        ('experts', '0003_portraits'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f'DROP INDEX "{name}"', f'CREATE INDEX "{name}" ON "{table}" ("{column}")')
                for name, table, column in INDEXES
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='expertquote',
                    name='brief',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='quotes', to='briefs.brief'),
                ),
            ],
        ),
    ]
