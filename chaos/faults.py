"""Every fault, in the order in which the page tells of them."""

from types import ModuleType

from chaos.drills import (
    absent_schedulers,
    broker_stops,
    clock_jumps,
    database_restarts,
    deadline_night,
    equal_ticks,
    every_minute,
    every_start,
    fault_points,
    killed_workers,
    mail_server,
    random_walks,
    simultaneous_decisions,
    tamperings,
    timer_points,
)

FAULTS: dict[str, ModuleType] = {
    module.__name__.rsplit(".", 1)[1]: module
    for module in (
        killed_workers,
        fault_points,
        timer_points,
        database_restarts,
        broker_stops,
        mail_server,
        absent_schedulers,
        equal_ticks,
        simultaneous_decisions,
        clock_jumps,
        every_minute,
        every_start,
        deadline_night,
        random_walks,
        tamperings,
    )
}
