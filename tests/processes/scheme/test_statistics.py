"""Observers and the body read how it goes in numbers; nobody under way is named."""

from django.test import Client
from django.urls import reverse

from tests.support import drive, stages
from tests.support.world import World


def test_an_observer_reads_numbers_without_names(world: World, client: Client) -> None:
    drive.grant(world)
    stages.assessing(world, stages.new_municipality(world, "9001", "Hemligboda"))
    client.force_login(world.observer)

    response = client.get(reverse("statistics"))

    numbers = {line.words: line.number for line in response.context["stages"]}
    assert numbers["Självskattning"] == 1
    assert sum(numbers.values()) == 1
    assert [line.number for line in response.context["outcomes"]] == [1]
    assert [line.number for line in response.context["counties"]] == [1]
    assert "Hemligboda" not in response.content.decode()


def test_a_municipality_has_no_statistics_page(world: World, client: Client) -> None:
    client.force_login(world.coordinator)

    assert client.get(reverse("statistics")).status_code == 404


def test_the_numbers_cost_the_same_however_many_cases(
    world: World, client: Client, django_assert_max_num_queries
) -> None:
    stages.assessing(world, world.municipality)
    client.force_login(world.observer)

    with django_assert_max_num_queries(8):
        client.get(reverse("statistics"))
