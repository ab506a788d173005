"""A stand-in for OpenSearch and Elasticsearch on this machine: keeps documents in memory and answers what the site asks.

It knows the few kinds of question that the site's backend makes, by mapping and analyser as the real ones do, and answers
400 to any other. What it does not show: relevance, languages, and how fast they are.
"""

import json
import re
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

WORD = re.compile(r"\w+")


def words(value):
    values = value if isinstance(value, list) else [value]
    return [word for each in values for word in WORD.findall(str(each if each is not None else "").lower())]


class Index:
    def __init__(self):
        self.properties, self.documents = {}, {}

    def tokens(self, document, field):
        """Return the words that are kept under a field of a document, those that are copied to it too."""
        found = words(document.get(field))
        for name, mapped in self.properties.items():
            to = mapped.get("copy_to", [])
            if field in ([to] if isinstance(to, str) else to):
                # As far from each other as values of one field are.
                found += ["\0", *words(document.get(name))]
        return found

    def holds(self, document, field, word):
        tokens = self.tokens(document, field)
        if self.properties.get(field, {}).get("analyzer") == "edgengram_analyzer":
            return any(token.startswith(word) for token in tokens)
        return word in tokens

    def fits(self, document, query):
        [(kind, asked)] = query.items()
        if kind == "match_all":
            return True
        if kind == "bool":
            must, should = (asked.get(part, []) for part in ("must", "should"))
            groups = [must if isinstance(must, list) else [must], asked.get("filter", [])]
            groups[1] = groups[1] if isinstance(groups[1], list) else [groups[1]]
            denied = asked.get("must_not", [])
            return (
                all(self.fits(document, each) for group in groups for each in group)
                and (not should or any(self.fits(document, each) for each in should))
                and not any(self.fits(document, each) for each in (denied if isinstance(denied, list) else [denied]))
            )
        if kind == "dis_max":
            return any(self.fits(document, each) for each in asked["queries"])
        if kind == "multi_match":
            one = "match_phrase" if asked.get("type") == "phrase" else "match"
            return any(
                self.fits(document, {one: {field.partition("^")[0]: asked["query"] if one != "match" else asked}})
                for field in asked["fields"]
            )
        [(field, value)] = asked.items()
        if kind == "match" and field == "_django_content_type":
            return value in document[field]
        if kind == "match":
            value = value if isinstance(value, dict) else {"query": value}
            join = all if value.get("operator") == "and" else any
            return join(self.holds(document, field, word) for word in words(value["query"]))
        if kind == "match_phrase":
            asked_for = words(value["query"] if isinstance(value, dict) else value)
            tokens = self.tokens(document, field)
            return any(tokens[at : at + len(asked_for)] == asked_for for at in range(len(tokens)))
        if kind in {"term", "terms"}:
            there = document.get(field)
            return str(there) in [str(one) for one in (value if kind == "terms" else [value])]
        raise ValueError(kind)


class SearchServer:
    """``asked``: what was asked, as (method, path, body); ``trouble``: a status to answer everything with, or None."""

    def __init__(self):
        self.indices, self.aliases, self.asked, self.trouble = {}, {}, [], None

    def __enter__(self):
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                """Answer one request, whatever its method."""
                text = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                status, body = outer.answer(self.command, self.path, text)
                sent = b"" if self.command == "HEAD" else json.dumps(body).encode()
                self.send_response(status)
                for name, value in (
                    ("Content-Type", "application/json"), ("X-Elastic-Product", "Elasticsearch"), ("Content-Length", len(sent)),
                ):  # fmt: skip
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(sent)

            def log_message(self, *_words):
                """Say nothing."""

        for method in ("GET", "POST", "PUT", "DELETE", "HEAD"):
            setattr(Handler, f"do_{method}", Handler.answer)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.server.server_close()

    def index(self, name):
        return self.indices.get(self.aliases.get(name, name))

    def answer(self, method, path, text):
        given = dict(parse_qsl(urlsplit(path).query))
        path = unquote(urlsplit(path).path)
        lines = [json.loads(line) for line in text.splitlines() if line.strip()] if path.endswith("_bulk") else []
        body = json.loads(text) if text.strip() and not lines else {}
        self.asked.append((method, path, body))
        if self.trouble:
            return self.trouble, {"error": {"type": "trouble", "reason": "as a test asks"}, "status": self.trouble}
        parts = path.strip("/").split("/")
        if path.endswith("_bulk"):
            return self.bulk(parts, lines)
        if parts == ["_search", "scroll"]:
            return 200, {"hits": {"hits": []}, "succeeded": True}
        return self.of_index(method, parts, given | body)

    def bulk(self, parts, lines):
        items = iter(lines)
        for action in items:
            [(_kind, where)] = action.items()
            self.index(where.get("_index") or parts[0]).documents[where["_id"]] = next(items)
        return 200, {"errors": False, "items": []}

    def of_index(self, method, parts, body):
        name, what = parts[0], parts[1] if len(parts) > 1 else ""
        if name == "_alias" or what == "_alias":
            alias = parts[1] if name == "_alias" else parts[2]
            if method in {"PUT", "POST"}:
                self.aliases[alias] = name
                return 200, {"acknowledged": True}
            there = self.aliases.get(alias)
            return (200, {there: {"aliases": {alias: {}}}}) if there else (404, {"error": "alias", "status": 404})
        if method == "PUT" and not what:
            self.indices[name] = Index()
            return 200, {"acknowledged": True}
        index = self.index(name)
        if index is None:
            return 404, {"error": {"type": "index_not_found_exception", "reason": "no such index"}, "status": 404}
        if what == "_mapping":
            index.properties |= body["properties"]
        elif what == "_doc" and method in {"PUT", "POST"}:
            index.documents[parts[2]] = body
        elif what == "_doc":
            index.documents.pop(parts[2], None)
        elif method == "DELETE":
            self.indices.pop(name, None)
        elif what in {"_search", "_count"}:
            try:
                found = [key for key, document in index.documents.items() if index.fits(document, body["query"])]
            except (ValueError, KeyError) as error:
                return 400, {"error": {"type": "parsing_exception", "reason": str(error)}, "status": 400}
            hits = [{"_id": key, "_score": 1.0, "fields": {"pk": [index.documents[key]["pk"]]}} for key in found]
            begins = int(body.get("from", 0))
            hits = hits[begins : begins + int(body.get("size", 10))]
            answer = {"count": len(found), "_scroll_id": "here", "hits": {"hits": hits, "total": {"value": len(found)}}}
            for asked, terms in body.get("aggregations", {}).items():
                counted = Counter(index.documents[key].get(terms["terms"]["field"], 0) for key in found)
                buckets = [{"key": key, "doc_count": number} for key, number in counted.most_common()]
                answer.setdefault("aggregations", {})[asked] = {"buckets": buckets}
            return 200, answer
        return 200, {"acknowledged": True, "result": "done"}
