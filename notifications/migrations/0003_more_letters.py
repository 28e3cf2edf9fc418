from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_fewer_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="act",
            field=models.CharField(blank=True, max_length=32),
        ),
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
                    ("barred", "The person may no longer know of it."),
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
                    ("readmitted", "Somebody may work on a case again"),
                    ("decided", "A decision is made"),
                    ("opened", "A follow-up or renewal begins"),
                    ("nearing", "A visit or decision must soon be made"),
                    ("missed", "A visit or decision was not made in time"),
                    ("expiring", "A certificate will soon end"),
                    ("expired", "A certificate has ended"),
                    ("ended", "A case ends early"),
                    ("at_risk", "A renewal cannot begin"),
                    ("incident", "The system needs help"),
                    ("unheard", "Nobody is left to tell"),
                    ("digest", "The summary of the day"),
                    ("welcome", "An account is opened"),
                    ("reset", "A new password is asked for"),
                    ("confirm", "An address is to be confirmed"),
                    ("moving", "An address is to be changed"),
                    ("moved", "An address is changed"),
                    ("tries", "Many wrong passwords"),
                ],
                max_length=20,
            ),
        ),
    ]
