from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    """Nobody signs up: an administrator adds each person with a membership."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
