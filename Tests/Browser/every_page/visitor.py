"""Somebody who visits the site without a browser: fast, for everything that needs no eyes."""
import functools
import http.client
import time
import urllib.parse
from dataclasses import dataclass

from .document import Document


@dataclass
class Answer:
    path: str
    status: int
    headers: dict
    bytes: bytes

    @functools.cached_property
    def body(self):
        return self.bytes.decode("utf-8", "replace")

    @property
    def is_page(self):
        return self.headers.get("content-type", "").startswith("text/html")

    @functools.cached_property
    def document(self):
        return Document(self.body)

    @property
    def location(self):
        return self.headers.get("location")


class Visitor:
    def __init__(self, url, name="anonymous"):
        self.host = urllib.parse.urlsplit(url).netloc
        self.name, self.cookies = name, {}
        self.connection = http.client.HTTPConnection(self.host, timeout=120)

    def ask(self, method, path, body=None, headers=None):
        headers = dict(headers or {}, Accept="text/html")
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        response, data = self.exchange(method, path, body, headers)
        while response.status == 429:
            # Quicker than any person: the site asks us to wait.
            time.sleep(int(response.headers["Retry-After"]))
            response, data = self.exchange(method, path, body, headers)
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            if "Max-Age=0" in cookie:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return Answer(path, response.status, {name.lower(): value for name, value in response.getheaders()}, data)

    def exchange(self, method, path, body, headers):
        for attempt in (1, 2):
            try:
                self.connection.request(method, path, body, headers)
                response = self.connection.getresponse()
                return response, response.read()
            except (http.client.HTTPException, ConnectionError):
                self.connection.close()
                if attempt == 2:
                    raise

    def get(self, path, language=None):
        """The page as it is in a language, without choosing that language for good."""
        chosen = self.cookies.get("language")
        if language:
            self.cookies["language"] = language
        answer = self.ask("GET", path)
        if chosen is None:
            self.cookies.pop("language", None)
        else:
            self.cookies["language"] = chosen
        return answer

    def follow(self, path, steps=6):
        answer = self.get(path)
        while answer.status == 303 and steps:
            answer, steps = self.get(answer.location), steps - 1
        return answer

    def send(self, page, action, values=None):
        """Sends the page's form whose action contains `action`, as a browser would; `values` win over what is filled in."""
        form = next(form for form in page.document.forms if action in form.action)
        values = dict(values or {})
        sent = [(name, value) for name, value, kind in form.fields
                if kind not in ("radio", "checkbox", "button", "file") and name not in values]
        for name, value in values.items():
            sent += [(name, one) for one in (value if isinstance(value, list) else [value])]
        is_upload = any(kind == "file" for _, _, kind in form.fields)
        body, kind = multipart(sent) if is_upload else (urllib.parse.urlencode(sent), "application/x-www-form-urlencoded")
        answer = self.ask("POST", form.action, body, {"Content-Type": kind})
        return self.follow(answer.location) if answer.status == 303 else answer

    def sign_in(self, email, password):
        answer = self.send(self.get("/sign-in"), "/sign-in", {"email": email, "password": password})
        assert answer.path != "/sign-in", f"{email} could not sign in"
        return self


def multipart(fields, boundary="every-page"):
    parts = []
    for name, value in fields:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'
        if isinstance(value, tuple):
            file_name, kind, data = value
            parts.append(f'{head}; filename="{file_name}"\r\nContent-Type: {kind}\r\n\r\n'.encode() + data + b"\r\n")
        else:
            parts.append(f"{head}\r\n\r\n{value}\r\n".encode())
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
