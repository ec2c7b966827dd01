from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('briefs', '0004_images_know_their_widths'),
    ]

    operations = [
        migrations.AddField(
            model_name='comment',
            name='about',
            field=models.CharField(blank=True, default='', max_length=300),
            preserve_default=False,
        ),
    ]
