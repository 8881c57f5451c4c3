"""The table of routes as the program itself tells it."""
import json
import re
import subprocess


class Route:
    def __init__(self, entry):
        self.id, self.method, self.path = entry["id"], entry["method"], entry["path"]
        self.audience, self.access = entry["audience"], entry["access"]
        pattern = re.sub(r"\\\{[a-z_]+\\\.\\\.\\\.\\\}", ".+", re.escape(self.path))
        self.pattern = re.compile(re.sub(r"\\\{[a-z_]+\\\}", "[^/]+", pattern) + "$")
        self.literals = self.path.count("/") * 10 - self.path.count("{")

    def __repr__(self):
        return f"{self.id} ({self.method} {self.path})"


class Routes:
    def __init__(self, binary, folder):
        answer = subprocess.run([binary, "routes", str(folder), "--demo"], capture_output=True, text=True, check=True)
        self.all = [Route(entry) for entry in json.loads(answer.stdout)]

    def find(self, path, method="GET"):
        """The route that answers at an address: the one with the fewest open places, as the server chooses it."""
        path = path.split("?")[0].split("#")[0]
        fitting = [route for route in self.all if route.method == method and route.pattern.match(path)]
        return max(fitting, key=lambda route: route.literals, default=None)

    def pages(self):
        return [route for route in self.all if route.method == "GET" and route.audience != "programs"]

    def forms(self):
        return [route for route in self.all if route.method == "POST" and route.audience != "programs"]
