from django.apps import AppConfig


class Stock(AppConfig):
    """Holds the flow; the tables are viewflow's own."""

    name = "bench.stock"
    label = "bench_stock"
