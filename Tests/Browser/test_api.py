"""The API's description, read by the published schema of OpenAPI 3.1, and JSON Schemas by their own."""
import json
import subprocess
import urllib.request

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from conftest import BINARY


def test_the_description_is_openapi(government):
    with urllib.request.urlopen(government.url + "/api/openapi.json") as answer:
        document = json.load(answer)
    faults = [f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}" for fault in OpenAPIV31SpecValidator(document).iter_errors()]
    assert faults == []
    assert len(document["paths"]) > 40


def test_every_schema_is_json_schema():
    kinds = subprocess.run([BINARY, "schema"], capture_output=True, text=True, check=True).stdout.split("\n")
    for kind in (line.split()[0] for line in kinds if line):
        schema = json.loads(subprocess.run([BINARY, "schema", kind], capture_output=True, text=True, check=True).stdout)
        Draft202012Validator.check_schema(schema)
