"""What one committed test leaves, the next one does not find."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from tests.support import drive
from tests.support.database import emptying
from tests.support.world import World
from workflow.models import DirectoryVersion


def test_nothing_is_left_and_the_directory_is_another(shared_world: World) -> None:
    drive.accept(shared_world, drive.apply(shared_world))
    version = DirectoryVersion.objects.get().version

    emptying.empty(connection)

    every = [one for one in apps.get_models(include_auto_created=True) if one._meta.managed]
    left = {one._meta.db_table for one in every if one._base_manager.exists()}
    assert left <= emptying.KEPT
    assert ContentType.objects.exists()
    assert DirectoryVersion.objects.get().version != version
