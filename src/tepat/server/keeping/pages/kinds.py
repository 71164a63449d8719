"""How pages name the kinds of facts and their fields. A kind without a row shows its own name."""

from django.utils.translation import gettext, gettext_noop

KINDS = {
    "commissioned": gettext_noop("Bound to another system's code"),
    "released": gettext_noop("Unbound from another system's code"),
    "packed": gettext_noop("Filled"),
    "counted": gettext_noop("Counted again"),
    "sealed": gettext_noop("Sealed with numbered seals"),
    "unsealed": gettext_noop("Opened again"),
    "seals_issued": gettext_noop("Range of seal numbers issued"),
    "opened": gettext_noop("Opened at its TPS"),
    "used": gettext_noop("Voting and counting with it ended"),
    "given": gettext_noop("Handed over, says the giver"),
    "received": gettext_noop("Taken over, says the receiver"),
    "refused": gettext_noop("Not taken over"),
    "transferred": gettext_noop("Moved to another vehicle"),
    "relocated": gettext_noop("Moved to another place"),
    "witnessed": gettext_noop("Seen by a supervisor"),
    "inspected": gettext_noop("Inspected"),
    "incident": gettext_noop("Something went wrong"),
    "positioned": gettext_noop("Position on the way"),
    "escorted": gettext_noop("Escort"),
    "guarded": gettext_noop("Guard"),
    "turnout": gettext_noop("Turnout so far"),
    "ballots": gettext_noop("Use of ballot papers"),
    "result": gettext_noop("Votes of a TPS"),
    "desk_enrolled": gettext_noop("Key of the desk made known"),
    "assigned": gettext_noop("Duty given"),
    "enrolled": gettext_noop("Device enrolled"),
    "revoked": gettext_noop("Device revoked"),
    "listed": gettext_noop("List of a shipment fixed"),
    "plan_published": gettext_noop("Plan published"),
    "corrected": gettext_noop("Another fact corrected"),
    "cancelled": gettext_noop("Another fact cancelled"),
    "replaced": gettext_noop("Package replaced"),
    "destroyed": gettext_noop("Destroyed before witnesses"),
    "archived": gettext_noop("Put away for good"),
}

FIELDS = {
    "after": gettext_noop("Follows"),
    "area": gettext_noop("Area"),
    "as_role": gettext_noop("Role given"),
    "assignment": gettext_noop("Letter of duty"),
    "at": gettext_noop("Time claimed"),
    "by": gettext_noop("Reported by"),
    "checks": gettext_noop("What was seen"),
    "condition": gettext_noop("Condition"),
    "contents": gettext_noop("Contents"),
    "count": gettext_noop("Number"),
    "device": gettext_noop("Device"),
    "election": gettext_noop("Election"),
    "ends": gettext_noop("Ends"),
    "fact": gettext_noop("Other fact"),
    "foreign": gettext_noop("Other code"),
    "gps": gettext_noop("Point"),
    "holds": gettext_noop("Holds"),
    "item": gettext_noop("Item"),
    "kabupaten": gettext_noop("Kabupaten"),
    "key": gettext_noop("Key"),
    "list": gettext_noop("List"),
    "note": gettext_noop("Note, as a hash"),
    "package": gettext_noop("Package"),
    "packages": gettext_noop("Packages"),
    "person": gettext_noop("Person, as a random number"),
    "photos": gettext_noop("Photos, as hashes"),
    "place": gettext_noop("Place"),
    "prev": gettext_noop("Fact before on this device"),
    "reason": gettext_noop("Reason"),
    "role": gettext_noop("Role"),
    "seals": gettext_noop("Seals"),
    "seen": gettext_noop("Newest checkpoint seen"),
    "seq": gettext_noop("Number on this device"),
    "shipment": gettext_noop("Shipment"),
    "starts": gettext_noop("Begins"),
    "target": gettext_noop("Revoked device"),
    "to": gettext_noop("Handed to"),
    "upto": gettext_noop("Counts up to its fact"),
    "vehicle": gettext_noop("Vehicle"),
    "what": gettext_noop("What it is"),
}

STANDINGS = {
    "unknown_device": gettext_noop("its key is not known"),
    "not_assigned": gettext_noop("no letter of duty stands behind it"),
    "not_allowed": gettext_noop("the role may not report this"),
    "outside_area": gettext_noop("outside the area of the officer"),
    "expired": gettext_noop("outside the time of the letter"),
    "revoked": gettext_noop("the device was revoked before it"),
    "forked": gettext_noop("the device has two histories"),
    "letter_twice": gettext_noop("two devices used one letter"),
    "no_person": gettext_noop("the desk cannot hand over for a person"),
    "gap": gettext_noop("a fact of this device before it is missing"),
}


def kind_words(kind: str) -> str:
    return gettext(KINDS[kind]) if kind in KINDS else kind


def field_words(field: str) -> str:
    return gettext(FIELDS[field]) if field in FIELDS else field


def standing_words(standing: str) -> str:
    return gettext(STANDINGS[standing])
