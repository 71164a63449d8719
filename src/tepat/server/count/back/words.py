"""What the page of returns calls the levels of the way back, and the state of a photo."""

from typing import Final

from django.utils.translation import gettext_noop

from tepat.core.count.returning import Level, Photo

LEVELS: Final = {
    Level.TPS: gettext_noop("still at the TPS"),
    Level.PPS: gettext_noop("at the PPS"),
    Level.PPK: gettext_noop("at the PPK"),
    Level.KPU: gettext_noop("at KPU"),
    Level.ARCHIVED: gettext_noop("archived"),
    Level.UNCLEAR: gettext_noop("not clear"),
}
ARRIVALS: Final = {
    Level.PPS: "PPS",
    Level.PPK: "PPK",
    Level.KPU: gettext_noop("KPU of the kabupaten"),
    Level.ARCHIVED: gettext_noop("archive"),
}
PHOTOS: Final = {
    Photo.BEFORE: ("tepat", gettext_noop("photo before it left")),
    Photo.AFTER: ("perhatian", gettext_noop("photo only after it left")),
    Photo.NONE_LEFT: ("tidak", gettext_noop("left without a photo")),
    Photo.NOT_YET: ("belum", gettext_noop("no photo yet, has not left")),
}
