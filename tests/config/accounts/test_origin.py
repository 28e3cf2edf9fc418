from ipaddress import IPv4Address

import pytest

from config.accounts.origin import client_address

NOWHERE = str(IPv4Address(0))
VISITOR, FIRST, SECOND = "203.0.113.7", "10.0.0.1", "10.0.0.2"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "caller", "expected"),
    [
        (0, "", VISITOR, VISITOR),
        (0, "198.51.100.1", VISITOR, VISITOR),
        (1, VISITOR, FIRST, VISITOR),
        (1, f"198.51.100.1, {VISITOR}", FIRST, VISITOR),
        (2, f"{VISITOR}, {FIRST}", SECOND, VISITOR),
        (2, f"198.51.100.1, {VISITOR}, {FIRST}", SECOND, VISITOR),
        # who comes past the proxies is who calls
        (2, "", VISITOR, VISITOR),
        (1, "nonsense", FIRST, NOWHERE),
        (1, f"{VISITOR}:51234", FIRST, VISITOR),
        (1, "[2001:db8::7]:51234", FIRST, "2001:db8::7"),
        (1, "2001:db8::7", FIRST, "2001:db8::7"),
    ],
)
def test_only_what_our_own_proxies_have_seen_counts(
    rf, settings, proxies, forwarded, caller, expected
):
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR=caller)

    assert client_address(request) == expected
