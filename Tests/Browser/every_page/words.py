"""The phrases of the catalogue, read from where they are declared, and the folder's own words beside their translations."""
import functools
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[3]
LITERAL = r'"((?:[^"\\]|\\.)*)"'
PHRASE = re.compile(r'Phrase\(\s*"([a-z_]+\.[a-z_0-9.]+)",\s*en:\s*' + LITERAL + r",\s*es:\s*" + LITERAL, re.S)
# A value of the folder that is written for people: it begins with a capital and is no list, expression or name of the program.
SCALAR = re.compile(r"""(?::|^ *-) +["']?([A-ZÁÉÍÓÚÑ¿¡][^,}\n"]*?)["']?(?= *(?:[,}]|$))""", re.M)
KEY = re.compile(r'Phrase\(\s*"([a-z_]+\.[a-z_0-9.]+)"')


@functools.cache
def keys():
    return {key for source in (ROOT / "Sources").rglob("*.swift") for key in KEY.findall(source.read_text())}


@functools.cache
def only_english(folder):
    """Words that on a Spanish page would be a translation forgotten. Those that are the same in both languages, and those
    with a place to fill in, are left out."""
    english, spanish = set(), set()
    for source in (ROOT / "Sources").rglob("*.swift"):
        for _, en, es in PHRASE.findall(source.read_text()):
            english.add(en.replace('\\"', '"'))
            spanish.add(es.replace('\\"', '"'))
    for file in (ROOT / folder).rglob("*.yaml"):
        if not {"samples", "examples.yaml", "demonstration.yaml"} & set(file.parts):
            (spanish if file.name == "es.yaml" else english).update(SCALAR.findall(file.read_text()))
    return {text for text in english - spanish if "{" not in text and (" " in text or len(text) > 6) and not re.match(r"^[a-z_0-9.]+$", text)}
