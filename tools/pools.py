"""Build the pools of names, streets and cities in `generator/pools` with Faker, once.

The pools are committed as data: Faker changes its lists with nearly every release, and a company must not
change with it. Run `python tools/pools.py` only to make *new* pools; that changes every company and is a
new major version of the data.
"""

from pathlib import Path

from faker import Faker

POOLS = Path(__file__).parent.parent / "generator" / "pools"
LOCALES = ["en_IE", "en_GB", "de_DE", "fr_FR", "nl_NL", "es_ES", "it_IT", "pl_PL", "sv_SE", "pt_PT"]
REGIONS = ["North", "East", "South", "West", "Coast"]


def pool(wanted: int, draw) -> list[str]:
    """Up to `wanted` different texts, in the order in which they first came (some locales hold fewer)."""
    found: dict[str, None] = {}
    for _ in range(wanted * 20):
        found[draw().replace("\t", " ").strip()] = None
        if len(found) == wanted:
            break
    return list(found)


def write(name: str, lines: list[str]) -> None:
    (POOLS / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    Faker.seed(20230101)
    fakers = [Faker(locale) for locale in LOCALES]
    island = Faker("en_GB")
    first = [name for fake in fakers for name in pool(60, fake.first_name)]
    last = [name for fake in fakers for name in pool(120, fake.last_name)]
    write("first_names", list(dict.fromkeys(first)))
    write("last_names", list(dict.fromkeys(last)))
    write("streets", pool(400, island.street_name))
    cities = pool(60, island.city)
    write("cities", [f"{city}\t{REGIONS[k % len(REGIONS)]}" for k, city in enumerate(cities)])


if __name__ == "__main__":
    main()
