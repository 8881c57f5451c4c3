"""A case that has stopped, and an escalation that nothing took up: the officers' pages for them, in a small government where both happen."""
import pytest
from conftest import Government, new_browser
from every_page import scene
from every_page.crawl import LANGUAGES
from every_page.eyes import Eyes

POLITY = """name: Oakbourne
languages: [en, es]
currency: GBP
time_zone: Europe/London
roles:
  crew: {title: Crew, permissions: [casework.work]}
  supervisor: {title: Supervisor, permissions: [casework.work, casework.supervise]}
"""

DEMONSTRATION = """accounts:
  crew: {email: crew@oakbourne.example, name: Ida Marlow, roles: [crew]}
  supervisor: {email: supervisor@oakbourne.example, name: Jon Reed, roles: [supervisor]}
  admin: {email: admin@oakbourne.example, name: Kit Alder, roles: [administrator]}
"""

SERVICE = """title: Look for something
summary: The crew looks for what was lost.
access: everyone
questions:
  what: {ask: What was lost?, type: text}
steps:
  - {id: look, task: {title: Look for it, role: crew, within: 5 working days, questions: {found: {ask: Was it there?, type: yes_no}}}}
  - decide: [{outcome: done, because: It was found.}]
outcomes:
  done: {title: It was found}
"""

# Tells of an escalation that nothing catches, and has no way on where nothing was found.
PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:polity="urn:polity:bpmn" targetNamespace="urn:oakbourne">
<escalation id="e" escalationCode="late"/>
<process id="find" isExecutable="true">
  <startEvent id="start"/>
  <intermediateThrowEvent id="warn"><escalationEventDefinition escalationRef="e"/></intermediateThrowEvent>
  <userTask id="look"/>
  <exclusiveGateway id="was_it_there"/>
  <serviceTask id="decide" polity:service="casework.decide"/>
  <serviceTask id="outcome" polity:service="casework.outcome"/>
  <endEvent id="end"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="warn"/>
  <sequenceFlow id="f2" sourceRef="warn" targetRef="look"/>
  <sequenceFlow id="f3" sourceRef="look" targetRef="was_it_there"/>
  <sequenceFlow id="f4" sourceRef="was_it_there" targetRef="decide"><conditionExpression>found</conditionExpression></sequenceFlow>
  <sequenceFlow id="f5" sourceRef="decide" targetRef="outcome"/>
  <sequenceFlow id="f6" sourceRef="outcome" targetRef="end"/>
</process>
</definitions>
"""


@pytest.fixture(scope="module")
def stopped(tmp_path_factory):
    folder = tmp_path_factory.mktemp("oakbourne")
    (folder / "services/find").mkdir(parents=True)
    for path, words in {"polity.yaml": POLITY, "demonstration.yaml": DEMONSTRATION, "services/find/service.yaml": SERVICE, "services/find/process.bpmn": PROCESS}.items():
        (folder / path).write_text(words, encoding="utf-8")
    government = Government(folder)
    yield government
    government.close()


@pytest.fixture(scope="module")
def eyes(stopped):
    driver = new_browser()
    yield Eyes(driver, stopped.url)
    driver.quit()


def the_only(supervisor, kind):
    """Where the list leads to."""
    return next(link for link in supervisor.get("/desk/incidents").document.links if link.startswith(f"/desk/{kind}/"))


def test_pages_of_what_has_stopped_pass_axe(stopped, eyes):
    scene.submit(scene.Visitor(stopped.url), "find", {"what": "A key"})
    crew, supervisor = stopped.visitor("crew"), stopped.visitor("supervisor")
    case = next(link for link in crew.get("/desk").document.links if link.startswith("/desk/cases/"))
    crew.send(crew.get(case), "/finish", {"found": "no"})
    incident, notice = the_only(supervisor, "incidents"), the_only(supervisor, "notices")
    for language in LANGUAGES:
        eyes.become(supervisor, language)
        for path in ["/desk/incidents", incident, notice]:
            for mirrored in [False, True]:
                faults = eyes.look(path, mirrored=mirrored)
                assert not faults, f"{path} in {language}, {mirrored=}:\n" + "\n".join(faults)
    # Last: it is tried again, and the notice closed, so that their pages are gone.
    faults = eyes.look_at_refusal(incident, incident + "/retry")
    assert faults == [], faults
    faults = eyes.look_at_refusal(notice, notice + "/close")
    assert faults == [], faults
