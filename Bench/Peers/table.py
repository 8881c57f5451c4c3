"""The table of table.dmn by pyDMNrules and by SpiffWorkflow, one core: `table.py TABLE SECONDS`. Decisions a second of each."""

import json
import re
import sys
import time
from types import SimpleNamespace

import pyDMNrules
from lxml import etree
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.parser.DMNParser import DMNParser

path, patience = sys.argv[1], float(sys.argv[2])
cases = [{"age": n * 37 % 100, "income": n * 7919 % 40_000, "region": "north" if n % 3 else "south"} for n in range(200)]


def rate(decide):
    results, count, start = [], 0, time.perf_counter()
    while time.perf_counter() - start < patience:
        result = decide(cases[count % len(cases)])
        if count < len(cases):
            results.append(result)
        count += 1
    return count / (time.perf_counter() - start), results[:20]


rules = pyDMNrules.DMN()
status = rules.loadXML(path)
assert not status, status


def by_rules(case):
    status, result = rules.decide(dict(case))
    assert not status, status
    return int(result["Result"]["grant"])


# SpiffWorkflow's tests are Python: a range is written as two comparisons.
text = re.sub(r"<text>\[(\d+)\.\.(\d+)\)</text>", r"<text>\1 &lt;= ? &lt; \2</text>", open(path).read())
root = etree.fromstring(text.encode())
parser = DMNParser(None, root, {"dmn": root.nsmap[None]})
parser.parse()
engine = DMNEngine(parser.decision.decisionTables[0])
workflow = SimpleNamespace(script_engine=PythonScriptEngine())


def by_workflow(case):
    return engine.result(SimpleNamespace(data=dict(case), workflow=workflow, task_spec=None))["grant"]


a, b = rate(by_rules), rate(by_workflow)
assert a[1] == b[1], (a[1], b[1])
print(json.dumps({"pydmnrules": a[0], "spiffworkflow": b[0], "results": a[1]}))
