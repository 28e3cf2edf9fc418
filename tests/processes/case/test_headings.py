"""Each page names itself: no two views of the inbox and no two criteria have the same heading."""

import re

import pytest
from django.urls import reverse

from processes.workspace.inbox import View
from tests.support import drive, stages
from tests.support.world import World

pytestmark = pytest.mark.django_db


def names(client, address: str) -> tuple[str, str]:
    page = client.get(address).content.decode()
    title = re.search(r"<title>(.*?)</title>", page, re.S)[1]
    [heading] = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.S)
    return " ".join(title.split()), " ".join(re.sub(r"<[^>]+>", "", heading).split())


def test_each_view_of_the_inbox_names_itself(world: World, client):
    drive.apply(world)
    client.force_login(world.officer)
    found = [names(client, reverse("inbox_view", args=[str(view)])) for view in View]

    for several in zip(*found, strict=True):
        assert len(set(several)) == len(View), several


def test_each_criterion_names_itself(world: World, client):
    case = stages.STATES["assessing"](world, world.municipality)
    client.force_login(world.coordinator)
    codes = ("LED-01", "LED-02", "TID-01")
    found = [names(client, reverse("criterion", args=[case.number, code])) for code in codes]

    for code, (title, heading) in zip(codes, found, strict=True):
        assert code in title
        assert code in heading
