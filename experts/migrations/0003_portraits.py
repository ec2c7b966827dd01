"""A picture of the person, with what is said of it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("briefs", "0010_images_know_their_files"), ("experts", "0002_outlive_names_and_rows")]
    operations = [
        migrations.AddField(
            model_name="expert",
            name="portrait",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="portraits",
                to="briefs.image",
            ),
        ),
        migrations.AddField(
            model_name="expert",
            name="portrait_alt",
            field=models.CharField(
                blank=True,
                default="",
                help_text="For readers who can't see it. Leave it empty and the name stands for it.",
                max_length=300,
                verbose_name="what it shows",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="expert",
            name="portrait_credit",
            field=models.CharField(
                blank=True, default="", help_text="Whose picture it is.", max_length=200, verbose_name="credit"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="expert",
            name="portrait_focus_x",
            field=models.PositiveSmallIntegerField(default=50, help_text="Per cent from the left."),
        ),
        migrations.AddField(
            model_name="expert",
            name="portrait_focus_y",
            field=models.PositiveSmallIntegerField(default=50, help_text="Per cent from the top."),
        ),
        migrations.AddConstraint(
            model_name="expert",
            constraint=models.CheckConstraint(
                condition=Q(portrait_focus_x__lte=100, portrait_focus_y__lte=100),
                name="expert_focus_in_the_picture",
            ),
        ),
    ]
