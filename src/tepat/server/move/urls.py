"""Pages of this app, below `/e/<election>/<kabupaten>/`: each subject keeps its own."""

from tepat.server.move.packing.urls import urlpatterns as packing
from tepat.server.move.stock.urls import urlpatterns as stock

urlpatterns = [*stock, *packing]
