"""Customers, orders and order lines with dbldatagen on Spark, one local core."""

import os
import sys
from pathlib import Path

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)

import dbldatagen as dg
from pyspark.sql import SparkSession

out, rows = sys.argv[1], int(sys.argv[2])
people, orders = rows // 12, rows // 4
spark = (
    SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    .config("spark.sql.parquet.compression.codec", "snappy").getOrCreate()
)  # fmt: skip


def spec(name: str, count: int) -> dg.DataGenerator:
    """A table to be made."""
    return dg.DataGenerator(spark, name=name, rows=count, partitions=1, randomSeed=7)


tables = {
    "customers": spec("customers", people)
    .withColumn("customer_id", "long", uniqueValues=people)
    .withColumn("first_name", "string", values=[f"First{k}" for k in range(500)], random=True)
    .withColumn("last_name", "string", values=[f"Last{k}" for k in range(1000)], random=True)
    .withColumn("street", "string", values=[f"Street {k}" for k in range(400)], random=True)
    .withColumn("city", "string", values=[f"City {k}" for k in range(120)], random=True)
    .withColumn("email", "string", template=r"\w.\w@example.org", random=True)
    .withColumn("signed_up_at", "timestamp", begin="2023-01-01 00:00:00", end="2025-12-31 23:59:00",
                interval="1 minute", random=True),
    "orders": spec("orders", orders)
    .withColumn("order_id", "long", uniqueValues=orders)
    .withColumn("customer_id", "long", minValue=1, maxValue=people, random=True)
    .withColumn("ordered_at", "timestamp", begin="2023-01-01 00:00:00", end="2025-12-31 23:59:00",
                interval="1 minute", random=True)
    .withColumn("channel", "string", values=["web", "app", "store"], random=True),
    "order_lines": spec("order_lines", rows - people - orders)
    .withColumn("order_id", "long", minValue=1, maxValue=orders, random=True)
    .withColumn("line_no", "int", minValue=1, maxValue=7, random=True)
    .withColumn("product_id", "int", minValue=1, maxValue=2400, random=True)
    .withColumn("quantity", "int", minValue=1, maxValue=3, random=True)
    .withColumn("list_price_eur", "decimal(9,2)", minValue=2, maxValue=200, random=True)
    .withColumn("discount_eur", "decimal(9,2)", minValue=0, maxValue=20, random=True)
    .withColumn("paid_eur", "decimal(9,2)", minValue=2, maxValue=200, random=True)
    .withColumn("unit_cost_eur", "decimal(9,2)", minValue=1, maxValue=100, random=True),
}  # fmt: skip
for name, table in tables.items():
    table.build().write.mode("overwrite").parquet(f"{out}/{name}")
# Spark works in a process of its own that nobody waits for: note the time it took (Linux).
machine = spark.sparkContext._gateway.proc.pid
fields = Path(f"/proc/{machine}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
Path(out, "further_cpu_seconds").write_text(str(seconds), encoding="utf-8")
spark.stop()
