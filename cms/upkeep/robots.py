"""What a site asks robots to leave alone, by its robots.txt (RFC 9309)."""

import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

LONGEST_LINE = 2_000
# Seconds: a site that asks for more than this between two questions is asked once in a run.
LONGEST_DELAY = 30


@dataclass
class Rules:
    """What one site allows one robot: ``allows(path)``; ``delay`` in seconds between two questions."""

    lines: list = field(default_factory=list)
    delay: float = 0.0

    def allows(self, path):
        """Whether ``path``, with its query, may be asked for: the longest rule that fits decides, and yes among equals."""
        path = _spelled(path)
        fitting = [(len(rule), is_allowed) for rule, is_allowed in self.lines if fits(rule, path)]
        return max(fitting)[1] if fitting else True


ALL, NOTHING = Rules(), Rules([("/", False)])


def _spelled(path):
    """Return a path with its codes in one spelling."""
    return quote(unquote(path, errors="replace"), safe="/?&=*$:@!'()+,;~-._%", errors="replace")


def fits(rule, path):
    """Whether ``path`` begins as ``rule`` says, where * is anything and $ the end. In time that grows with the two alone."""
    rule, ends = (rule[:-1], True) if rule.endswith("$") else (rule, False)
    first, *parts = rule.split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = parts.pop() if parts and ends else None
    for part in parts:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if not ends:
        return True
    return at == len(path) if last is None else len(path) - len(last) >= at and path.endswith(last)


def read(text, name):
    """Return the Rules of a robots.txt for the robot ``name``: those of its own group, else those of everybody."""
    groups, agents, in_rules = {}, [], False
    for line in text.splitlines():
        key, colon, value = line[:LONGEST_LINE].partition("#")[0].partition(":")
        key, value = key.strip().lower().lstrip("\ufeff"), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            agents = [value.lower()] if in_rules else [*agents, value.lower()]
            in_rules = False
            for agent in agents:
                groups.setdefault(agent, Rules([], 0.0))
        elif key in {"allow", "disallow", "crawl-delay"}:
            in_rules = True
            for agent in agents:
                _add(groups[agent], key, value)
    own = [rules for agent, rules in groups.items() if agent and agent != "*" and name.lower().startswith(agent)]
    return own[0] if own else groups.get("*", ALL)


def _add(rules, key, value):
    if key == "crawl-delay":
        if re.fullmatch(r"\d{1,6}(\.\d{1,3})?", value):
            rules.delay = min(float(value), LONGEST_DELAY)
    elif value:
        rules.lines.append((_spelled(value), key == "allow"))
