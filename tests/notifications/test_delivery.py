"""From an opened task to a mail in a real server's hands."""

from notifications import delivery
from notifications.models import Notification
from tests import drive
from tests.notifications.post import Office, html_of, text_of
from tests.world import World


def test_an_application_reaches_the_officer_as_a_mail(world: World, office: Office) -> None:
    case = drive.apply(world)

    delivery.deliver_due(world.at)

    row = Notification.objects.get(recipient=world.officer)
    assert row.status == "sent"
    (mail,) = office.got

    assert mail["To"] == world.officer.email
    assert case.number in text_of(mail)
