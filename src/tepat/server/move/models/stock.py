"""The warehouse: places, contracts, the ledger of movements, replacement requests, counts.

A movement and its entries are written once and never changed; everything that lies
anywhere is a sum of entries.
"""

from django.conf import settings
from django.db import models

from tepat.core.move import counting, expected, stock
from tepat.server.election.models import Scope


class Place(models.Model):
    """A store of this scope: `63.09:gudang-1`, `63.09.05:ppk`, `63.09.05.2003:pps`."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="places")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    tier = models.CharField(max_length=3)
    """kpu, ppk or pps."""
    closed_at = models.DateTimeField(null=True)
    """Since when nothing may be put here any more. Its history stays."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "code"], name="place_once")]
        ordering = ["code"]


class Expectation(models.Model):
    """One line of a contract: what a supplier owes, and when."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="expectations")
    supplier = models.CharField(max_length=120)
    contract = models.CharField(max_length=80, blank=True)
    item = models.CharField(max_length=40)
    sku = models.CharField(max_length=60, blank=True)
    psu = models.BooleanField(default=False)
    quantity = models.PositiveIntegerField()
    due = models.DateField()
    token = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    """The line this one replaces: a contract is changed by a new entry, never edited."""
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "token"], name="expectation_once")]
        indexes = [models.Index(fields=["scope", "due"], name="expectation_by_due")]

    def as_value(self, received: int = 0) -> expected.Expected:
        return expected.Expected(
            stock.Goods(self.item, self.sku),
            self.supplier,
            self.quantity,
            self.due,
            received,
            stock.Pool.PSU if self.psu else stock.Pool.ORDINARY,
            self.contract,
        )


class ReplacementRequest(models.Model):
    """A request for pieces that were spoiled or missing. Written by itself, sent by a person."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="replacements")
    number = models.PositiveIntegerField()
    item = models.CharField(max_length=40)
    sku = models.CharField(max_length=60, blank=True)
    damaged = models.PositiveBigIntegerField(default=0)
    short = models.PositiveBigIntegerField(default=0)
    quantity = models.PositiveBigIntegerField()
    """Pieces asked for. Follows the ledger until the letter is sent, then stands."""
    to = models.CharField(max_length=120, blank=True)
    letter = models.CharField(max_length=80, blank=True)
    ba = models.CharField(max_length=80, blank=True)
    raised_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="replacement_once"),
            models.UniqueConstraint(
                fields=["scope", "item", "sku"],
                condition=models.Q(sent_at=None),
                name="replacement_raised_once",
            ),
        ]


class Movement(models.Model):
    """One act in the warehouse, with its paper. Never changed; undone by a reversal."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="movements")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    token = models.CharField(max_length=64)
    """Made by the form, so that a double click is one movement."""
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    paper = models.CharField(max_length=80, blank=True)
    """The number of the paper that goes with it: BTTB, BA sortir, surat jalan, ..."""
    place = models.CharField(max_length=30, blank=True)
    facts = models.JSONField(default=dict)
    """What the paper says besides quantities: supplier, vehicle, batch, witnesses, reason."""
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="movement_number_once"),
            models.UniqueConstraint(fields=["scope", "token"], name="movement_token_once"),
        ]
        indexes = [models.Index(fields=["scope", "kind", "number"], name="movement_by_kind")]


class StockEntry(models.Model):
    """So many pieces more or fewer in one slot."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="stock_entries")
    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="entries")
    item = models.CharField(max_length=40)
    sku = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=30)
    condition = models.CharField(max_length=16)
    pool = models.CharField(max_length=6)
    quantity = models.BigIntegerField()
    cause = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["scope", "item", "sku", "place"], name="entry_by_goods"),
        ]

    def as_value(self) -> stock.Entry:
        return stock.Entry(self.slot(), self.quantity, self.cause)

    def slot(self) -> stock.Slot:
        return stock.Slot(
            stock.Goods(self.item, self.sku),
            self.place,
            stock.Condition(self.condition),
            stock.Pool(self.pool),
        )


class ReceiptLine(models.Model):
    """One line of a receipt: what was declared, and what was unloaded."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="receipt_lines")
    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    item = models.CharField(max_length=40)
    sku = models.CharField(max_length=60, blank=True)
    psu = models.BooleanField(default=False)
    declared = models.PositiveIntegerField()
    counted = models.PositiveIntegerField()
    damaged = models.PositiveIntegerField(default=0)
    expectation = models.ForeignKey(
        Expectation, null=True, on_delete=models.PROTECT, related_name="receipt_lines"
    )
    replacement = models.ForeignKey(
        ReplacementRequest, null=True, on_delete=models.PROTECT, related_name="receipt_lines"
    )

    class Meta:
        indexes = [models.Index(fields=["scope", "item", "sku"], name="receipt_by_goods")]


class StockCount(models.Model):
    """One blind count of one place."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="stock_counts")
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=30)
    token = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="count_number_once"),
            models.UniqueConstraint(fields=["scope", "token"], name="count_token_once"),
        ]


class CountPile(models.Model):
    """One pile of a count: the numbers people wrote, and the book of each moment."""

    count = models.ForeignKey(StockCount, on_delete=models.CASCADE, related_name="piles")
    item = models.CharField(max_length=40)
    sku = models.CharField(max_length=60, blank=True)
    condition = models.CharField(max_length=16)
    pool = models.CharField(max_length=6)
    first = models.PositiveIntegerField(null=True)
    first_book = models.BigIntegerField(null=True)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    second = models.PositiveIntegerField(null=True)
    second_book = models.BigIntegerField(null=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    adjustment = models.OneToOneField(Movement, null=True, on_delete=models.PROTECT)
    is_found = models.BooleanField(default=False)
    """Written into the list by the people who counted: the book had nothing there."""
    same_person_reason = models.CharField(max_length=200, blank=True)
    """Why both counts are by one person, as the KPU officer wrote it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["count", "item", "sku", "condition", "pool"], name="pile_once"
            )
        ]

    def as_value(self) -> counting.Pile:
        slot = stock.Slot(
            stock.Goods(self.item, self.sku),
            self.count.place,
            stock.Condition(self.condition),
            stock.Pool(self.pool),
        )
        return counting.Pile(
            slot,
            self.first,
            self.first_book,
            self.second,
            self.second_book,
            self.adjustment_id is not None,
        )
