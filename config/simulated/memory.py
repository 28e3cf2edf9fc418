"""How much memory this process has held."""

import re
import resource
import sys
from pathlib import Path

STATUS = Path("/proc/self/status")
UNIT = 1 if sys.platform == "darwin" else 1024


def most_held() -> int:
    """The most so far, in MB.

    Linux counts in ``resource`` what the process held that started this one, too.
    """
    if STATUS.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text())
        if found:
            return int(found[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT // 1024**2
