from config.urls import urlpatterns as ours
from tests.permits.views import urlpatterns as permits

urlpatterns = [*permits, *ours]
