from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0004_act"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("done", "The task was already done."),
                    ("taken", "Somebody else had taken the task."),
                    ("renewed", "The certificate was already renewed."),
                    ("left", "The person may no longer sign in."),
                    ("turned_off", "The person does not want such mails."),
                    ("attended", "Somebody can do the task again."),
                    ("empty", "Nothing was left to tell."),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="notification",
            name="rule",
            field=models.CharField(
                choices=[
                    ("assigned", "A task becomes yours"),
                    ("queued", "A new task comes into your queue"),
                    ("returned", "Something comes back to you"),
                    ("due_soon", "A deadline comes near"),
                    ("overdue", "Your task is late"),
                    ("escalated", "Somebody else's task is late"),
                    ("unattended", "Nobody can do a task"),
                    ("decided", "A decision is made"),
                    ("opened", "A follow-up or renewal begins"),
                    ("expiring", "A certificate will soon end"),
                    ("expired", "A certificate has ended"),
                    ("incident", "The system needs help"),
                    ("digest", "The summary of the day"),
                    ("welcome", "An account is opened"),
                    ("reset", "A new password is asked for"),
                    ("confirm", "An address is to be confirmed"),
                    ("moved", "An address is changed"),
                    ("tries", "Many wrong passwords"),
                ],
                max_length=20,
            ),
        ),
    ]
