"""The approval process on SpiffWorkflow with every step stored: instances a second over one connection to SQLite with full syncs.

    approval_stored.py SECONDS FOLDER
Prints two numbers: instances a second, and the bytes of an instance that waits. Each step reads the instance from its row, plays it,
and writes it back in a transaction of its own, with a row for the task that waits. The model is approval.bpmn beside this file."""

import os
import sqlite3
import sys
import time

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

parser = BpmnParser()
parser.add_bpmn_file(os.path.join(os.path.dirname(os.path.abspath(__file__)), "approval.bpmn"))
spec = parser.get_spec("approval")
serializer = BpmnWorkflowSerializer()

store = sqlite3.connect(os.path.join(sys.argv[2], "spiffworkflow.sqlite"), isolation_level=None)
store.execute("PRAGMA journal_mode = WAL")
store.execute("PRAGMA synchronous = FULL")
store.execute("CREATE TABLE instances (id INTEGER PRIMARY KEY, state TEXT NOT NULL)")
store.execute("CREATE TABLE tasks (instance INTEGER NOT NULL, ticket TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (instance, ticket)) WITHOUT ROWID")


def start(number):
    workflow = BpmnWorkflow(spec)
    workflow.do_engine_steps()
    ready = [task for task in workflow.get_tasks(state=TaskState.READY) if task.task_spec.manual]
    ready[0].data.update(amount=number)
    store.execute("BEGIN IMMEDIATE")
    store.execute("INSERT INTO instances VALUES (?, ?)", (number, serializer.serialize_json(workflow)))
    store.execute("INSERT INTO tasks VALUES (?, ?, 'officer')", (number, str(ready[0].id)))
    store.execute("COMMIT")


def complete(number):
    state = store.execute("SELECT state FROM instances WHERE id = ?", (number,)).fetchone()[0]
    workflow = serializer.deserialize_json(state)
    task = [task for task in workflow.get_tasks(state=TaskState.READY) if task.task_spec.manual][0]
    task.data.update(approve=number % 2 == 0)
    task.run()
    workflow.do_engine_steps()
    assert workflow.is_completed(), "the instance came to its end"
    assert workflow.last_task.data["fee"] == (number * 2 if number % 2 == 0 else 0)
    store.execute("BEGIN IMMEDIATE")
    store.execute("UPDATE instances SET state = ? WHERE id = ?", (serializer.serialize_json(workflow), number))
    store.execute("DELETE FROM tasks WHERE instance = ? AND ticket = ?", (number, str(task.id)))
    store.execute("COMMIT")
    return len(state)


start(0)
size = complete(0)
begin = time.perf_counter()
end = begin + float(sys.argv[1])
count = 0
while time.perf_counter() < end:
    count += 1
    start(count)
    complete(count)
print(count / (time.perf_counter() - begin), size)
