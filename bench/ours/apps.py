from django.apps import AppConfig


class Ours(AppConfig):
    """The bench's own rows beside the product's."""

    name = "bench.ours"
    label = "bench_ours"
