"""Sets of keys that may be very large: a bit a key, as keys of a table lie close together."""


class KeySet:
    """Keys of one table. A million of them take some hundred kilobytes."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, key: int) -> None:
        """Let a key be in it. ``key``: no negative number."""
        place, bit = divmod(key, 8)
        if place >= len(self._bits):
            self._bits.extend(bytes(place + 1 - len(self._bits)))
        self._bits[place] |= 1 << bit

    def discard(self, key: int) -> None:
        """Let a key not be in it."""
        place, bit = divmod(key, 8)
        if place < len(self._bits):
            self._bits[place] &= ~(1 << bit)

    def __contains__(self, key: int) -> bool:
        place, bit = divmod(key, 8)
        return place < len(self._bits) and bool(self._bits[place] >> bit & 1)
