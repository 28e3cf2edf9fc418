"""viewflow's migrations, and one more that makes its tables at once in a new database."""

from viewflow.workflow import migrations

__path__ = [*__path__, *migrations.__path__]
