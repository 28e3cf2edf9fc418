"""Questions about many schemes."""

from typing import Any, Self

from django.db import models

from workflow.sql.substrings import containing


class SchemeQuerySet(models.QuerySet[Any]):
    """Schemes, by what people call them."""

    def titled(self, text: str) -> Self:
        """Those whose title, in either language, has a text."""
        return self.filter(containing("title_sv", text) | containing("title_en", text))
