"""Routers of the API, whose checks of questions and answers are built when first asked.

django-ninja builds a check for each question and answer while the rooms load; all of them together
took half of the time until the register answered first.

Source: pydantic, ``ConfigDict.defer_build``.
"""

from ninja import Router, Schema
from ninja.params.models import ParamModel

__all__ = ["Router"]


def _defer(kind: type[Schema] | type[ParamModel]) -> None:
    kind.model_config["defer_build"] = True
    for narrower in kind.__subclasses__():
        _defer(narrower)


_defer(Schema)
_defer(ParamModel)
