"""viewflow's own pages."""

from django.urls import path
from viewflow.urls import Site
from viewflow.workflow.flow import FlowAppViewset

from bench.stock.flows import CaseworkFlow

site = Site(viewsets=[FlowAppViewset(CaseworkFlow)])
urlpatterns = [path("", site.urls)]
