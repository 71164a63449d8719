"""Make many tables at once: what a migration says in two hundred steps, done in one.

Django renders every related model again for each step; with a hundred tables that all refer
to one, an empty installation took twenty seconds to begin. The state of the migration is the
same as of its single steps, so that `makemigrations` goes on as always.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation


class Together(Operation):
    """The operations of a first migration: its tables are made as they stand after all of them.

    Only for an app without tables: what alters one that is there stays a step of its own.
    """

    reversible = True
    reduces_to_sql = True
    atomic = False
    serialization_expand_args: ClassVar[list[str]] = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__qualname__, [self.operations], {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # rendered once, when all is said
        for each in self.operations:
            each.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for model in self._models(app_label, to_state):
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for model in reversed(self._models(app_label, from_state)):
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.delete_model(model)

    def describe(self) -> str:
        return f"Make {len(self._names())} tables together"

    def _names(self) -> list[str]:
        return [each.name for each in self.operations if isinstance(each, CreateModel)]

    def _models(self, app_label: str, state: Any) -> list[Any]:
        return [state.apps.get_model(app_label, name) for name in self._names()]
