"""The API's description, read by the published schema of OpenAPI 3.1, and JSON Schemas by their own; officers' answers by theirs."""
import datetime
import json
import re
import subprocess
import urllib.request

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from conftest import BINARY
from every_page import scene
from every_page.visitor import Visitor


def description(government):
    with urllib.request.urlopen(government.url + "/api/openapi.json") as answer:
        return json.load(answer)


def test_the_description_is_openapi(government):
    document = description(government)
    faults = [f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}" for fault in OpenAPIV31SpecValidator(document).iter_errors()]
    assert faults == []
    assert len(document["paths"]) > 40


def test_every_schema_is_json_schema():
    kinds = subprocess.run([BINARY, "schema"], capture_output=True, text=True, check=True).stdout.split("\n")
    for kind in (line.split()[0] for line in kinds if line):
        schema = json.loads(subprocess.run([BINARY, "schema", kind], capture_output=True, text=True, check=True).stdout)
        Draft202012Validator.check_schema(schema)


class Program(Visitor):
    """Asks for data with the session of a person, and holds each answer to what the description promises of it."""

    def __init__(self, government, name, document, seen):
        super().__init__(government.url, name)
        self.document, self.seen = document, seen
        self.cookies = government.visitor(name).cookies

    def call(self, method, path, body=None, kind="application/json", **headers):
        """`body` is what is sent as JSON, or the bytes of another kind."""
        headers |= {"Accept": "application/json", "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            token = re.search(r'name="form_token" value="([0-9a-f]+)"', self.get("/account").body)
            headers |= {"Content-Type": kind, "Form-Token": token.group(1), "Origin": "http://" + self.host}
        return self.asked(method, path, body, headers)

    def asked(self, method, path, body, headers):
        response, data = self.exchange(method, "/api" + path, body if body is None or isinstance(body, bytes) else json.dumps(body), headers)
        if response.status == 204:
            assert "content" not in self.promise(method, path.split("?")[0])[1]["200"], f"{method} {path} promises an answer and gives none"
            return None
        assert response.status == 200, f"{method} {path} as {self.name} answered {response.status}: {data[:400]}"
        answer = json.loads(data)
        operation, responses = self.promise(method, path.split("?")[0])
        schema = responses["200"]["content"]["application/json"]["schema"]
        assert schema, f"the description says nothing of what {operation} answers"
        faults = [f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}"
                  for fault in Draft202012Validator(schema | {"components": self.document["components"]}).iter_errors(answer)]
        assert faults == [], f"{operation} answers otherwise than its description says"
        self.seen.add(operation)
        return answer

    def promise(self, method, path):
        """The operation that a path belongs to, and what it may answer; fixed words win over places."""
        fits = [(template.count("{"), operations[method.lower()]) for template, operations in self.document["paths"].items()
                if method.lower() in operations and re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path)]
        operation = min(fits, key=lambda fit: fit[0])[1]
        return operation["operationId"], operation["responses"]


class Outsider(Program):
    """A program that somebody else wrote. All it knows is the description, and the token that signing in answered."""

    def __init__(self, government, document, seen, account=None):
        Visitor.__init__(self, government.url)
        self.document, self.seen, self.name, self.known = document, seen, account or "nobody", {}
        if account:
            email, password = government.accounts[account]
            self.known = {"Authorization": "Bearer " + self.call("POST", "/sign-in", {"email": email, "password": password})["token"]}

    def call(self, method, path, body=None, kind="application/json", **headers):
        return self.asked(method, path, body, {"Accept": "application/json", "Content-Type": kind} | self.known | headers)

    def begin(self, service):
        started = self.call("POST", f"/services/{service}/start")
        if started["secret"]:
            self.known = {"Cookie": f"opens_{started['application']}={started['secret']}"}
        return "/applications/" + started["application"]

    def fill(self, draft, answers, files=None):
        """Answers whatever is asked, page after page, until all is answered."""
        while (page := self.call("GET", draft)["first_open_page"]) is not None:
            asked = [question["id"] for question in self.call("GET", f"{draft}/questions/{page}")["questions"]]
            if files and asked == [files[0]]:
                body = b"--x\r\nContent-Disposition: form-data; name=\"%s.new\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n%s\r\n--x--\r\n" % (
                    files[0].encode(), files[1][0].encode(), files[1][1].encode(), files[1][2])
                self.call("POST", f"{draft}/questions/{page}", body, "multipart/form-data; boundary=x")
            else:
                self.call("POST", f"{draft}/questions/{page}", {name: answers[name] for name in asked if name in answers})
        return self.call("GET", draft + "/check")


def test_the_three_services_from_the_description_alone(government):
    """What a resident does on pages, done by a program that never saw one."""
    document, seen = description(government), set()
    # Renew a driving licence, as far as sending it.
    rosa = Outsider(government, document, seen, "rosa")
    assert "renew_driving_licence" in [service["id"] for service in rosa.call("GET", "/")]
    asked = [question for page in rosa.call("GET", "/services/renew_driving_licence")["pages"] for question in page["questions"]]
    assert any(question["type"] == "choose_many" and question["choices"] for question in asked)
    draft = rosa.begin("renew_driving_licence")
    checked = rosa.fill(draft, {"address_is_right": True, "wears_glasses": False, "health": ["none"]})
    assert checked["fee"] == "25.00 GBP" and checked["answers"]["health"] == ["none"]
    rosa.call("POST", draft + "/discard")
    # Apply for a building permit, with a drawing, and learn what is to be paid.
    emil = Outsider(government, document, seen, "emil")
    draft = emil.begin("building_permit")
    emil.fill(draft, {
        "parcel": scene.a_parcel(Visitor(government.url)), "work": "conversion", "description": "A shop on the ground floor.", "new_use": "shop", "cost": 80000, "builders": [{"name": "Brick & Son"}],
    }, ("drawings", scene.DRAWING))
    case = "/cases/" + emil.call("POST", draft + "/submit")["case"]
    assert emil.call("GET", case)["stage"] == "awaiting_payment" and emil.call("GET", draft)["case"] == case.split("/")[-1]
    invoice = emil.call("GET", case + "/pay")
    assert invoice["state"] == "open" and emil.call("GET", "/pay/" + invoice["reference"]) == invoice
    assert any("/cases/" + (line["case"] or "") == case for line in emil.call("GET", "/applications"))
    emil.call("POST", case + "/withdraw")
    assert emil.call("GET", case)["stage"] == "withdrawn"
    emil.call("GET", "/mandates")
    emil.call("POST", "/sign-out")
    # Report a problem without signing in.
    nobody = Outsider(government, document, seen)
    draft = nobody.begin("report_a_problem")
    nobody.fill(draft, {
        "category": "pothole", "place": {"longitude": -1.5, "latitude": 50.9, "description": "By the kiosk"}, "details": "", "email": "someone@mail.example",
    })
    sent = nobody.call("POST", draft + "/submit")
    nobody.known = {}
    assert nobody.call("GET", "/public/" + sent["reference"])["fields"]["category"] == "pothole"
    assert sent["reference"] in [line["reference"] for line in nobody.call("GET", "/services/report_a_problem/public")]


def with_check_digit(digits):
    """With the digit that ISO/IEC 7812-1, annex B (Luhn) asks for behind them."""
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))]
    return digits + str(-sum(number // 10 + number % 10 for number in doubled) % 10)


def test_officers_answers_are_as_the_description_says(government):
    """Each thing that an officer does on a page, done by a program."""
    document, seen = description(government), set()
    planner, supervisor, crew, cashier, registrar, admin = [
        Program(government, name, document, seen) for name in ("planner", "supervisor", "crew", "cashier", "registrar", "admin")]
    # The queue, a case, and all that is done to it.
    reference = scene.shop(government.visitor("emil"))
    task = planner.call("GET", "/desk?q=" + reference)["tasks"][0]
    case, at = f"/desk/cases/{task['case']}", f"/desk/cases/{task['case']}/tasks/{task['ticket']}"
    planner.call("GET", "/desk/cases?stage=decided")
    seen_case = planner.call("GET", case)
    assert seen_case["reference"] == reference and seen_case["tasks"][0]["ticket"] == task["ticket"] and seen_case["files"]
    planner.call("GET", case + "/process")
    for path in ("/desk/overview", "/desk/processes/building_permit", "/desk/incidents"):
        supervisor.call("GET", path)
    chosen = {"task": [f"{task['case']}/{task['ticket']}"], "action": "take"}
    planner.call("POST", "/desk/tasks", chosen)
    for action in ("take", "release"):
        planner.call("POST", "/desk/tasks", chosen | {"action": action, "act": "assign"})
    for action in ("take", "release"):
        planner.call("POST", f"{at}/{action}", {})
    planner.call("POST", case + "/notes", {"text": "Ask about the window."})
    decision = {"outcome": "granted", "reasons": "The plan for this street allows shops."}
    planner.call("POST", at + "/decide", decision | {"act": "preview"})
    planner.call("POST", at + "/hand-over", {"to": "role:building_inspector"})
    inspector = Program(government, "inspector", document, seen)
    inspector.call("POST", at + "/hand-over", {"to": "role:planning_officer"})
    planner.call("POST", at + "/decide", decision)
    assert planner.call("GET", case)["stage"] == "decided"
    shops = [planner.call("GET", "/desk?q=" + scene.shop(government.visitor("emil")))["tasks"][0] for _ in range(2)]
    several = {"task": [f"{task['case']}/{task['ticket']}" for task in shops]} | decision
    for act, state, stage in [({}, "possible", "in_progress"), ({"act": "do"}, "done", "decided")]:
        told = planner.call("POST", "/desk/tasks/decide", several | act)
        assert [(task["state"], task["waits_for_second"]) for task in told["tasks"]] == [(state, False)] * 2
        assert [planner.call("GET", "/desk/cases/" + task["case"])["stage"] for task in shops] == [stage] * 2
    other = scene.shop(government.visitor("emil"))
    task = planner.call("GET", "/desk?q=" + other)["tasks"][0]
    planner.call("POST", f"/desk/cases/{task['case']}/tasks/{task['ticket']}/ask", {"question": "Where is the window?"})
    scene.submit(Visitor(government.url), "report_a_problem", scene.REPORT)
    task = crew.call("GET", "/desk?order=newest")["tasks"][0]
    crew.call("POST", f"/desk/cases/{task['case']}/tasks/{task['ticket']}/finish", {"result": "fixed"})
    # Several at once: what they ask, what would happen, and only then it is done.
    for _ in range(2):
        scene.submit(Visitor(government.url), "report_a_problem", scene.REPORT)
    several = {"task": [f"{task['case']}/{task['ticket']}" for task in crew.call("GET", "/desk?order=newest")["tasks"][:2]]}
    asked = crew.call("POST", "/desk/tasks", several | {"action": "work"})
    assert asked["service"] == "report_a_problem" and [task["state"] for task in asked["tasks"]] == ["possible", "possible"]
    several["answers"] = {"result": "fixed"}
    for act, state in [({}, "possible"), ({"act": "do"}, "done"), ({}, "refused")]:
        assert [task["state"] for task in crew.call("POST", "/desk/tasks/finish", several | act)["tasks"]] == [state, state]
    # What lies on the west side is put before its crew, who hand it to the other.
    scene.submit(Visitor(government.url), "report_a_problem", scene.WEST)
    west = Program(government, "second-crew", document, seen)
    task = west.call("GET", "/desk?order=newest")["tasks"][0]
    assert task["team"] == "west_crew" and task["case"] not in [line["case"] for line in crew.call("GET", "/desk?order=newest")["tasks"]]
    west.call("POST", f"/desk/cases/{task['case']}/tasks/{task['ticket']}/hand-over", {"to": "team:east_crew"})
    assert crew.call("GET", "/desk?order=newest&team=east_crew")["tasks"][0]["case"] == task["case"]
    # A decision that two officers sign.
    dear = scene.shop(government.visitor("emil"), cost="120000")
    second = Program(government, "second-planner", document, seen)
    for action, body in [("give-back", {"note": "Which section of the law?"}), ("countersign", {})]:
        task = planner.call("GET", "/desk?q=" + dear)["tasks"][0]
        planner.call("POST", f"/desk/cases/{task['case']}/tasks/{task['ticket']}/decide", decision)
        signing = second.call("GET", "/desk?q=" + dear)["tasks"][0]
        assert signing["step"] == "review_countersign" and second.call("GET", f"/desk/cases/{task['case']}")["proposal"]["outcome"] == "granted"
        second.call("POST", f"/desk/cases/{task['case']}/tasks/{signing['ticket']}/{action}", body)
    assert second.call("GET", f"/desk/cases/{task['case']}")["stage"] == "decided"
    # Filters that are kept, notes that name somebody, and who is away.
    kept = planner.call("POST", "/desk/filters", {"name": "Late", "queue": "due=overdue"})
    planner.call("POST", f"/desk/filters/{kept['filter']}/rename", {"name": "Very late"})
    assert planner.call("GET", "/desk/filters/" + kept["filter"])["name"] == "Very late"
    assert [filter["filter"] for filter in planner.call("GET", "/desk/filters")["filters"]] == [kept["filter"]]
    planner.call("POST", f"/desk/filters/{kept['filter']}/delete")
    planner.call("POST", case + "/notes", {"text": "@Selma North, is that so?"})
    # Beside the note stand warnings of cases that are to be decided soon.
    assert [mention["is_read"] for mention in supervisor.call("GET", "/desk/for-you")["mentions"] if mention["due"] is None] == [False]
    assert supervisor.call("POST", "/desk/for-you/read")["unread"] == 0
    stand_in = re.search(r'value="([0-9a-f-]+)"[^>]*>Selma North<', planner.get("/desk/absences").body).group(1)
    days = [str(datetime.date.today() + datetime.timedelta(days=after)) for after in (30, 40)]
    away = planner.call("POST", "/desk/absences", {"stand_in": stand_in, "from": days[0], "to": days[1]})
    assert planner.call("GET", "/desk/absences")["absences"] == [away]
    planner.call("POST", f"/desk/absences/{away['absence']}/end")
    # Registries.
    registrar.call("GET", "/desk/registries")
    registrar.call("GET", "/desk/registries/residents")
    purpose = {"Purpose-Of-Reading": "civil_registry_act"}
    found = registrar.call("GET", "/desk/registries/residents/records?q=Noor%20Okoro", **purpose)["records"][0]
    path = "/desk/registries/residents/records/" + found["id"]
    assert registrar.call("GET", path, **purpose)["history"]
    changed = registrar.call(
        "POST", path + "/change",
        {"kind": "corrected", "reason": "The number was mistyped", "from": "2026-01-01", "version": found["version"], "value.phone": "01632 960199"}, **purpose)
    assert changed["version"] == found["version"] + 1 and changed["values"]["phone"] == "01632 960199"
    entered = registrar.call(
        "POST", "/desk/registries/residents/records",
        {"reason": "Moved here", "from": "2026-11-01", "value.number": with_check_digit("77" + found["values"]["number"][2:-1]), "value.name": "Ines Vale",
         "value.date_of_birth": "1990-05-17"}, **purpose)
    assert entered["values"]["name"]["text"] == "Ines Vale" if isinstance(entered["values"]["name"], dict) else "Ines Vale" in str(entered["values"]["name"])
    # Payments.
    statement = scene.STATEMENT[2].replace(b"<Id>S1</Id>", b"<Id>S2</Id>").replace(b"A1</AcctSvcrRef>", b"API</AcctSvcrRef>")
    assert cashier.call("POST", "/desk/payments/statement-file", statement, "application/xml")["waiting"] == 1
    line = next(line for line in cashier.call("GET", "/desk/payments") if "/API/" in line["line"])
    unpaid = cashier.call("GET", "/desk/payments/invoices?state=open")["invoices"]
    cashier.call("GET", "/desk/payments/invoices/" + unpaid[0]["reference"])
    assert cashier.call("POST", "/desk/payments/return", {"line": line["line"]})["state"] == "returned"
    # Administration.
    officers = {officer["email"]: officer for officer in admin.call("GET", "/admin/officers")}
    assert officers["crew@arden.example"]["teams"] == ["east_crew"] and officers["planner@arden.example"]["skills"] == ["structures"]
    admin.call("GET", "/admin/clients")
    promised = {operation["operationId"] for path, operations in document["paths"].items() if path.startswith("/desk") for operation in operations.values()
                if "content" in operation["responses"]["200"]}
    elsewhere = {"assign_payment", "refund_invoice", "cancel_invoice", "desk_incident", "retry_incident", "desk_notice", "close_notice", "retry_job", "begin_work"}
    assert promised - seen == elsewhere, "money that moves is moved in the tests of payments; no service of Arden stops by a fault"
