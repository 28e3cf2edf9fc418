"""A request of somebody signed in: every page of the system has one."""

from django.http import HttpRequest

from processes.organisations.models import Person


class PersonRequest(HttpRequest):
    """Its user is a person."""

    user: Person
