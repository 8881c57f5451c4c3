"""A finance officer and the bank: a statement settles what it pays exactly, the rest is placed by hand, and nothing twice."""
import re

from selenium.webdriver.common.by import By

from conftest import fill, left, press, text
from every_page import scene

STATEMENT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>2026-11-{number}</Id>
<Acct><Id><IBAN>DE75512108001245126199</IBAN></Id><Ccy>GBP</Ccy></Acct>
{entries}</Stmt></BkToCstmrStmt></Document>"""
ENTRY = """<Ntry><Amt Ccy="GBP">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt>
<AcctSvcrRef>{bank}</AcctSvcrRef><NtryDtls><TxDtls><RmtInf>{remittance}</RmtInf></TxDtls></NtryDtls></Ntry>
"""


def structured(reference):
    return f"<Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd>"


def owed(government, name):
    """An invoice of £60.00 that is not paid: its reference."""
    someone = government.visitor(name)
    sent = scene.submit(someone, "building_permit", scene.SHED | {"parcel": scene.a_parcel(someone)})
    page = someone.follow(next(link for link in sent.document.links if link.endswith("/pay")))
    return re.search(r"/pay/(RF[0-9A-Z]+)", page.path + page.body).group(1)


def import_file(cashier, path):
    cashier.find_element(By.NAME, "statement").send_keys(str(path))
    press(cashier, "Import a bank statement")


def lines(cashier):
    return len(cashier.find_elements(By.CSS_SELECTOR, "form[action$='/assign']"))


def test_a_statement_settles_what_it_pays_and_the_rest_is_placed(government, person, tmp_path):
    paid, partly = owed(government, "rosa"), owed(government, "noor")
    statement, broken = tmp_path / "statement.xml", tmp_path / "broken.xml"
    statement.write_text(STATEMENT.format(number=paid, entries="".join([
        ENTRY.format(amount="60.00", bank="A" + paid, remittance=structured(paid)),
        ENTRY.format(amount="20.00", bank="B" + paid, remittance=structured(partly)),
        ENTRY.format(amount="7.50", bank="C" + paid, remittance="<Ustrd>for the cat</Ustrd>")])))
    broken.write_text(statement.read_text()[:-40])
    cashier = person("cashier")
    press(cashier, "Payments")
    before = lines(cashier)
    import_file(cashier, broken)
    assert "cannot be read as a bank statement" in text(cashier) and lines(cashier) == before

    import_file(cashier, statement)
    told = text(cashier)
    assert "The statement was read" in told and "1 payment settled its invoice." in told and "2 payments wait for you." in told, told
    settled = cashier.find_element(By.CSS_SELECTOR, "main table").text
    assert paid in settled.replace(" ", "") and "£60.00" in settled
    assert "It is less than is owed" in told and "It quotes no reference" in told and lines(cashier) == before + 2

    import_file(cashier, statement)
    assert "This statement was imported before" in text(cashier) and lines(cashier) == before + 2, "nothing is doubled"

    # The part payment goes to its invoice by hand; what is still owed stands there.
    place(cashier, "£20.00", partly)
    assert "The payment is placed" in text(cashier) and lines(cashier) == before + 1
    cashier.get(government.url + "/desk/payments/invoices/" + partly)
    assert "£40.00" in text(cashier) and "To be paid" in text(cashier)
    cashier.get(government.url + "/desk/payments/invoices/" + paid)
    assert "Paid" in text(cashier) and "Still to pay" not in text(cashier)
    cashier.find_element(By.CSS_SELECTOR, "main summary").click()
    press(cashier, "Refund the payment")
    assert "The refund is booked" in text(cashier) and "Paid back" in text(cashier)
    cashier.get(government.url + "/pay/" + paid)
    assert "This payment was paid back" in text(cashier), "whoever has the reference is not asked to pay again"


def place(cashier, amount, reference):
    """Gives the waiting movement of this amount to an invoice."""
    for section in cashier.find_elements(By.CSS_SELECTOR, "main section"):
        if amount in section.text and "less than is owed" in section.text:
            fill(section, "reference", reference)
            before = cashier.find_element(By.TAG_NAME, "html")
            section.find_element(By.CSS_SELECTOR, "form[action$='/assign'] button").click()
            return left(cashier, before)
    raise AssertionError(f"no movement of {amount} waits")
