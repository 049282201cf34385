"""invoices.csv: 3,000 lines that Tally billed for the incident week, second labels included."""

from pathlib import Path

from sections import peak_weeks
from sections.draws import Draws
from tpo.engines.event_log import DAY, Parcel

LINES = 3_000
HEAD = "invoice_id,line,merchant_id,parcel_id,order_id,amount_eur,billed_on\n"
PRICES = ("3.90", "4.60", "5.20", "6.00")
PRICE_PERCENT = (20, 35, 30, 15)  # together the revenue of EUR 4.85 a parcel
FIRST_DAY = 14  # Monday, 24 November


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return the file: one invoice a merchant and day, its lines in the order of booking."""
    draws = Draws("invoices")
    week = [p for p in peak_weeks.log().parcels if p.booked // DAY >= FIRST_DAY]
    twins = [p for p in week if p.twin]
    labelled_twice = {p.order_id for p in twins}
    others = [p for p in week if p.order_id not in labelled_twice]
    firsts = [p for p in week if p.order_id in labelled_twice and not p.twin]
    chosen = firsts + twins + draws.shuffled(others)[: LINES - len(firsts) - len(twins)]
    chosen.sort(key=lambda p: (p.booked // DAY, peak_weeks.merchant(p.order_id), p.booked, p.twin))
    text, invoice, before, number = [HEAD], 0, None, 0
    for parcel in chosen:
        head = (parcel.booked // DAY, peak_weeks.merchant(parcel.order_id))
        invoice, number = (invoice, number + 1) if head == before else (invoice + 1, 1)
        before = head
        text.append(row(parcel, invoice, number, draws))
    return "".join(text).encode()


def row(parcel: Parcel, invoice: int, number: int, draws: Draws) -> str:
    """One line of an invoice."""
    billed = peak_weeks.when(parcel.booked // DAY * DAY + DAY).date().isoformat()
    percent, price = draws.below(100), 0
    while percent >= PRICE_PERCENT[price]:
        percent -= PRICE_PERCENT[price]
        price += 1
    merchant = f"m{peak_weeks.merchant(parcel.order_id):04d}"
    return (
        f"i{invoice:04d},{number},{merchant},{parcel.parcel_id},{parcel.order_id},"
        f"{PRICES[price]},{billed}\n"
    )
