import django.db.models.deletion
from django.db import migrations, models

# The column begins another index, which finds as much. They are dropped by their names, because SQLite loses the
# triggers of a table that Django makes anew.
INDEXES = [
    ("editions_edition_brief_id_543e3398", "editions_edition", "brief_id"),
    ("editions_editionissue_edition_id_6215632c", "editions_editionissue", "edition_id"),
    ("editions_editionissue_issue_id_8937cd74", "editions_editionissue", "issue_id"),
    ("editions_editionlink_edition_id_ded41fe6", "editions_editionlink", "edition_id"),
    ("editions_editionquote_edition_id_0ad97d12", "editions_editionquote", "edition_id"),
    ("editions_editionquote_expert_id_47457e85", "editions_editionquote", "expert_id"),
    ("editions_pinnedbrief_issue_id_6561872f", "editions_pinnedbrief", "issue_id"),
]


class Migration(migrations.Migration):

    dependencies = [
        ('briefs', '0011_one_index_where_one_will_do'),
        ('editions', '0018_edition_stamp'),
        ('experts', '0004_one_index_where_one_will_do'),
        ('issues', '0003_room_for_the_matrix'),
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
                    name='brief',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='briefs.brief'),
                ),
                migrations.AlterField(
                    model_name='editionissue',
                    name='edition',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='issue_rows', to='editions.edition'),
                ),
                migrations.AlterField(
                    model_name='editionissue',
                    name='issue',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='edition_rows', to='issues.issue'),
                ),
                migrations.AlterField(
                    model_name='editionlink',
                    name='edition',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='link_rows', to='editions.edition'),
                ),
                migrations.AlterField(
                    model_name='editionquote',
                    name='edition',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='quote_rows', to='editions.edition'),
                ),
                migrations.AlterField(
                    model_name='editionquote',
                    name='expert',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='edition_rows', to='experts.expert'),
                ),
                migrations.AlterField(
                    model_name='pinnedbrief',
                    name='issue',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='pins', to='issues.issue'),
                ),
            ],
        ),
    ]
