"""From a published plan to loads: the fact that it is published, and one shipment per halt."""
