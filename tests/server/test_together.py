"""First migrations that make their tables at once leave the same database as their steps."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from tepat.server.together import Together

pytestmark = pytest.mark.django_db(transaction=True)

STEPS: list[Operation] = [
    migrations.CreateModel("Store", [("id", models.BigAutoField(primary_key=True))]),
    migrations.CreateModel(
        "Box",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("code", models.CharField(max_length=20)),
        ],
    ),
    migrations.AddField(
        "Box", "store", models.ForeignKey("together.store", on_delete=models.CASCADE)
    ),
    migrations.AddIndex("Box", models.Index(fields=["code"], name="together_by_code")),
    migrations.AddConstraint(
        "Box", models.UniqueConstraint(fields=["store", "code"], name="together_once")
    ),
]


def tables() -> dict[str, tuple[list[Any], list[str]]]:
    with connection.cursor() as cursor:
        names = [
            each for each in connection.introspection.table_names(cursor) if "together" in each
        ]
        return {
            name: (
                sorted(
                    (each.name, each.null_ok)
                    for each in connection.introspection.get_table_description(cursor, name)
                ),
                sorted(connection.introspection.get_constraints(cursor, name)),
            )
            for name in sorted(names)
        }


def made_by(operations: list[Operation]) -> dict[str, tuple[list[Any], list[str]]]:
    """Apply, look, take back; the tables as they stood."""
    before = ProjectState()
    after = before.clone()
    states = []
    with connection.schema_editor() as editor:
        for each in operations:
            old = after.clone()
            each.state_forwards("together", after)
            each.database_forwards("together", editor, old, after)
            states.append((each, old, after.clone()))
    found = tables()
    with connection.schema_editor() as editor:
        for each, old, new in reversed(states):
            each.database_backwards("together", editor, new, old)
    assert tables() == {}
    return found


def test_tables_indexes_and_constraints_are_those_of_the_single_steps() -> None:
    at_once = made_by([Together(STEPS)])
    assert at_once.keys() == {"together_box", "together_store"}
    one_by_one = made_by(list(STEPS))
    assert {name: each[0] for name, each in at_once.items()} == {
        name: each[0] for name, each in one_by_one.items()
    }
    for name in at_once:
        mine, theirs = at_once[name][1], one_by_one[name][1]
        named = [each for each in theirs if each.startswith("together_") and "_id_" not in each]
        assert set(named) <= set(mine), name
        assert len(mine) == len(theirs), name


def test_the_files_of_first_migrations_say_it() -> None:
    from tepat.server.move.migrations import __path__ as move
    from tepat.server.watch.migrations import __path__ as watch

    for [folder] in (list(move), list(watch)):
        text = (Path(folder) / "0001_initial.py").read_text(encoding="utf-8")
        assert text.count("Together(") == 1, f"run python tools/together.py ({folder})"
