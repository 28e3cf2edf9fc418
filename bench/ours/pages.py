"""Our inbox, as the product shows it."""

from django.urls import reverse

from bench import tasks
from bench.filling import copies
from bench.pages import READERS, Pages
from config.simulated.own_database import make_tables
from processes.models import Person


class OurPages(Pages):
    """What waits for the reader's roles."""

    def prepare(self) -> None:
        """The product's tables; the people come with the tasks."""
        make_tables()

    def fill(self, number: int) -> dict[str, Person]:
        """As the tests of the queues have them."""
        self.address = reverse("inbox_view", args=["team"])
        crowd = tasks.fill(number)
        copies.settle()
        return {name: getattr(crowd, name) for name in READERS}
