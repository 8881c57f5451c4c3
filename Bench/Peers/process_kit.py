"""The process kit (docs/process-kit.md) on SpiffWorkflow: which cases it plays as expected, which differently, which not at all.

    process_kit.py [--verbose]
Each case becomes BPMN XML, its FEEL expressions Python's. What SpiffWorkflow has no form for is counted as not played, and named."""

import glob
import io
import json
import os
import re
import sys
from xml.sax.saxutils import quoteattr

from lxml import etree
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition, SignalEventDefinition
from SpiffWorkflow.util.task import TaskState

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Tests/ProcessesTests/Kit")
# A service is answered from outside, as a person's task is.
WAITING = {"userTask": "userTask", "serviceTask": "userTask", "manualTask": "task"}
EVENTS = {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}


class NotPlayed(Exception):
    """SpiffWorkflow, or this translation, has no form for it."""


def python(feel):
    if re.search(r"\b(for|if|then|concatenate|date)\b", feel):
        raise NotPlayed("expression")
    text = re.sub(r"(?<![<>=!])=(?!=)", "==", feel)
    return text.replace("true", "True").replace("false", "False").replace("null", "None")


class Translation:
    def __init__(self, case):
        self.elements = {i: ({"type": e} if isinstance(e, str) else e) for i, e in case["elements"].items()}
        self.flows = []
        for line in case["flows"]:
            ends, _, condition = line.partition(" : ")
            a, b = ends.split(" -> ")
            same = sum(1 for f in self.flows if f[1:3] == (a, b))
            self.flows.append((f"{a}_{b}" + (f"_{same + 1}" if same else ""), a, b, condition))
        self.definitions = []

    def xml(self):
        body = self.content(None)
        return (
            '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" '
            f'targetNamespace="kit">{"".join(dict.fromkeys(self.definitions))}<process id="kit" isExecutable="true">{body}</process></definitions>'
        )

    def content(self, scope):
        inside = [i for i, e in self.elements.items() if e.get("in") == scope]
        text = "".join(self.element(i, self.elements[i]) for i in inside)
        # SpiffWorkflow asks for an end event where the standard lets a way just end.
        for id in inside:
            element = self.elements[id]
            if element["type"] != "endEvent" and not element.get("triggeredByEvent") and not any(f[1] == id for f in self.flows):
                text += f'<endEvent id="end_of_{id}" /><sequenceFlow id="to_end_of_{id}" sourceRef="{id}" targetRef="end_of_{id}" />'
        for id, a, b, condition in self.flows:
            if a not in inside:
                continue
            inner = ""
            if condition and condition != "default":
                inner = f'<conditionExpression xsi:type="tFormalExpression">{python(condition).replace("&", "&amp;").replace("<", "&lt;")}</conditionExpression>'
            text += f'<sequenceFlow id="{id}" sourceRef="{a}" targetRef="{b}">{inner}</sequenceFlow>'
        return text

    def element(self, id, e):
        kind = e["type"]
        for key in ("input", "output", "compensates", "compensate", "link", "condition", "activation", "any", "all", "throws", "decision", "behavior", "date"):
            if key in e:
                raise NotPlayed(key)
        if kind in ("complexGateway", "adHocSubProcess", "callActivity", "businessRuleTask", "sendTask", "receiveTask") or e.get("parallel"):
            raise NotPlayed(kind)
        links = "".join(f"<incoming>{f[0]}</incoming>" for f in self.flows if f[2] == id)
        links += "".join(f"<outgoing>{f[0]}</outgoing>" for f in self.flows if f[1] == id)
        attributes = {"id": id}
        default = [f[0] for f in self.flows if f[1] == id and f[3] == "default"]
        if default:
            attributes["default"] = default[0]
        inner = self.definition(id, e) if kind in EVENTS else self.loop(e)
        if kind == "boundaryEvent":
            attributes |= {"attachedToRef": e["attachedTo"], "cancelActivity": "false" if e.get("cancelActivity") is False else "true"}
        if kind == "startEvent" and e.get("isInterrupting") is False:
            attributes["isInterrupting"] = "false"
        if kind in ("subProcess", "transaction"):
            if e.get("triggeredByEvent"):
                attributes["triggeredByEvent"] = "true"
            inner += self.content(id)
        if kind == "scriptTask":
            inner += "<script>" + "\n".join(f"{name} = {python(value)}" for name, value in e["script"].items()).replace("<", "&lt;") + "</script>"
        name = WAITING.get(kind, kind)
        return f'<{name} {" ".join(f"{k}={quoteattr(v)}" for k, v in attributes.items())}>{links}{inner}</{name}>'

    def definition(self, id, e):
        for kind in ("message", "signal", "error", "escalation"):
            if kind not in e:
                continue
            if "key" in e or "with" in e:
                raise NotPlayed("payload")
            if e[kind] is None:
                return f"<{kind}EventDefinition />"
            code = f' {kind}Code="{e[kind]}"' if kind in ("error", "escalation") else ""
            self.definitions.append(f'<{kind} id="{kind}_{e[kind]}" name="{e[kind]}"{code} />')
            return f'<{kind}EventDefinition {kind}Ref="{kind}_{e[kind]}" />'
        if "timer" in e:
            # Due when the case says so: a variable that the step changes.
            raise NotPlayed("timer")
        if "cycle" in e:
            raise NotPlayed("cycle")
        for kind in ("cancel", "terminate"):
            if e.get(kind):
                return f"<{kind}EventDefinition />"
        return ""

    def loop(self, e):
        if "loop" in e:
            loop = e["loop"]
            if "loopCounter" in loop.get("while", ""):
                raise NotPlayed("loopCounter")
            maximum = f' loopMaximum="{loop["maximum"]}"' if "maximum" in loop else ""
            condition = f'<loopCondition>{python(loop["while"]).replace("<", "&lt;")}</loopCondition>' if "while" in loop else ""
            return f'<standardLoopCharacteristics testBefore="{str(loop.get("testBefore", False)).lower()}"{maximum}>{condition}</standardLoopCharacteristics>'
        if "multiInstance" not in e:
            return ""
        each = e["multiInstance"]
        if "cardinality" not in each or "into" in each or "completion" in each or "behavior" in each:
            raise NotPlayed("multiInstance of a collection")
        return (
            f'<multiInstanceLoopCharacteristics isSequential="{str(each.get("isSequential", False)).lower()}">'
            f'<loopCardinality>{python(each["cardinality"])}</loopCardinality></multiInstanceLoopCharacteristics>'
        )


class Play:
    def __init__(self, case):
        self.case = case
        self.ids = set(case["elements"])
        parser = BpmnParser()
        parser.add_bpmn_io(io.BytesIO(Translation(case).xml().encode()))
        self.workflow = BpmnWorkflow(parser.get_spec("kit"), parser.get_subprocess_specs("kit"))

    def resting(self):
        tasks = self.workflow.get_tasks(state=TaskState.READY | TaskState.WAITING | TaskState.STARTED, skip_subprocesses=False)
        return [t for t in tasks if t.task_spec.bpmn_id in self.ids and self.holds_a_token(t)]

    def holds_a_token(self, task):
        element = self.case["elements"][task.task_spec.bpmn_id]
        kind = element if isinstance(element, str) else element["type"]
        if kind in ("boundaryEvent", "subProcess", "transaction", "startEvent") or kind.endswith("Gateway") and kind != "eventBasedGateway":
            return False
        if "MultiInstance" in type(task.task_spec).__name__ or "Loop" in type(task.task_spec).__name__:
            return False
        behind = [f for f in self.case["flows"] if f.split(" : ")[0].endswith(f"-> {task.task_spec.bpmn_id}")]
        return not any(self.case["elements"][f.split(" -> ")[0]] == "eventBasedGateway" for f in behind)

    def step(self, step):
        if "start" in step:
            self.workflow.data.update(step["start"])
            self.workflow.task_tree.data.update(step["start"])
        elif "complete" in step:
            name, _, number = step["complete"].partition("#")
            tasks = [t for t in self.resting() if t.task_spec.bpmn_id == name and t.state == TaskState.READY]
            if len(tasks) < int(number or 1):
                raise LookupError(name)
            task = tasks[int(number or 1) - 1]
            task.data.update(step.get("with", {}))
            task.run()
        elif "signal" in step:
            self.catch(SignalEventDefinition(step["signal"]), step)
        elif "message" in step and "key" not in step:
            self.catch(MessageEventDefinition(step["message"]), step)
        else:
            raise NotPlayed(next(iter(step)))
        self.workflow.do_engine_steps()
        self.workflow.refresh_waiting_tasks()
        self.workflow.do_engine_steps()

    def catch(self, definition, step):
        if "with" in step:
            raise NotPlayed("payload")
        # It takes an event that nobody waits for without a word; the tokens tell.
        self.workflow.catch(BpmnEvent(definition))

    def difference(self, step):
        try:
            self.step(step)
            if step.get("rejected") and not {"message", "signal"} & step.keys():
                return "was accepted"
        except LookupError as error:
            if not step.get("rejected"):
                return f"nothing waits: {error}"
        if "waiting" in step:
            waiting = sorted(t.task_spec.bpmn_id for t in self.resting())
            if waiting != step["waiting"]:
                return f"waiting is {waiting}, expected {step['waiting']}"
        if "completed" in step and self.workflow.is_completed() != step["completed"]:
            return f"completed is {self.workflow.is_completed()}"
        return None


def outcome(case):
    try:
        play = Play(case)
        for number, step in enumerate(case["steps"]):
            difference = play.difference(step)
            if difference:
                return "differs", f"step {number + 1}: {difference}"
        return "agrees", ""
    except NotPlayed as reason:
        return "not played", str(reason)
    except Exception as error:  # Whatever the engine throws is its answer to the case.
        return "differs", f"{type(error).__name__}: {str(error)[:120]}"


totals = {}
for path in sorted(glob.glob(f"{FOLDER}/*.json")):
    counts = {"agrees": 0, "differs": 0, "not played": 0}
    for case in json.load(open(path))["cases"]:
        kind, why = outcome(case)
        counts[kind] += 1
        totals[kind] = totals.get(kind, 0) + 1
        if kind == "differs" or "--verbose" in sys.argv:
            print(f"  {case['name']}: {kind} {why}")
    print(f"{os.path.basename(path):32} {counts}")
print(totals)
