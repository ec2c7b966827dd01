from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('briefs', '0011_one_index_where_one_will_do'),
        ('editions', '0019_one_index_where_one_will_do'),
        ('issues', '0003_room_for_the_matrix'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='editionissue',
            name='edition_issue_newest_first',
        ),
        migrations.AddIndex(
            model_name='editionissue',
            index=models.Index(fields=['issue', '-date', '-brief', 'edition'], name='edition_issue_newest_first'),
        ),
    ]
