"""Build the official tables of the package from folders of comma-separated facts.

Usage: python scripts/build_tables.py FACTS_FOLDER   (needs ``pip install pypinyin``)

FACTS_FOLDER holds causes_2025.csv, causes_2020_reconstructed.csv, causes_changes_2020_2025.csv,
courts.csv and holidays.csv. Run it when an official table changes, read the difference, and
bring the provenance below and in the README files beside the tables up to date.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from pypinyin import Style, lazy_pinyin

PACKAGE = Path(__file__).parent.parent / "mediation"
PROVENANCE = {
    "causes_2025.tsv": (
        "民事案件案由(2026 年起)",
        "2026-01-01",
        "最高人民法院《民事案件案由规定》第三次修正,法〔2025〕226号,2025-12-17 公布",
    ),
    "causes_2020.tsv": (
        "民事案件案由(2021—2025 年)",
        "2021-01-01",
        "最高人民法院《民事案件案由规定》第二次修正,法〔2020〕347号;据公开资料重建,第四级较公布数少两个",
    ),
    "courts.tsv": (
        "法院名称与代字",
        "2016-01-01",
        "代字规则见法〔2015〕137号;名录约为 2016—2018 年,康巴什、扎赉诺尔两院代字按规则推定",
    ),
    "holidays.tsv": (
        "节假日与调休上班日",
        "2016-01-01",
        "国务院办公厅各年度节假日安排通知,2016—2026 年",
    ),
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, columns: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    name, valid_from, source = PROVENANCE[path.name]
    head = [f"# name\t{name}", f"# valid_from\t{valid_from}", f"# source\t{source}"]
    body = ["\t".join(columns), *("\t".join(line) for line in lines)]
    path.write_text("\n".join([*head, *body]) + "\n", encoding="utf-8", newline="\n")
    sys.stdout.write(f"{path.name}: {len(body) - 1}\n")


def initials(name: str) -> str:
    return "".join(
        syllable[0]
        for syllable in lazy_pinyin(name, style=Style.NORMAL, errors="ignore")
        if syllable
    ).lower()


def unified_codes(
    old: list[dict[str, str]], new: list[dict[str, str]], changes: list[dict[str, str]]
) -> dict[str, str]:
    """For each cause of the former table, the code that stands for it in both."""
    moved = {row["code_2020"]: row["code_2025"] for row in changes if row["change"] == "moved"}
    gone = {row["code_2020"] for row in changes if row["change"] == "removed_or_renamed"}
    by_path = {row["path"]: row["code"] for row in new}
    unified = {}
    for row in old:
        code = row["code"]
        if code in gone:
            unified[code] = f"2020/{code}"
        elif code in moved:
            unified[code] = moved[code]
        else:
            unified[code] = by_path[row["path"]]
    return unified


def main(facts: Path) -> None:
    new = rows(facts / "causes_2025.csv")
    old = rows(facts / "causes_2020_reconstructed.csv")
    unified = unified_codes(old, new, rows(facts / "causes_changes_2020_2025.csv"))
    tables = PACKAGE / "registry" / "tables"
    columns = ("code", "unified", "level", "parent", "number", "name", "initials")
    for name, table, codes in (
        ("causes_2025.tsv", new, {row["code"]: row["code"] for row in new}),
        ("causes_2020.tsv", old, unified),
    ):
        write(
            tables / name,
            columns,
            (
                (
                    row["code"],
                    codes[row["code"]],
                    row["level"],
                    row["parent_code"],
                    row["number"],
                    row["name"],
                    initials(row["name"]),
                )
                for row in table
            ),
        )
    write(
        tables / "courts.tsv",
        ("code", "name", "level", "parent", "historical", "initials"),
        (
            (
                # the one court without a code of its own gets its parent's code and its name
                row["code"] or f"{row['parent_code']}乌拉盖",
                row["name"],
                row["level"],
                row["parent_code"],
                "1" if row["note"].startswith("historical") else "",
                initials(row["name"]),
            )
            for row in rows(facts / "courts.csv")
        ),
    )
    write(
        PACKAGE / "clock" / "tables" / "holidays.tsv",
        ("date", "kind", "holiday"),
        (
            (row["date"], "off" if row["kind"] == "off" else "work", row["holiday"])
            for row in rows(facts / "holidays.csv")
        ),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
