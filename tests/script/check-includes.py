#!/usr/bin/env python3
"""Checks every #include "..." of gccore/ and app/ against the map of the house: arrows run one way.

usage: check-includes.py SOURCE_ROOT"""
import os
import re
import sys

# room: rooms it may include from (besides itself)
ALLOWED = {
    'base': set(),
    'heap': {'base'},
    'sched': {'base', 'heap'},
    'gc': {'base', 'heap', 'sched'},
    'lang': {'base', 'heap', 'sched', 'gc'},
    'session': {'base', 'heap', 'sched', 'gc', 'lang'},
    'scene': {'base', 'session'},
    'engine': {'base', 'session'},
    'lessons': {'base', 'session'},
    'cli': {'base', 'heap', 'sched', 'gc', 'lang', 'session', 'scene', 'lessons'},
    'widgets': {'base', 'session', 'scene', 'engine', 'lessons'},
}
SYSTEM_FORBIDDEN = {
    'base': r'glib|gio|gtk|adwaita|cairo|pango',
    'heap': r'glib|gio|gtk|adwaita|cairo|pango',
    'sched': r'glib|gio|gtk|adwaita|cairo|pango',
    'gc': r'glib|gio|gtk|adwaita|cairo|pango',
    'lang': r'gtk|adwaita|cairo|pango',
    'session': r'gtk|adwaita|cairo|pango',
    'scene': r'gtk/|adwaita',
    'engine': r'gtk/|adwaita|cairo|pango',
    'cli': r'gtk/|adwaita',
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def main(root):
    wrong = files = 0
    for house in ('gccore', 'app'):
        for folder, _, names in os.walk(os.path.join(root, house)):
            parts = os.path.relpath(folder, os.path.join(root, house)).split(os.sep)
            room = parts[0]
            if room not in ALLOWED:
                continue
            for name in sorted(names):
                if not name.endswith(('.c', '.h', '.def')):
                    continue
                files += 1
                path = os.path.join(folder, name)
                for number, line in enumerate(open(path, encoding='utf-8'), 1):
                    m = INCLUDE.match(line)
                    if not m:
                        continue
                    if m.group(1) == '<':
                        pattern = SYSTEM_FORBIDDEN.get(room)
                        if pattern and re.match(pattern, m.group(2)):
                            print('%s:%d: %s may not use <%s>' % (path, number, room, m.group(2)))
                            wrong += 1
                        continue
                    other = m.group(2).split('/')[0]
                    if '/' in m.group(2) and other in ALLOWED and other != room and other not in ALLOWED[room]:
                        print('%s:%d: %s may not include from %s' % (path, number, room, other))
                        wrong += 1
    print('%d files, %d wrong includes' % (files, wrong))
    return 1 if wrong or not files else 0


sys.exit(main(sys.argv[1]))
