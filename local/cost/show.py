"""The estimate, for a person at a terminal of 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from local.cost.prices import KRW_PER_USD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.console import Console

    from local.cost.estimate import Row
    from local.cost.hearing import Heard
    from local.cost.prices import Price


def show(heard: Heard, rows: list[Row], prices: Mapping[str, Price], console: Console) -> None:
    """Print the length, a row a service, their sum, and each price that was used with its date and source."""
    calls = f"{heard.clips} call{'' if heard.clips == 1 else 's'}"
    spoken = f"{_say_time(heard.speech_seconds)} of it sent to CLOVA in {calls}"
    console.print(f"{_say_time(heard.seconds)} long, {heard.size / 1e6:,.1f} MB; {spoken}.")
    for warning in heard.warnings:
        console.print(warning, style="yellow", markup=False)
    console.print(_tabulate(rows, prices))
    used = {setting: prices[setting] for row in rows for setting in row.prices if setting in prices}
    console.print("\nThe prices; .env or the environment corrects them by these names:")
    for price in used.values():
        console.print(f"  {price}", markup=False, soft_wrap=True)
        console.print(f"      {', '.join(filter(None, (price.source, price.dated, _doubt([price]))))}", markup=False)
    console.print("\nAn estimate, no invoice: tokens, seconds and requests are guessed from the length.")


def _tabulate(rows: list[Row], prices: Mapping[str, Price]) -> Table:
    table = Table("service", "amount", box=None, padding=(0, 2, 0, 0))
    table.add_column("KRW", justify="right")
    table.add_column("")
    for row in rows:
        known = [prices[setting] for setting in row.prices if setting in prices]
        table.add_row(row.service, row.amount, _say_won(row.krw), Text(_doubt(known)))
    total = sum(row.krw or 0 for row in rows)
    dollars = total / prices[KRW_PER_USD].value if prices[KRW_PER_USD].value else 0
    missing = [row.service for row in rows if row.krw is None]
    note = f"without {', '.join(missing)}" if missing else f"{dollars:.2f} USD"
    table.add_row("sum", note, _say_won(total), "", style="bold")
    return table


def _say_time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _say_won(krw: float | None) -> str:
    return "no price" if krw is None else f"{krw:,.2f}"


def _doubt(prices: Iterable[Price]) -> str:
    return "" if all(price.confirmed for price in prices) else "unconfirmed"
