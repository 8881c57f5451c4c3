"""The approval process on SpiffWorkflow: instances a second, in memory, one thread.

    approval.py SECONDS
Prints one number. The model is approval.bpmn beside this file; each instance is started, its task completed, and run to its end."""

import os
import sys
import time

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.util.task import TaskState

parser = BpmnParser()
parser.add_bpmn_file(os.path.join(os.path.dirname(os.path.abspath(__file__)), "approval.bpmn"))
spec = parser.get_spec("approval")


def run(number):
    workflow = BpmnWorkflow(spec)
    workflow.do_engine_steps()
    ready = [task for task in workflow.get_tasks(state=TaskState.READY) if task.task_spec.manual]
    assert len(ready) == 1, "one person's task waits"
    ready[0].data.update(amount=number, approve=number % 2 == 0)
    ready[0].run()
    workflow.do_engine_steps()
    assert workflow.is_completed(), "the instance came to its end"
    assert workflow.last_task.data["fee"] == (number * 2 if number % 2 == 0 else 0)


run(0)
end = time.perf_counter() + float(sys.argv[1])
begin = time.perf_counter()
count = 0
while time.perf_counter() < end:
    run(count)
    count += 1
print(count / (time.perf_counter() - begin))
