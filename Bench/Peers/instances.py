"""One task for each of many instances on SpiffWorkflow, all open at once: how long it takes to begin and complete them.

    instances.py COUNT ...
Prints the seconds of each count."""

import io
import sys
import time

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.util.task import TaskState

MODEL = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="bench"><process id="many" isExecutable="true">
<startEvent id="start"><outgoing>a</outgoing></startEvent>
<userTask id="ask"><incoming>a</incoming><outgoing>b</outgoing><multiInstanceLoopCharacteristics isSequential="false">
<loopCardinality>count</loopCardinality></multiInstanceLoopCharacteristics></userTask>
<endEvent id="end"><incoming>b</incoming></endEvent>
<sequenceFlow id="a" sourceRef="start" targetRef="ask"/><sequenceFlow id="b" sourceRef="ask" targetRef="end"/>
</process></definitions>"""

parser = BpmnParser()
parser.add_bpmn_io(io.BytesIO(MODEL.encode()))
spec = parser.get_spec("many")

for count in map(int, sys.argv[1:]):
    begin = time.perf_counter()
    workflow = BpmnWorkflow(spec)
    workflow.task_tree.data["count"] = count
    workflow.do_engine_steps()
    ready = [task for task in workflow.get_tasks(state=TaskState.READY) if task.task_spec.manual]
    assert len(ready) == count, "a task for each instance waits"
    for task in ready:
        task.run()
        # As an engine does that answers one person after the other.
        workflow.do_engine_steps()
    assert workflow.is_completed(), "all came to their end"
    print(time.perf_counter() - begin)
