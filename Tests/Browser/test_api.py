"""The API's description, read by the published schema of OpenAPI 3.1, and JSON Schemas by their own; officers' answers by theirs."""
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
        response, data = self.exchange(method, "/api" + path, body if body is None or isinstance(body, bytes) else json.dumps(body), headers)
        assert response.status == 200, f"{method} {path} as {self.name} answered {response.status}: {data[:400]}"
        answer = json.loads(data)
        operation, schema = self.promise(method, path.split("?")[0])
        assert schema, f"the description says nothing of what {operation} answers"
        faults = [f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}"
                  for fault in Draft202012Validator(schema | {"components": self.document["components"]}).iter_errors(answer)]
        assert faults == [], f"{operation} answers otherwise than its description says"
        self.seen.add(operation)
        return answer

    def promise(self, method, path):
        """The operation that a path belongs to, and the schema of its answer; fixed words win over places."""
        fits = [(template.count("{"), operations[method.lower()]) for template, operations in self.document["paths"].items()
                if method.lower() in operations and re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path)]
        operation = min(fits, key=lambda fit: fit[0])[1]
        return operation["operationId"], operation["responses"]["200"]["content"]["application/json"]["schema"]


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
    supervisor.call("GET", "/desk/overview")
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
    other = scene.shop(government.visitor("emil"))
    task = planner.call("GET", "/desk?q=" + other)["tasks"][0]
    planner.call("POST", f"/desk/cases/{task['case']}/tasks/{task['ticket']}/ask", {"question": "Where is the window?"})
    scene.submit(Visitor(government.url), "report_a_problem", scene.REPORT)
    task = crew.call("GET", "/desk?order=newest")["tasks"][0]
    crew.call("POST", f"/desk/cases/{task['case']}/tasks/{task['ticket']}/finish", {"result": "fixed"})
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
    # Payments.
    statement = scene.STATEMENT[2].replace(b"<Id>S1</Id>", b"<Id>S2</Id>").replace(b"A1</AcctSvcrRef>", b"API</AcctSvcrRef>")
    assert cashier.call("POST", "/desk/payments/statement-file", statement, "application/xml")["waiting"] == 1
    line = next(line for line in cashier.call("GET", "/desk/payments") if "/API/" in line["line"])
    unpaid = cashier.call("GET", "/desk/payments/invoices?state=open")["invoices"]
    cashier.call("GET", "/desk/payments/invoices/" + unpaid[0]["reference"])
    assert cashier.call("POST", "/desk/payments/return", {"line": line["line"]})["state"] == "returned"
    # Administration.
    admin.call("GET", "/admin/officers")
    admin.call("GET", "/admin/clients")
    promised = {operation["operationId"] for path, operations in document["paths"].items() if path.startswith("/desk") for operation in operations.values()
                if "content" in operation["responses"]["200"]}
    assert promised - seen == {"assign_payment", "refund_invoice", "cancel_invoice"}, "money that moves is moved in the tests of payments"
