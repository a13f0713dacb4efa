"""How parcels travel."""

from __future__ import annotations

from generator.schema.model import Column, Table
from generator.schema.shared import ORDER

DELIVERIES = Table(
    "deliveries",
    "order that was sent",
    "when parcels were shipped, promised and delivered, and by whom; orders placed in a store have none",
    ("order_id",),
    (
        ORDER,
        Column("carrier", "text", "Who carried it."),
        Column("shipped_on", "date", "Day on which it left the warehouse; missing while it has not.", nullable=True),
        Column("promised_on", "date", "Last day by which delivery was promised with the order; may lie ahead.", ahead=True),
        Column("delivered_on", "date", "Day on which it was delivered; missing while it is on its way. Later than promised: late.", nullable=True),
    ),
)  # fmt: skip

TABLES = (DELIVERIES,)
