"""What each next step is called, where it is done, and whose it is."""

from typing import NamedTuple

from django.utils.translation import gettext_noop

from tepat.core.election.roles import Action
from tepat.core.watch.next_steps import Do


class Wording(NamedTuple):
    """One step in words. `url` is a page of the desk; `{count}` and `{of}` are filled in."""

    title: str
    text: str
    url: str
    button: str
    owner: str
    action: Action


WORDS: dict[Do, Wording] = {
    Do.IMPORT_TPS: Wording(
        gettext_noop("Import the TPS list"),
        gettext_noop("Everything else is computed from it: needs, packages, papers."),
        "tps_import",
        gettext_noop("Import list"),
        gettext_noop("KPU"),
        Action.IMPORT_TPS,
    ),
    Do.FILL_VOTERS: Wording(
        gettext_noop("Fill in the voters of {count} TPS"),
        gettext_noop("Of {of} TPS, {count} have no number of voters: their needs are unset."),
        "tps_list",
        gettext_noop("Open TPS list"),
        gettext_noop("KPU"),
        Action.IMPORT_TPS,
    ),
    Do.FIND_TPS: Wording(
        gettext_noop("Find the TPS of {count} desa"),
        gettext_noop("{count} of {of} desa have no TPS in the list. Compare it with the decision."),
        "regions",
        gettext_noop("See the desa"),
        gettext_noop("KPU"),
        Action.IMPORT_TPS,
    ),
    Do.SET_QUANTITIES: Wording(
        gettext_noop("Set the quantity of {count} items"),
        gettext_noop("No source says how many are needed, so they are shown as unset, not nought."),
        "quantities",
        gettext_noop("Set quantities"),
        gettext_noop("KPU"),
        Action.EDIT_ELECTION,
    ),
    Do.MAKE_PACKAGES: Wording(
        gettext_noop("Make the packages of {count} TPS"),
        gettext_noop("Packing lists and labels are made from packages."),
        "packing",
        gettext_noop("Make packages"),
        gettext_noop("Warehouse"),
        Action.PACK,
    ),
    Do.RECORD_RECEIPTS: Wording(
        gettext_noop("Record {count} deliveries that are open"),
        gettext_noop("Contract lines that have not arrived in full."),
        "stock",
        gettext_noop("Open warehouse"),
        gettext_noop("Warehouse"),
        Action.RECORD_STOCK,
    ),
    Do.CLOSE_BALANCE: Wording(
        gettext_noop("Close the balance of {count} ballot papers"),
        gettext_noop("What came in and what is accounted for differ."),
        "stock",
        gettext_noop("Open balance"),
        gettext_noop("KPU"),
        Action.CLOSE_BALANCE,
    ),
    Do.PACK: Wording(
        gettext_noop("Pack {count} boxes"),
        gettext_noop("Of {of} boxes planned, {count} are not packed yet."),
        "packing",
        gettext_noop("Go on packing"),
        gettext_noop("Warehouse"),
        Action.PACK,
    ),
    Do.SEAL: Wording(
        gettext_noop("Seal {count} packed boxes"),
        gettext_noop("Packed but open: without a seal nothing proves what is inside."),
        "packing",
        gettext_noop("Seal boxes"),
        gettext_noop("Warehouse"),
        Action.PACK,
    ),
    Do.SURVEY_POINTS: Wording(
        gettext_noop("Survey the points of {count} desa"),
        gettext_noop("{count} of {of} desa have only the centre of their area, not the village."),
        "map",
        gettext_noop("Open map"),
        gettext_noop("KPU"),
        Action.EDIT_REGIONS,
    ),
}
