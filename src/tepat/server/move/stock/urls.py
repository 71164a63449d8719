"""Pages of the warehouse, below `/e/<election>/<kabupaten>/`."""

from django.urls import URLPattern, path

from tepat.server.move.stock import closing_pages, entry_pages, pages, setup_pages

urlpatterns: list[URLPattern] = [
    path("gudang/", pages.stock, name="stock"),
    path("gudang/kartu/", pages.card, name="stock_card"),
    path("gudang/kartu.xlsx", closing_pages.card_sheet, name="stock_xlsx"),
    path("gudang/mutasi/", pages.history, name="stock_history"),
    path("gudang/mutasi/<int:number>/", pages.movement, name="stock_movement"),
    path("gudang/mutasi/<int:number>/batalkan/", pages.reverse, name="stock_reverse"),
    path("gudang/alokasi/", pages.allocate, name="stock_allocate"),
    path("gudang/kontrak/", entry_pages.expect, name="stock_expect"),
    path("gudang/kontrak/<int:line>/", setup_pages.contract, name="stock_contract"),
    path("gudang/tempat/", setup_pages.places_page, name="stock_places"),
    path("gudang/psu/", entry_pages.issue_psu, name="stock_psu"),
    path("gudang/terima/", entry_pages.receive, name="stock_receive"),
    path("gudang/sortir/", entry_pages.sort, name="stock_sort"),
    path("gudang/pindah/", entry_pages.move, name="stock_move"),
    path("gudang/kerusakan/", entry_pages.regrade, name="stock_regrade"),
    path("gudang/pengganti/<int:number>/", entry_pages.ask, name="stock_ask"),
    path("gudang/hitung/", closing_pages.count_list, name="stock_counts"),
    path("gudang/hitung/<int:number>/", closing_pages.count, name="stock_count"),
    path("gudang/hitung/<int:number>/temuan/", closing_pages.add_found, name="stock_found"),
    path("gudang/hitung/<int:number>/<int:pile>/", closing_pages.adjust, name="stock_adjust"),
    path("gudang/musnah/", closing_pages.destroy, name="stock_destroy"),
]
