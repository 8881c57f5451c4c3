"""What a page is made of, as far as the tests ask: its elements in order, its words, its links and its forms."""
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Form:
    action: str
    method: str
    fields: list = field(default_factory=list)  # (name, value, type), as they would be sent
    actions: list = field(default_factory=list)  # other addresses its buttons send it to


class Document(HTMLParser):
    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.open, self.chains, self.header_chains = [], {}, {}
        self.texts, self.links, self.forms, self.ids, self.assets = [], [], [], [], []
        self.language, self.title, self.headings = None, "", []
        self.form = self.select = None
        self.feed(html)

    @property
    def neighbours(self):
        """Each kind of element in its place with what comes next, in `main` and around it, and each heading with the next: what the rules of axe look
        at is an element, where it stands, and what it stands beside."""
        return {(kind, *pair) for kind, places in [("main", self.chains), ("frame", self.header_chains), ("heading", self.headings)]
                for pair in zip(["", *places], [*places, ""])}

    def handle_starttag(self, tag, pairs):
        attributes = dict(pairs)
        self.note(tag, attributes)
        if tag not in VOID:
            self.open.append((tag, attributes))

    def handle_endtag(self, tag):
        while self.open:
            opened, _ = self.open.pop()
            if opened == tag:
                break
        if tag == "form":
            self.form = None
        if tag == "select":
            self.select = None

    def handle_data(self, data):
        words = " ".join(data.split())
        if not words or not self.open:
            return
        tag = self.open[-1][0]
        if tag in ("script", "style"):
            return
        if tag == "title":
            self.title += words
        elif tag == "textarea":
            return
        else:
            language = next((a["lang"] for _, a in reversed(self.open) if a.get("lang")), None)
            self.texts.append((words, language))

    def note(self, tag, attributes):
        names = [name for name, _ in self.open]
        if tag == "html":
            self.language = attributes.get("lang")
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(tag)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        for name in ("src", "href"):
            if tag in ("script", "img", "link", "iframe", "source") and name in attributes:
                self.assets.append(attributes[name])
        self.note_form(tag, attributes)
        chain = "/".join(f"{name}.{a.get('class') or ''}" for name, a in self.open) + "/" + " ".join(
            [tag, attributes.get("class") or "", attributes.get("type") or "", attributes.get("role") or ""]
            + sorted(name for name in attributes if name.startswith("aria-")))
        if "main" in names:
            self.chains[chain] = True
        elif "body" in names:
            self.header_chains[chain] = True

    def note_form(self, tag, attributes):
        if tag == "form":
            self.form = Form(attributes.get("action", ""), (attributes.get("method") or "get").lower())
            self.forms.append(self.form)
        if not self.form:
            return
        name, kind = attributes.get("name"), attributes.get("type") or tag
        if tag == "button" and "formaction" in attributes:
            self.form.actions.append(attributes["formaction"])
        if tag == "button" and name:
            self.form.fields.append((name, attributes.get("value", ""), "button"))
        if tag in ("input", "textarea") and name:
            self.form.fields.append((name, attributes.get("value") or "", kind))
        if tag == "select" and name:
            self.select = name
            self.form.fields.append((name, "", "select"))
        if tag == "option" and self.select and "selected" in attributes:
            self.form.fields.append((self.select, attributes.get("value", ""), "option"))
