"""Addresses of schemes, editions, cycles and incidents."""

from django.urls import path
from django.views.generic import RedirectView

from processes.addresses import CHOSEN
from processes.scheme import edition_views as editions
from processes.scheme import incident_views, views
from processes.scheme.cycles import views as cycles

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="schemes"), name="administration"),
    path("schemes/", views.schemes, name="schemes"),
    path("schemes/new/", views.new_scheme, name="new_scheme"),
    path(f"schemes/<{CHOSEN}:code>/", views.scheme, name="scheme"),
    path(f"schemes/<{CHOSEN}:code>/edit/", views.edit_scheme, name="edit_scheme"),
    path(
        f"schemes/<{CHOSEN}:code>/applications/",
        views.change_applications,
        name="change_applications",
    ),
    path(f"schemes/<{CHOSEN}:code>/editions/new/", views.new_edition, name="new_edition"),
    path(f"schemes/<{CHOSEN}:code>/cycles/new/", views.new_cycle, name="new_cycle"),
    path("editions/<int:pk>/", editions.edition, name="edition"),
    path("editions/<int:pk>/edit/", editions.edit_edition, name="edit_edition"),
    path("editions/<int:pk>/levels/", editions.edit_levels, name="edit_levels"),
    path("editions/<int:pk>/rule/", editions.edit_rule, name="edit_rule"),
    path("editions/<int:pk>/import/", editions.import_criteria, name="import_criteria"),
    path("criteria/template/", editions.criteria_template, name="criteria_template"),
    path("editions/<int:pk>/publish/", editions.publish_edition, name="publish_edition"),
    path("editions/<int:pk>/areas/new/", editions.new_area, name="new_area"),
    path("areas/<int:pk>/", editions.edit_area, name="edit_area"),
    path("areas/<int:pk>/remove/", editions.remove_area, name="remove_area"),
    path("areas/<int:pk>/criteria/new/", editions.new_criterion, name="new_criterion"),
    path("criteria/<int:pk>/", editions.edit_criterion, name="edit_criterion"),
    path("criteria/<int:pk>/remove/", editions.remove_criterion, name="remove_criterion"),
    path("cycles/<int:pk>/", cycles.cycle, name="cycle"),
    path("cycles/<int:pk>/edit/", cycles.edit_cycle, name="edit_cycle"),
    path("incidents/", incident_views.incidents, name="incidents"),
    path("incidents/<int:pk>/retry/", incident_views.retry_incident, name="retry_incident"),
    path("incidents/<int:pk>/skip/", incident_views.skip_incident, name="skip_incident"),
]
