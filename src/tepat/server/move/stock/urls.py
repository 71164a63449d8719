"""Pages of the warehouse, below `/e/<election>/<kabupaten>/`."""

from django.urls import URLPattern, path

from tepat.server.move.stock import entry_pages, pages

urlpatterns: list[URLPattern] = [
    path("gudang/", pages.stock, name="stock"),
    path("gudang/kartu/", pages.card, name="stock_card"),
    path("gudang/mutasi/", pages.history, name="stock_history"),
    path("gudang/mutasi/<int:number>/", pages.movement, name="stock_movement"),
    path("gudang/mutasi/<int:number>/batalkan/", pages.reverse, name="stock_reverse"),
    path("gudang/alokasi/", pages.allocate, name="stock_allocate"),
    path("gudang/terima/", entry_pages.receive, name="stock_receive"),
    path("gudang/sort/", pages.stock, name="stock_sort"),
    path("gudang/move/", pages.stock, name="stock_move"),
    path("gudang/regrade/", pages.stock, name="stock_regrade"),
    path("gudang/counts/", pages.stock, name="stock_counts"),
    path("gudang/expect/", pages.stock, name="stock_expect"),
    path("gudang/destroy/", pages.stock, name="stock_destroy"),
    path("gudang/xlsx/", pages.stock, name="stock_xlsx"),
    path("gudang/ask/<int:number>/", pages.movement, name="stock_ask"),
]
