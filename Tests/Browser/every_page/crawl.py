"""Every page that links lead to, for every role in every language: its address, and the forms on it."""
import heapq
import re
import urllib.parse
from collections import defaultdict
from dataclasses import dataclass

from . import words

LANGUAGES = ["en", "es"]
# A route is visited by this many of its addresses for each role: cases of one service in one state look alike.
ADDRESSES_A_ROUTE = 8
SECURITY_HEADERS = {
    "content-security-policy": "default-src 'none'", "x-content-type-options": "nosniff", "referrer-policy": "",
    "permissions-policy": "", "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
    "x-request-id": "", "cache-control": "",
}
SEEDS = ["/", "/?q=licence", "/?q=xyzzy", "/?moment=moving", "/verify", "/verify?number=nonsense", "/verify/XXXXXXXXX", "/sign-in?return_to=/account", "/account", "/desk", "/desk?service=report_a_problem&due=overdue", "/desk?done=handed_over", "/nowhere", "/components",
         # What a search form leads to; no link does. Nor to incidents as long as there are none.
         "/desk/incidents",
         "/desk/registries/residents/records?q=Rosa+Marsh&purpose=civil_registry_act", "/desk/registries/parcels/records?q=1004-38&purpose=no_person"]


@dataclass(frozen=True)
class Sight:
    """One page as one person sees it in one language, worth a look with the browser."""
    route: str
    path: str
    person: str
    language: str


def cover(candidates):
    """As few sights as show everything that any of them shows; whichever shows most that is new comes first."""
    seen, chosen = set(), []
    waiting = [(-len(shown), place, shown) for place, shown in enumerate(candidates)]
    heapq.heapify(waiting)
    while waiting:
        expected, place, shown = heapq.heappop(waiting)
        new = len(shown - seen)
        if new and new == -expected:
            seen |= shown
            chosen.append(candidates[shown])
        elif new:
            heapq.heappush(waiting, (-new, place, shown))
    return chosen


class Crawl:
    def __init__(self, routes, people, folder, seeds=()):
        self.routes, self.people, self.folder, self.seeds = routes, people, folder, [*SEEDS, *seeds]
        self.faults = {}  # (route id, fault) -> where it was first seen
        self.reached = defaultdict(set)  # route id -> paths
        self.forms = {}  # route id -> (person, path, action)
        self.titles = defaultdict(lambda: defaultdict(set))  # (person, language) -> title -> route ids
        self.candidates = {}  # what there is to see on a page -> the first sight of it
        for name, person in people.items():
            self.walk(name, person)
        self.knock()
        self.sights = cover(self.candidates)

    def walk(self, name, person):
        waiting, seen, count = list(self.seeds), set(), defaultdict(int)
        while waiting:
            path = self.own(waiting.pop(0), person)
            route = path and self.routes.find(path)
            if path is None or path in seen:
                continue
            seen.add(path)
            if route:
                count[route.id] += 1
                if count[route.id] > ADDRESSES_A_ROUTE:
                    continue
            answer = self.visit(name, person, path)
            if answer.status == 303:
                waiting.append(answer.location)
            elif answer.is_page:
                waiting += answer.document.links

    def knock(self):
        """Each role also asks for every page that its own links do not lead to: it gets the page or a good refusal."""
        for route in self.routes.pages():
            for path in sorted(self.reached[route.id])[:1]:
                for name, person in self.people.items():
                    self.visit(name, person, path)

    def own(self, link, person):
        """The path of a link that stays on this site; nil for all others, and for files."""
        parts = urllib.parse.urlsplit(link)
        if parts.netloc and parts.hostname != "localhost" and parts.netloc != person.host:
            return None
        if parts.scheme not in ("", "http", "https") or not parts.path.startswith("/") or parts.path.startswith(("/api/", "/assets/")):
            return None
        query = "&".join(part for part in parts.query.split("&") if part and not part.startswith("language="))
        return parts.path + ("?" + query if query else "")

    def visit(self, name, person, path):
        answer = None
        for language in LANGUAGES:
            answer = person.get(path, language)
            route = self.routes.find(path)
            route_id = route.id if route else "not_found"
            if answer.status < 400 and route:
                self.reached[route.id].add(path)
            if not answer.is_page:
                break
            self.check(answer, name, language, route_id)
            self.note_forms(answer, name)
            shown = answer.document.neighbours | {("route", route_id), ("person", name)}
            self.candidates.setdefault(frozenset((language, one) for one in shown), Sight(route_id, path, name, language))
        return answer

    def note_forms(self, answer, name):
        for form in answer.document.forms:
            for action in [form.action] + form.actions:
                route = self.routes.find(action, form.method.upper())
                if route and route.method == "POST":
                    self.forms.setdefault(route.id, []).append((name, answer.path, action))

    def check(self, answer, name, language, route):
        """What a page's text tells without a browser."""
        page, where = answer.document, f"{answer.path} as {name} in {language}"

        def fault(what):
            self.faults.setdefault((route, what), where)

        for header, part in SECURITY_HEADERS.items():
            if part not in answer.headers.get(header, "missing" if part else ""):
                fault(f"the header {header} is {answer.headers.get(header)}")
            if header not in answer.headers:
                fault(f"the header {header} is missing")
        if page.language != language:
            fault(f"lang is {page.language}")
        if page.headings.count("h1") != 1:
            fault(f"{page.headings.count('h1')} h1")
        doubled = {one for one in page.ids if page.ids.count(one) > 1}
        if doubled:
            fault(f"ids stand twice: {sorted(doubled)}")
        for asset in page.assets:
            if not asset.startswith(("/", "data:")) or asset.startswith("//"):
                fault(f"asks another host for {asset}")
        if answer.status == 200:
            self.titles[name, language][page.title].add((route, answer.path))
        self.check_words(page, language, fault)

    def check_words(self, page, language, fault):
        english = words.only_english(self.folder) if language == "es" else set()
        for text, text_language in page.texts:
            for key in re.findall(r"\b[a-z_]+\.[a-z_]+\b", text):
                if key in words.keys():
                    fault(f"the key {key} is not translated")
            if text in english and text_language in (None, language):
                fault(f"English on a Spanish page: {text}")

    def doubled_titles(self):
        """Two pages with one title cannot be told apart in a history or a list of tabs (WCAG 2.2, 2.4.2)."""
        for (name, language), titles in self.titles.items():
            for title, pages in titles.items():
                doubled = sorted({route for route, _ in pages})
                if len(doubled) > 1:
                    yield (" and ".join(doubled), f"one title, “{title}”"), f"{sorted(path for _, path in pages)[0]} as {name} in {language}"
