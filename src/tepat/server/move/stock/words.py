"""The words of the warehouse on the screen. Papers have their own, in Indonesian."""

from django.utils.translation import gettext_lazy as _

from tepat.core.move.balance import Term
from tepat.core.move.expected import Arrives, Asked, Cover
from tepat.core.move.stock import Condition, MoveKind, Outside, Pool

KINDS = {
    MoveKind.RECEIVED: _("Received"),
    MoveKind.SORTED: _("Sorted"),
    MoveKind.ALLOCATED: _("Set aside for TPS"),
    MoveKind.RELEASED: _("Put back"),
    MoveKind.PSU_ISSUED: _("PSU stock issued"),
    MoveKind.MOVED: _("Moved"),
    MoveKind.REGRADED: _("Condition changed"),
    MoveKind.ADJUSTED: _("Adjusted after count"),
    MoveKind.DESTROYED: _("Destroyed"),
    MoveKind.REVERSED: _("Reversal"),
}
CONDITIONS = {
    Condition.UNSORTED: _("not sorted"),
    Condition.BAIK: _("good"),
    Condition.RUSAK_RINGAN: _("slightly damaged, usable"),
    Condition.RUSAK_BERAT: _("badly damaged"),
}
POOLS = {Pool.ORDINARY: "", Pool.ALLOCATED: _("for TPS"), Pool.PSU: _("PSU")}
OUTSIDES = {
    Outside.SUPPLIER: _("supplier"),
    Outside.REPLACEMENT: _("supplier, replacement"),
    Outside.TPS: _("out to TPS"),
    Outside.DESTROYED: _("destroyed"),
    Outside.COUNT: _("count difference"),
}
TERMS = {
    Term.RECEIVED: _("received"),
    Term.REPLACEMENTS: _("replacements"),
    Term.COUNTED: _("count corrections"),
    Term.ALLOCATED: _("for TPS"),
    Term.DAMAGED: _("damaged"),
    Term.SURPLUS: _("surplus"),
    Term.UNSORTED: _("not sorted"),
    Term.DESTROYED: _("destroyed"),
    Term.PSU: _("PSU"),
}
COVERS = {
    Cover.ENOUGH: ("tepat", _("enough")),
    Cover.OVER: ("tepat", _("over")),
    Cover.COMING: ("menyusul", _("short, coming")),
    Cover.SHORT: ("tidak", _("short")),
    Cover.UNSET: ("belum", _("cannot be judged")),
}
ARRIVES = {
    Arrives.COMPLETE: ("tepat", _("complete")),
    Arrives.IN_TIME: ("menyusul", _("in time")),
    Arrives.LATE: ("perhatian", _("supplier is late")),
    Arrives.TOO_LATE: ("tidak", _("too late")),
    Arrives.NO_DEADLINE: ("belum", _("no deadline set")),
}
ASKED = {
    Asked.RAISED: ("perhatian", _("to be asked")),
    Asked.ASKED: ("menyusul", _("asked")),
    Asked.PARTLY: ("menyusul", _("partly received")),
    Asked.RECEIVED: ("tepat", _("received")),
}
FACTS = {
    "supplier": _("Supplier"),
    "surat_jalan": _("Waybill number"),
    "bast": _("BAST number"),
    "vehicle": _("Vehicle"),
    "witnesses": _("Seen by"),
    "batch": _("Batch"),
    "taken": _("Taken from bundles"),
    "good": _("Good"),
    "short": _("Missing from bundles"),
    "over": _("Too many in bundles"),
    "causes": _("Put aside"),
    "to": _("Moved to"),
    "decision": _("Decision"),
    "receiver": _("Taken by"),
    "method": _("Method"),
    "people": _("Witnesses"),
    "reason": _("Reason"),
    "note": _("Note"),
}
