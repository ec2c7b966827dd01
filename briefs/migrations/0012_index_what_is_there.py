import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Most rows leave these columns empty: what indexes them now holds the others alone. The former indexes are dropped by
# their names, because SQLite loses the triggers of a table that Django makes anew.
INDEXES = [
    ("briefs_brief_approved_by_id_42ccab52", "briefs_brief", "approved_by_id"),
    ("briefs_brief_assigned_to_id_a33b3296", "briefs_brief", "assigned_to_id"),
    ("briefs_brief_created_by_id_25b2b257", "briefs_brief", "created_by_id"),
    ("briefs_brief_image_id_e9b9d0aa", "briefs_brief", "image_id"),
    ("briefs_brief_original_id_224a23e8", "briefs_brief", "original_id"),
    ("briefs_brief_submitted_by_id_90f10ca2", "briefs_brief", "submitted_by_id"),
    ("briefs_relatedlink_target_id_e64dd317", "briefs_relatedlink", "target_id"),
    ("briefs_revision_saved_by_id_a766c39a", "briefs_revision", "saved_by_id"),
]


class Migration(migrations.Migration):

    dependencies = [
        ('briefs', '0011_one_index_where_one_will_do'),
        ('issues', '0003_room_for_the_matrix'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='brief',
            name='brief_due',
        ),
        migrations.AddField(
            model_name='brief',
            name='saved_by',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        # Whoever saved the newest version of each brief.
        migrations.RunSQL(
            'UPDATE "briefs_brief" SET "saved_by_id" = (SELECT "saved_by_id" FROM "briefs_revision"'
            ' WHERE "brief_id" = "briefs_brief"."id" ORDER BY "number" DESC LIMIT 1)',
            migrations.RunSQL.noop,
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f'DROP INDEX "{name}"', f'CREATE INDEX "{name}" ON "{table}" ("{column}")')
                for name, table, column in INDEXES
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='brief',
                    name='approved_by',
                    field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='brief',
                    name='assigned_to',
                    field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='brief',
                    name='created_by',
                    field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='brief',
                    name='image',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='briefs', to='briefs.image', verbose_name='lead image'),
                ),
                migrations.AlterField(
                    model_name='brief',
                    name='original',
                    field=models.ForeignKey(blank=True, db_index=False, help_text='The brief that this one says in another language. Readers of each are led to the other.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='briefs.brief', verbose_name='translation of'),
                ),
                migrations.AlterField(
                    model_name='brief',
                    name='submitted_by',
                    field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='relatedlink',
                    name='target',
                    field=models.ForeignKey(blank=True, db_index=False, help_text='Readers get its present address, and only while it is public.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='linked_from', to='briefs.brief', verbose_name='one of our briefs'),
                ),
                migrations.AlterField(
                    model_name='revision',
                    name='saved_by',
                    field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name='brief',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['status', 'due_at'], name='brief_due_in_a_status'),
        ),
        migrations.AddIndex(
            model_name='brief',
            index=models.Index(fields=['created_by', 'status', '-changed_at'], name='brief_someone_began'),
        ),
        migrations.AddIndex(
            model_name='brief',
            index=models.Index(condition=models.Q(('saved_by__isnull', False)), fields=['saved_by', 'status', '-changed_at'], name='brief_someone_saved'),
        ),
        migrations.AddIndex(
            model_name='brief',
            index=models.Index(condition=models.Q(('assigned_to__isnull', False)), fields=['assigned_to', '-changed_at'], name='brief_assigned'),
        ),
        migrations.AddIndex(
            model_name='brief',
            index=models.Index(condition=models.Q(('submitted_by__isnull', False)), fields=['submitted_by'], name='brief_submitted'),
        ),
        migrations.AddIndex(
            model_name='brief',
            index=models.Index(condition=models.Q(('approved_by__isnull', False)), fields=['approved_by'], name='brief_approved'),
        ),
        migrations.AddIndex(
            model_name='brief',
            index=models.Index(condition=models.Q(('original__isnull', False)), fields=['original'], name='brief_translated'),
        ),
        migrations.AddIndex(
            model_name='brief',
            index=models.Index(condition=models.Q(('image__isnull', False)), fields=['image'], name='brief_with_an_image'),
        ),
        migrations.AddIndex(
            model_name='relatedlink',
            index=models.Index(condition=models.Q(('target__isnull', False)), fields=['target'], name='link_to_one_of_ours'),
        ),
        migrations.AddIndex(
            model_name='revision',
            index=models.Index(condition=models.Q(('saved_by__isnull', False)), fields=['saved_by'], name='revision_someone_saved'),
        ),
    ]
