from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from config.web.appearance import set_theme
from config.web.sessions import session
from config.web.shortcuts import shortcuts

handler429 = "config.operations.views.too_many"

urlpatterns = [
    path("accounts/", include("config.accounts.urls")),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("appearance/", set_theme, name="set_theme"),
    path("session/", session, name="session"),
    path("shortcuts/", shortcuts, name="shortcuts"),
    path("notices/", include("notifications.pages.urls")),
    path("", include("config.operations.urls")),
    path("", include("processes.urls")),
]
