import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The column begins another index, which finds as much. They are dropped by their names, because SQLite loses the
# triggers of a table that Django makes anew.
INDEXES = [
    ("briefs_autosave_author_id_b2285d15", "briefs_autosave", "author_id"),
    ("briefs_briefissue_content_object_id_4d5e50d4", "briefs_briefissue", "content_object_id"),
    ("briefs_presence_brief_id_b306f26e", "briefs_presence", "brief_id"),
    ("briefs_relatedlink_brief_id_3002217d", "briefs_relatedlink", "brief_id"),
    ("briefs_revision_brief_id_cfe02913", "briefs_revision", "brief_id"),
    ("briefs_section_brief_id_7d4244b9", "briefs_section", "brief_id"),
    ("briefs_setaside_brief_id_3adaa602", "briefs_setaside", "brief_id"),
]


class Migration(migrations.Migration):

    dependencies = [
        ('briefs', '0010_images_know_their_files'),
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
                    model_name='autosave',
                    name='author',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='briefissue',
                    name='content_object',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='issue_rows', to='briefs.brief'),
                ),
                migrations.AlterField(
                    model_name='presence',
                    name='brief',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='present', to='briefs.brief'),
                ),
                migrations.AlterField(
                    model_name='relatedlink',
                    name='brief',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='links', to='briefs.brief'),
                ),
                migrations.AlterField(
                    model_name='revision',
                    name='brief',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='briefs.brief'),
                ),
                migrations.AlterField(
                    model_name='section',
                    name='brief',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='briefs.brief'),
                ),
                migrations.AlterField(
                    model_name='setaside',
                    name='brief',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='set_aside', to='briefs.brief'),
                ),
            ],
        ),
    ]
