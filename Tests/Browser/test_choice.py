"""An officer chooses what is done next: in a government with a service that has an ad-hoc sub-process."""
import pathlib
import re
import shutil

import pytest

from conftest import ROOT, Government, press, text
from every_page import scene
from every_page.visitor import Visitor
from keyboard import Keyboard
from test_car_tax import faults_of

SERVICE = """
title: Look for something
summary: The crew looks for what was lost.
access: everyone
questions:
  what: {ask: What was lost?, type: text}
steps:
  - {id: search, task: {title: Decide where to look, role: crew}}
  - {id: look, task: {title: Look for it, role: crew}}
  - decide: [{outcome: done, because: It was found.}]
outcomes:
  done: {title: It was found}
"""
PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:polity="urn:polity:bpmn" targetNamespace="urn:arden">
  <process id="find" isExecutable="true">
    <startEvent id="start"/>
    <adHocSubProcess id="search">
      <userTask id="look"/>
      <manualTask id="radio" name="Ask the others" polity:name-es="Preguntar a los demás"/>
    </adHocSubProcess>
    <serviceTask id="decide" polity:service="casework.decide"/>
    <serviceTask id="outcome" polity:service="casework.outcome"/>
    <endEvent id="end"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="search"/>
    <sequenceFlow id="f2" sourceRef="search" targetRef="decide"/>
    <sequenceFlow id="f3" sourceRef="decide" targetRef="outcome"/>
    <sequenceFlow id="f4" sourceRef="outcome" targetRef="end"/>
  </process>
</definitions>
"""


@pytest.fixture(scope="module")
def government(tmp_path_factory):
    folder = tmp_path_factory.mktemp("government") / "arden"
    shutil.copytree(ROOT / "governments/arden", folder)
    # It needs no past, which takes minutes to make.
    demonstration = folder / "demonstration.yaml"
    demonstration.write_text(re.sub(r"applications: \d+", "applications: 10", demonstration.read_text()))
    service = pathlib.Path(folder) / "services/find"
    service.mkdir()
    (service / "service.yaml").write_text(SERVICE)
    (service / "process.bpmn").write_text(PROCESS)
    government = Government(folder)
    yield government
    government.close()


def sent(government):
    """Somebody has lost something; where the crew finds the case."""
    scene.submit(Visitor(government.url), "find", {"what": "A key"})
    queue = government.visitor("crew").get("/desk?service=find&order=newest")
    return next(link for link in queue.document.links if link.startswith("/desk/cases/")).split("?")[0]


def test_what_is_done_next_is_chosen_without_a_mouse(government, person):
    page = sent(government)
    officer = person("crew", javascript=True)
    keys = Keyboard(officer)
    keys.open(government.url + page)
    keys.press("Ask the others")
    assert "It is begun" in text(officer)
    keys.press("Look for it")
    assert "Under way: Look for it" in text(officer)
    keys.press("Enough is done")
    assert "The task is finished" in text(officer)
    officer.get(government.url + page)
    assert "It was found" in text(officer)


def test_and_without_a_script(government, person):
    page = sent(government)
    officer = person("crew")
    officer.get(government.url + page + "?language=es")
    press(officer, "Preguntar a los demás")
    assert "Se ha iniciado" in text(officer)
    press(officer, "Ya es suficiente")
    assert "La tarea está terminada" in text(officer)


@pytest.mark.parametrize("size", [(320, 900), (1280, 1000)])
def test_the_choice_is_there_for_everybody(government, person, size):
    page = sent(government)
    officer = person("crew", javascript=True, size=size)
    for language in ("en", "es"):
        officer.get(government.url + page + "?language=" + language)
        assert faults_of(officer) == []
    officer.get(government.url + page + "?language=en")
    press(officer, "Look for it")
    assert "What is under way is given up" in text(officer)
    assert faults_of(officer) == []
