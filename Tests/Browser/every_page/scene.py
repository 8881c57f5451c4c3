"""Cases in the states that pages tell apart, made as people make them; beside whatever the demonstration brings."""
import datetime
import re
import subprocess
import time

from .visitor import Visitor

LICENCE = {"address_is_right": "true", "wears_glasses": "false", "health": ["none"]}
DRAWING = ("site-plan.pdf", "application/pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
SHED = {"work": "demolition", "description": "Take down the old shed behind the house.", "cost": "12000"}
SHOP = {"work": "conversion", "description": "A shop on the ground floor.", "new_use": "shop", "cost": "80000", "drawings.new": DRAWING}
REPORT = {"category": "street_light", "place.description": "Harbour Street, by the bakery", "email": "someone@mail.example"}

# On the west side of the bay, which is the work of the other of the two crews.
WEST = REPORT | {"place.longitude": "2.3041", "place.latitude": "54.6987"}

# A bank's message about money that quotes no invoice (ISO 20022 camt.053).
STATEMENT = ("statement.xml", "application/xml", b"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>M</MsgId><CreDtTm>2026-03-02T08:00:00</CreDtTm></GrpHdr>
<Stmt><Id>S1</Id><Acct><Id><IBAN>DE75512108001245126199</IBAN></Id></Acct>
<Ntry><Amt Ccy="GBP">60.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><Dt>2026-03-03</Dt></ValDt><AcctSvcrRef>A1</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>x</EndToEndId></Refs><RmtInf><Ustrd>for my permit</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>""")


def everyone(government):
    """A visitor for each account of the demonstration, and one without."""
    people = {"anonymous": Visitor(government.url)}
    for name, (email, password) in government.accounts.items():
        people[name] = Visitor(government.url, name).sign_in(email, password)
    return people


def apply(person, service, answers, stop_after=None):
    """Goes through a service's questions; with `stop_after` it leaves a draft."""
    page = person.send(person.get(f"/services/{service}"), "/start")
    for step in range(30):
        form = next((form for form in page.document.forms if "/questions/" in form.action), None)
        if form is None or step == stop_after:
            return page
        asked = {name for name, _, _ in form.fields}
        after = person.send(page, "/questions/", {name: value for name, value in answers.items() if name in asked})
        assert after.status == 200, f"{service}: {after.path} answered {after.status}: {after.document.texts[-12:]}"
        page = after
    return page


def submit(person, service, answers):
    sent = person.send(apply(person, service, answers), "/submit")
    assert sent.status == 200, f"{service} could not be sent: {sent.document.texts}"
    return sent


def card_page(person, sent):
    """From the page that says it was sent to the card company's."""
    return person.send(person.follow(next(link for link in sent.document.links if link.endswith("/pay"))), "/card")


def pay(person, sent, choice):
    return person.send(card_page(person, sent), "/demo/card/", {"choice": choice})


def prepare(people):
    """A licence paid and granted, a permit refused, one that an officer asks about, one that waits for a second signature, one unpaid, a draft, a report and a link
    by mail. Returns the addresses that only papers and letters tell."""
    rosa, emil, noor, anyone = people["rosa"], people["emil"], people["noor"], people["anonymous"]
    planner, admin, cashier = people["planner"], people["admin"], people["cashier"]
    pay(rosa, submit(rosa, "renew_driving_licence", LICENCE), "paid")
    work(planner, shop(emil), "/decide", {"outcome": "refused", "reasons": "The street has shops enough.", "conditions": ""})
    work(planner, shop(noor), "/ask", {"question": "Please send the site plan."})
    work(planner, shop(noor, cost="120000"), "/decide", {"outcome": "granted", "reasons": "The street needs a shop.", "conditions": "No lit sign."})
    work(planner, shop(emil), "/take", {})
    work(planner, shop(emil), "/notes", {"text": "@Selma North, would you look at this?"})
    planner.send(planner.get("/desk?due=overdue"), "/desk/filters", {"name": "Late"})
    away(people["doctor"], "Selma North")
    pay(rosa, submit(rosa, "building_permit", SHED | {"parcel": a_parcel(rosa)}), "paid")
    declined = pay(noor, submit(noor, "building_permit", SHED | {"parcel": a_parcel(noor)}), "declined")
    apply(noor, "building_permit", SHED | {"parcel": a_parcel(noor)}, stop_after=2)
    apply(rosa, "building_permit", SHED | {"parcel": a_parcel(rosa)})
    unsent = apply(emil, "building_permit", SHED | {"parcel": a_parcel(emil)})
    rosa.send(rosa.get("/mandates"), "/mandates", {"email": "emil@arden.example"})
    submit(anyone, "report_a_problem", WEST)
    thanks = submit(anyone, "report_a_problem", REPORT)
    card = card_page(rosa, submit(rosa, "building_permit", SHED | {"parcel": a_parcel(rosa)}))
    link_sent = anyone.send(anyone.get("/sign-in/link"), "/sign-in/link", {"email": "emil@arden.example"})
    admin.send(admin.get("/admin/clients"), "/admin/clients", {"client": "open_data", "name": "Open data", "organisation": "city", "roles": []})
    cashier.send(cashier.get("/desk/payments"), "/statements", {"statement": STATEMENT})
    return [number_of_certificate(rosa), link_sent.path, declined.path, unsent.path, thanks.path, card.path]


def away(officer, colleague):
    """The officer is away today, and the colleague stands in."""
    page = officer.get("/desk/absences")
    stand_in = re.search(rf'value="([0-9a-f-]+)"[^>]*>{colleague}<', page.body).group(1)
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)
    until = {"to.day": tomorrow.day, "to.month": tomorrow.month, "to.year": tomorrow.year}
    said = officer.send(page, "/desk/absences", {"stand_in": stand_in} | {name: str(value) for name, value in until.items()})
    assert said.status == 200 and colleague in said.body, said.document.texts


def shop(person, **other):
    """A paid application that a planner decides, alone where it costs no more than 100,000; its reference."""
    sent = submit(person, "building_permit", SHOP | {"parcel": a_parcel(person)} | other)
    pay(person, sent, "paid")
    return re.search(r"[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}", sent.body).group(0)


def a_parcel(person):
    """The number of a parcel on the map that no heritage office has to be heard about."""
    numbers = re.findall(r'"registry":"parcels","label":"([^"]+)"', person.get("/map").body)
    return next(number for number in numbers if not is_protected(number))


def is_protected(number):
    """As governments/arden/samples/parcels.yaml makes them: one building in twenty."""
    return int(number.split("-")[0]) % 20 == 19


def work(officer, reference, action, values):
    """The officer finds a case in the queue, takes it, and does something about it."""
    queue = officer.get("/desk?q=" + reference)
    page = officer.get(next(link for link in queue.document.links if "/desk/cases/" in link).split("?")[0])
    if action != "/take" and any(form.action.endswith("/take") for form in page.document.forms):
        page = officer.send(page, "/take")
    done = officer.send(page, action, values)
    assert done.status == 200, f"{action} answered {done.status}: {done.document.texts}"


def number_of_certificate(person):
    """What the certificate's QR code holds: the address of the page that says whether it is genuine."""
    deadline = time.time() + 120
    while time.time() < deadline:
        for case in [link for link in person.get("/applications").document.links if link.startswith("/cases/")]:
            for link in person.get(case).document.links:
                if "/papers/" in link:
                    pdf = person.ask("GET", link).bytes
                    words = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
                    if address := re.search(r"/verify/[A-Za-z0-9]+", words):
                        return address.group(0)
        time.sleep(0.5)
    raise AssertionError("the certificate never came")
