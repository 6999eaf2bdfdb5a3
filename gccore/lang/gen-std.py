#!/usr/bin/env python3
"""Writes the standard packages (std/*.go), what names what in them, and the lists of known names as C arrays.

usage: gen-std.py OUT.c PACKAGES.txt NAMES.txt FILE.go ...
A file container_list.go is package container/list; one in a folder outline is its outline, container_list.more.go there what
our package lacks. std-sources.h tells what the arrays mean.
"""

import re
import sys

TOKEN = re.compile(r"""
    (?P<skip>\s+|//[^\n]*|/\*.*?\*/)
  | (?P<text>"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+')
  | (?P<name>[^\W\d]\w*)
  | (?P<number>\d[\w.]*)
  | (?P<other>.)""", re.VERBOSE | re.DOTALL)
OPEN, CLOSE = "([{", ")]}"
ALWAYS = None
METHOD = "."


def tokens(text):
    return [(m.lastgroup, m.group(), m.start(), m.end()) for m in TOKEN.finditer(text) if m.lastgroup != "skip"]


def behind_brackets(toks, i):
    """The index behind the bracket that closes the one at i."""
    depth = 0
    while True:
        depth += (toks[i][1] in OPEN) - (toks[i][1] in CLOSE)
        i += 1
        if depth == 0:
            return i


def declaration_end(toks, i, text):
    """The index behind the declaration that begins at i: at a token outside brackets that begins another line."""
    while True:
        i = behind_brackets(toks, i) if toks[i][1] in OPEN else i + 1
        if i == len(toks) or (toks[i][2] > 0 and text[toks[i][2] - 1] == "\n"):
            return i


def find_body(toks, i, end):
    """The index of the brace that opens a function's body, or None: the result may be a literal type with braces."""
    while i < end:
        if toks[i][1] == "{" and toks[i - 1][1] not in ("interface", "struct"):
            return i
        i = behind_brackets(toks, i) if toks[i][1] in OPEN else i + 1
    return None


def inside_interfaces(toks):
    """The indices of tokens between the braces of an interface type."""
    inside = set()
    for i in range(len(toks) - 1):
        if toks[i][1] == "interface" and toks[i + 1][1] == "{":
            inside.update(range(i + 2, behind_brackets(toks, i + 1)))
    return inside


def uses_in(toks, path, imports):
    """What a text may mean by its names: (name, package) for what a package declares, (name, METHOD)."""
    packages = {alias or p.rsplit("/", 1)[-1]: p for alias, p in imports}
    interfaces = inside_interfaces(toks)
    uses = set()
    for i, (kind, name, *_) in enumerate(toks):
        if kind != "name":
            continue
        if i > 0 and toks[i - 1][1] == ".":
            uses.add((name, METHOD))
            if i > 1 and toks[i - 2][1] in packages:
                uses.add((name, packages[toks[i - 2][1]]))
        else:
            uses.add((name, path))
            if i in interfaces:
                uses.add((name, METHOD))
    return uses


class Item:
    def __init__(self, key, text, body=(0, 0), receiver=ALWAYS):
        self.key, self.text, self.body, self.receiver = key, text, body, receiver


def receiver_type(toks):
    """T of the tokens of "(t *T[K])"."""
    end = next((i for i, t in enumerate(toks) if t[1] == "["), len(toks))
    return [t[1] for t in toks[:end] if t[0] == "name"][-1]


def type_items(toks, path):
    """The types of one declaration, which may be a group."""
    starts, depth = [1], 0
    if toks[1][1] == "(":
        starts = []
        for i in range(2, len(toks) - 1):
            if depth == 0 and toks[i][0] == "name" and toks[i].line_start:
                starts.append(i)
            depth += (toks[i][1] in OPEN) - (toks[i][1] in CLOSE)
    for start, end in zip(starts, starts[1:] + [len(toks)]):
        yield Item((toks[start][1], path), toks[start + 1:end])


class Token(tuple):
    line_start = False


def analyse(text, path):
    """The items and the imports of a source: their names there, if they have one, and paths."""
    toks = [Token(t) for t in tokens(text)]
    for t in toks:
        t.line_start = text[text.rfind("\n", 0, t[2]) + 1:t[2]].strip() == ""
    items, imports, i = [], [], 0
    while i < len(toks):
        end = declaration_end(toks, i, text)
        decl, word = toks[i:end], toks[i][1]
        if word == "import":
            imports += [(before[1] if before[0] == "name" and before[1] != "import" else None, t[1].strip('"'))
                        for before, t in zip(decl, decl[1:]) if t[0] == "text"]
        elif word == "type":
            items += type_items(decl, path)
        elif word == "func":
            at = behind_brackets(decl, 1) if decl[1][1] == "(" else 1
            name, body = decl[at][1], find_body(decl, at + 1, len(decl))
            key = ALWAYS if name == "init" else (name, METHOD if at > 1 else path)
            items.append(Item(key, decl[at + 1:], (decl[body][2], decl[-1][3]) if body else (0, 0),
                              (receiver_type(decl[1:at]), path) if at > 1 else ALWAYS))
        elif word != "package":
            items.append(Item(ALWAYS, decl))
        i = end
    return items, imports


def c_bytes(data):
    lines = []
    for i in range(0, len(data), 24):
        lines.append("  " + ",".join(str(b) for b in data[i:i + 24]) + ",")
    return "\n".join(lines)


def c_list(kind, array, values):
    return f"{kind} {array}[] = {{\n" + "\n".join(f"  {v}," for v in values) + "\n};\n"


def is_outline(file):
    return file.rsplit("/", 2)[-2] == "outline"


def package_path(file):
    return file.rsplit("/", 1)[-1].split(".")[0].replace("_", "/")


def read(file):
    with open(file, "rb") as f:
        return f.read()


def main():
    out, packages, names, *files = sys.argv[1:]
    files = sorted(file.replace("\\", "/") for file in files)
    sources = [file for file in files if not is_outline(file)]
    parts = ['#include "lang/std-sources.h"\n']
    table, analysed, uses = [], [], []
    for file in sources:
        path, data = package_path(file), read(file)
        # Offsets are in bytes.
        analysed.append((path, data, *analyse(data.decode("latin-1"), path)))
    declared = sorted({item.key for _, _, items, _ in analysed for item in items if item.key is not ALWAYS})
    number = {key: i for i, key in enumerate(declared)}
    for n, (path, data, items, imports) in enumerate(analysed):
        rows = []
        for item in items:
            used = sorted(number[u] for u in uses_in(item.text, path, imports) if u in number)
            keys = ["STD_ALWAYS" if key is ALWAYS else str(number[key]) for key in (item.key, item.receiver)]
            rows.append(f"{{ {keys[0]}, {keys[1]}, {len(used)}, {len(uses)}, {item.body[0]}, {item.body[1]} }}")
            uses += used
        parts.append(f"static const unsigned char source_{n}[] = {{\n{c_bytes(data)}\n  0\n}};\n")
        parts.append(c_list("static const StdItem", f"items_{n}", rows))
        parts.append(c_list("static const char *const", f"imports_{n}", [f'"{p}"' for _, p in imports] + ["0"]))
        table.append(f'  {{ "{path}", (const char *) source_{n}, {len(data)}, items_{n}, {len(rows)}, imports_{n} }},')
    parts.append("const StdSource std_sources[] = {\n" + "\n".join(table) + "\n  { 0, 0, 0, 0, 0, 0 }\n};\n")
    outlines = []
    for n, file in enumerate(filter(is_outline, files)):
        data = read(file)
        parts.append(f"static const unsigned char outline_{n}[] = {{\n{c_bytes(data)}\n  0\n}};\n")
        adds = int(file.endswith(".more.go"))
        outlines.append(f'  {{ "{package_path(file)}", (const char *) outline_{n}, {len(data)}, {adds} }},')
    parts.append("const StdOutline std_outlines[] = {\n" + "\n".join(outlines) + "\n  { 0, 0, 0, 0 }\n};\n")
    parts.append(c_list("const unsigned short", "std_uses", uses))
    parts.append(c_list("const char *const", "std_declared", [f'"{name} {where}"' for name, where in declared]))
    parts.append(f"const unsigned std_declared_n = {len(declared)};\n")
    for array, path in (("std_known_packages", packages), ("std_known_names", names)):
        with open(path, encoding="ascii") as f:
            lines = sorted(line.strip() for line in f if line.strip() and not line.startswith("#"))
        parts.append(c_list("const char *const", array, [f'"{line}"' for line in lines]))
        parts.append(f"const unsigned {array}_n = {len(lines)};\n")
    with open(out, "w", encoding="ascii") as f:
        f.write("\n".join(parts))


main()
