import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Most rows leave these columns empty: what indexes them now holds the others alone. The former indexes are dropped by
# their names, because SQLite loses the triggers of a table that Django makes anew.
INDEXES = [
    ("editions_edition_published_by_id_6f916a05", "editions_edition", "published_by_id"),
    ("editions_edition_withdrawn_by_id_769d9dd4", "editions_edition", "withdrawn_by_id"),
]


class Migration(migrations.Migration):

    dependencies = [
        ('briefs', '0012_index_what_is_there'),
        ('editions', '0020_issues_by_their_index_alone'),
        ('issues', '0003_room_for_the_matrix'),
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
                    model_name='edition',
                    name='published_by',
                    field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='edition',
                    name='withdrawn_by',
                    field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(condition=models.Q(('published_by__isnull', False)), fields=['published_by'], name='edition_someone_published'),
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(condition=models.Q(('withdrawn_by__isnull', False)), fields=['withdrawn_by'], name='edition_someone_withdrew'),
        ),
    ]
