"""The tables of the board: days, periods, when they were counted."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        ("procedures", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.CharField(max_length=7, unique=True)),
                ("computed_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("mark", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="DayFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("received", models.PositiveIntegerField()),
                ("on_time", models.PositiveIntegerField()),
                ("late", models.PositiveIntegerField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.procedure",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("day", "agency", "procedure"), name="day_figure_once")],
            },
        ),
        migrations.CreateModel(
            name="PeriodFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.CharField(max_length=7)),
                ("field", models.CharField(max_length=120, null=True)),
                ("received", models.PositiveIntegerField()),
                ("on_time", models.PositiveIntegerField()),
                ("late", models.PositiveIntegerField()),
                ("waiting", models.PositiveIntegerField()),
                ("overdue", models.PositiveIntegerField()),
                ("median", models.PositiveIntegerField(null=True)),
                ("p90", models.PositiveIntegerField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.procedure",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "agency", "field", "procedure"),
                        name="period_figure_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("field__isnull", True), ("procedure__isnull", True), _connector="OR"),
                        name="period_figure_field_or_procedure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("overdue__lte", models.F("waiting"))), name="period_figure_overdue"
                    ),
                ],
            },
        ),
    ]
