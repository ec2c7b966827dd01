from typing import Any

from django.db import migrations, models


def move_aside(apps: Any, schema_editor: Any) -> None:
    """An issue that stands where the matrix comes to stand takes the next free address. Filters by its former one
    still find it.
    """
    Issue, IssueAddress = apps.get_model('issues', 'Issue'), apps.get_model('issues', 'IssueAddress')
    number = 2
    while Issue.objects.filter(slug=f'matrix-{number}').exists() or IssueAddress.objects.filter(slug=f'matrix-{number}').exists():
        number += 1
    for issue in Issue.objects.filter(slug='matrix'):
        Issue.objects.filter(pk=issue.pk).update(slug=f'matrix-{number}')
        IssueAddress.objects.get_or_create(slug='matrix', defaults={'issue': issue})


class Migration(migrations.Migration):

    dependencies = [
        ('issues', '0002_outlive_names_and_rows'),
    ]

    operations = [
        migrations.RunPython(move_aside, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(('slug', 'matrix'), _negated=True), name='issue_leaves_room_for_the_matrix', violation_error_message='Another page stands at this address. Choose another.'),
        ),
    ]
