#!/usr/bin/env python3
"""Writes the standard packages (std/*.go) and the lists of known names as C arrays.

usage: gen-std.py OUT.c PACKAGES.txt NAMES.txt FILE.go ...
A file container_list.go is package container/list.
"""

import sys


def c_bytes(data):
    lines = []
    for i in range(0, len(data), 24):
        lines.append("  " + ",".join(str(b) for b in data[i:i + 24]) + ",")
    return "\n".join(lines)


def main():
    out, packages, names, *sources = sys.argv[1:]
    parts = ['#include "lang/std-sources.h"\n']
    table = []
    for n, path in enumerate(sorted(sources)):
        name = path.replace("\\", "/").rsplit("/", 1)[-1][:-len(".go")].replace("_", "/")
        with open(path, "rb") as f:
            data = f.read()
        parts.append(f"static const unsigned char source_{n}[] = {{\n{c_bytes(data)}\n  0\n}};\n")
        table.append(f'  {{ "{name}", (const char *) source_{n}, {len(data)} }},')
    parts.append("const StdSource std_sources[] = {\n" + "\n".join(table) + "\n  { 0, 0, 0 }\n};\n")
    for array, path in (("std_known_packages", packages), ("std_known_names", names)):
        with open(path, encoding="ascii") as f:
            lines = sorted(line.strip() for line in f if line.strip() and not line.startswith("#"))
        parts.append(f"const char *const {array}[] = {{\n" + "\n".join(f'  "{line}",' for line in lines)
                     + f"\n}};\nconst unsigned {array}_n = {len(lines)};\n")
    with open(out, "w", encoding="ascii") as f:
        f.write("\n".join(parts))


main()
