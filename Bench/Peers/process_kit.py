"""The process kit (docs/process-kit.md) on SpiffWorkflow: which cases it plays as expected, which differently, which not at all.

    process_kit.py [--verbose | --check | --record]
Each case becomes BPMN XML, its FEEL expressions Python's. What SpiffWorkflow has no form for is counted as not played, and named. A case that it
plays otherwise says how in its `others`: --check fails where one does not, --record writes it there."""

import datetime
import glob
import importlib.metadata
import io
import json
import os
import re
import sys
from xml.sax.saxutils import quoteattr

from lxml import etree
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition, SignalEventDefinition, timer
from SpiffWorkflow.util.task import TaskState

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Tests/ProcessesTests/Kit")
# A service is answered from outside, as a person's task is.
WAITING = {"userTask": "userTask", "serviceTask": "userTask", "manualTask": "task"}
PEER = "SpiffWorkflow " + importlib.metadata.version("SpiffWorkflow")
EVENTS = {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}


# Before the id of a call activity: the task of the called process.
INSIDE = "inside_"


class NotPlayed(Exception):
    """SpiffWorkflow, or this translation, has no form for it."""


class Clock(datetime.datetime):
    """The time that the engine under test sees."""

    ahead = datetime.timedelta()

    @classmethod
    def now(cls, tz=None):
        return datetime.datetime.now(tz) + cls.ahead


timer.datetime = Clock


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
        self.called = []

    def xml(self):
        body = self.content(None)
        return (
            '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" '
            f'targetNamespace="kit">{"".join(dict.fromkeys(self.definitions))}<process id="kit" isExecutable="true">{body}</process>'
            f'{"".join(self.called)}</definitions>'
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
        for key in ("input", "output", "compensates", "compensate", "link", "activation", "decision", "behavior"):
            if key in e:
                raise NotPlayed(key)
        if kind in ("complexGateway", "adHocSubProcess", "businessRuleTask") or e.get("parallel"):
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
        for key in ("startQuantity", "completionQuantity"):
            if key in e:
                attributes[key] = str(e[key])
        if "all" in e:
            attributes["parallelMultiple"] = "true"
        if kind == "startEvent" and e.get("isInterrupting") is False:
            attributes["isInterrupting"] = "false"
        if kind in ("subProcess", "transaction"):
            if e.get("triggeredByEvent"):
                attributes["triggeredByEvent"] = "true"
            inner += self.content(id)
        if kind == "scriptTask":
            inner += "<script>" + "\n".join(f"{name} = {python(value)}" for name, value in e["script"].items()).replace("<", "&lt;") + "</script>"
        if kind == "callActivity":
            # The kit's host answers for the called process: here it is one with a single task, which the case completes.
            attributes["calledElement"] = f"called_{id}"
            self.called.append(
                f'<process id="called_{id}" isExecutable="true"><startEvent id="s_{id}"><outgoing>cf_{id}</outgoing></startEvent>'
                f'<userTask id="{INSIDE}{id}"><incoming>cf_{id}</incoming><outgoing>ce_{id}</outgoing></userTask>'
                f'<endEvent id="e_{id}"><incoming>ce_{id}</incoming></endEvent>'
                f'<sequenceFlow id="cf_{id}" sourceRef="s_{id}" targetRef="{INSIDE}{id}" />'
                f'<sequenceFlow id="ce_{id}" sourceRef="{INSIDE}{id}" targetRef="e_{id}" /></process>'
            )
        if kind in ("sendTask", "receiveTask"):
            attributes["messageRef"] = self.message(e["message"])
        name = WAITING.get(kind, kind)
        return f'<{name} {" ".join(f"{k}={quoteattr(v)}" for k, v in attributes.items())}>{links}{inner}</{name}>'

    def message(self, name):
        self.definitions.append(f'<message id="message_{name}" name="{name}" />')
        return f"message_{name}"

    def definition(self, id, e):
        for several in ("any", "all", "throws"):
            if several in e:
                return "".join(self.definition(id, one) for one in e[several])
        for kind in ("message", "signal", "error", "escalation"):
            if kind not in e:
                continue
            if "key" in e:
                raise NotPlayed("key")
            if "with" in e and kind != "message":
                raise NotPlayed("payload")
            if e[kind] is None:
                return f"<{kind}EventDefinition />"
            code = f' {kind}Code="{e[kind]}"' if kind in ("error", "escalation") else ""
            self.definitions.append(f'<{kind} id="{kind}_{e[kind]}" name="{e[kind]}"{code} />')
            return f'<{kind}EventDefinition {kind}Ref="{kind}_{e[kind]}" />'
        for kind, name in (("timer", "timeDuration"), ("cycle", "timeCycle")):
            if kind in e:
                return f'<timerEventDefinition><{name} xsi:type="tFormalExpression">"{e[kind]}"</{name}></timerEventDefinition>'
        if "date" in e:
            day = re.fullmatch(r'date\("([0-9-]+)"\)', e["date"])
            if not day:
                raise NotPlayed("date")
            return f'<timerEventDefinition><timeDate xsi:type="tFormalExpression">"{day.group(1)}T00:00:00+00:00"</timeDate></timerEventDefinition>'
        if "condition" in e:
            condition = python(e["condition"]).replace("&", "&amp;").replace("<", "&lt;")
            return f'<conditionalEventDefinition><condition xsi:type="tFormalExpression">{condition}</condition></conditionalEventDefinition>'
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
        inner = ""
        if "cardinality" in each:
            inner += f'<loopCardinality>{python(each["cardinality"])}</loopCardinality>'
        else:
            if not each["items"].isidentifier():
                raise NotPlayed("items of an expression")
            inner += f'<loopDataInputRef>{each["items"]}</loopDataInputRef>'
        if "into" in each:
            if not each["collect"].isidentifier():
                raise NotPlayed("results of an expression")
            inner += f'<loopDataOutputRef>{each["into"]}</loopDataOutputRef>'
        if "items" in each:
            inner += f'<inputDataItem id="{each.get("item", "item_of_it")}" name="{each.get("item", "item_of_it")}" />'
        if "into" in each:
            inner += f'<outputDataItem id="{each["collect"]}" name="{each["collect"]}" />'
        if "completion" in each:
            if "numberOf" in each["completion"]:
                raise NotPlayed("numberOf…Instances")
            inner += f'<completionCondition>{python(each["completion"]).replace("<", "&lt;")}</completionCondition>'
        if "behavior" in each:
            raise NotPlayed("behavior")
        return f'<multiInstanceLoopCharacteristics isSequential="{str(each.get("isSequential", False)).lower()}">{inner}</multiInstanceLoopCharacteristics>'


class Play:
    def __init__(self, case):
        self.case = case
        self.ids = set(case["elements"])
        Clock.ahead = datetime.timedelta()
        parser = BpmnParser()
        parser.add_bpmn_io(io.BytesIO(Translation(case).xml().encode()))
        self.workflow = BpmnWorkflow(parser.get_spec("kit"), parser.get_subprocess_specs("kit"))

    def resting(self):
        tasks = self.workflow.get_tasks(state=TaskState.READY | TaskState.WAITING | TaskState.STARTED, skip_subprocesses=False)
        return [t for t in tasks if self.place(t) in self.ids and self.holds_a_token(t)]

    @staticmethod
    def place(task):
        """The element of the case: what runs in a called process rests at the call."""
        return (task.task_spec.bpmn_id or "").removeprefix(INSIDE)

    def holds_a_token(self, task):
        if (task.task_spec.bpmn_id or "").startswith(INSIDE):
            return True
        element = self.case["elements"][task.task_spec.bpmn_id]
        kind = element if isinstance(element, str) else element["type"]
        if kind in ("boundaryEvent", "subProcess", "transaction", "startEvent", "callActivity") or kind.endswith("Gateway") and kind != "eventBasedGateway":
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
            tasks = [t for t in self.resting() if self.place(t) == name and t.state == TaskState.READY]
            if len(tasks) < int(number or 1):
                raise LookupError(name)
            task = tasks[int(number or 1) - 1]
            task.data.update(step.get("with", {}))
            task.run()
        elif "signal" in step:
            self.catch(SignalEventDefinition(step["signal"]), step)
        elif "message" in step and "key" not in step:
            self.catch(MessageEventDefinition(step["message"]), step)
        elif "fire" in step:
            self.pass_time(step["fire"])
        elif "startAt" in step:
            self.start_at(step["startAt"], step)
        elif "assign" in step:
            # Each token has its own copy of the variables.
            for task in self.workflow.get_tasks(skip_subprocesses=False):
                task.data.update(step["assign"])
        else:
            raise NotPlayed(next(iter(step)))
        self.workflow.do_engine_steps()
        self.workflow.refresh_timers()
        self.workflow.do_engine_steps()

    def start_at(self, name, step):
        """There the definition listens as an instance that waits at its start event, so that it listens for one event alone."""
        element = self.case["elements"][name]
        starts = [e for e in self.case["elements"].values() if "startEvent" in (e, e["type"] if isinstance(e, dict) else "")]
        if len(starts) > 1 or element == "startEvent" or element["type"] != "startEvent":
            raise NotPlayed("startAt")
        self.workflow.do_engine_steps()
        element = element["any"][0] if "any" in element else element
        if "signal" in element:
            self.catch(SignalEventDefinition(element["signal"]), step)
        elif "message" in element:
            self.catch(MessageEventDefinition(element["message"]), step)
        elif "condition" in element:
            raise NotPlayed("startAt")
        else:
            self.pass_time(name)

    def pass_time(self, name):
        """Until the timer is due."""
        waiting = self.workflow.get_tasks(state=TaskState.WAITING | TaskState.READY, skip_subprocesses=False)
        # Behind a gateway, that waits.
        places = {name} | {f.split(" -> ")[0] for f in self.case["flows"] if f.split(" : ")[0].endswith(f"-> {name}")}
        due = [t._get_internal_data("event_value") for t in waiting if t.task_spec.bpmn_id in places]
        due = [value["next"] if isinstance(value, dict) else value for value in due if value]
        if not due:
            raise LookupError(name)
        Clock.ahead += min(Clock.fromisoformat(value) for value in due) - Clock.now(datetime.timezone.utc) + datetime.timedelta(milliseconds=50)

    def catch(self, definition, step):
        # It takes an event that nobody waits for without a word; the tokens tell.
        self.workflow.catch(BpmnEvent(definition, payload=step.get("with")))

    def difference(self, step):
        try:
            self.step(step)
            if step.get("rejected") and not {"message", "signal"} & step.keys():
                return "was accepted"
        except LookupError as error:
            if not step.get("rejected"):
                return f"nothing waits: {error}"
        if "waiting" in step:
            waiting = sorted(self.place(t) for t in self.resting())
            if waiting != step["waiting"]:
                return f"rests at {', '.join(waiting)}" if waiting else "rests nowhere"
        if "completed" in step and self.workflow.is_completed() != step["completed"]:
            return "has come to its end" if self.workflow.is_completed() else "has not come to its end"
        return None


def outcome(case):
    number = 0
    try:
        play = Play(case)
        for number, step in enumerate(case["steps"], 1):
            difference = play.difference(step)
            if difference:
                return "differs", f"{difference} after step {number}"
        return "agrees", ""
    except NotPlayed as reason:
        return "not played", str(reason)
    except Exception as error:  # Whatever the engine throws is its answer to the case.
        return "differs", (f"ends step {number} with a {type(error).__name__}" if number else f"does not read it ({type(error).__name__})")


def said(case):
    """What the case says of this engine."""
    found = re.search(rf"{re.escape(PEER)} (.*?)\.(?: |$)", case.get("others", ""))
    return found.group(1) if found else ""


def record(path, name, old, new):
    """Writes a case's sentence without touching another line."""
    lines = open(path).read().split("\n")
    at = lines.index(f'      "name": {json.dumps(name, ensure_ascii=False)},')
    others = next((i for i in range(at, at + 4) if lines[i].startswith('      "others": ')), None)
    text = json.loads(lines[others].strip().rstrip(",").split(": ", 1)[1]) if others else ""
    if old:
        text = text.replace(f"{PEER} {old}.", "").strip()
    if new:
        text = f"{text} {PEER} {new}.".strip()
    line = f'      "others": {json.dumps(text, ensure_ascii=False)},'
    if others:
        lines[others : others + 1] = [line] if text else []
    elif text:
        section = next(i for i in range(at, at + 4) if lines[i].startswith('      "section": '))
        lines.insert(section + 1, line)
    open(path, "w").write("\n".join(lines))


totals = {}
stale = 0
for path in sorted(glob.glob(f"{FOLDER}/*.json")):
    counts = {"agrees": 0, "differs": 0, "not played": 0}
    for case in json.load(open(path))["cases"]:
        kind, why = outcome(case)
        counts[kind] += 1
        totals[kind] = totals.get(kind, 0) + 1
        if kind == "differs" or "--verbose" in sys.argv:
            print(f"  {case['name']}: {kind} {why}")
        told = why if kind == "differs" else ""
        if said(case) != told:
            stale += 1
            if "--record" in sys.argv:
                record(path, case["name"], said(case), told)
            elif "--check" in sys.argv:
                print(f"  {case['name']}: its others says '{said(case)}', and it is '{told}'")
    print(f"{os.path.basename(path):32} {counts}")
print(totals)
if stale and "--check" in sys.argv:
    sys.exit(f"{stale} cases do not say what {PEER} does; process_kit.py --record writes it.")
