"""The settings of the suite on a database that an earlier version made: ``LANDED_DATABASE``."""

import os
from pathlib import Path

from config import databases
from config.settings.test import *

landed = os.environ["LANDED_DATABASE"]
DATABASES = {
    "default": databases.postgresql(landed, pool=False)
    if landed.startswith("postgresql")
    else databases.sqlite(Path(landed))
}
