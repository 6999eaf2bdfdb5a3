#!/usr/bin/env python3
"""Checks that the manual page lists the keys that the shortcuts window shows, in the same words and order.

usage: check-keys.py SOURCE_ROOT            check
       check-keys.py SOURCE_ROOT --update   rewrite the page's section KEYS"""
import os
import re
import sys
import xml.etree.ElementTree as ElementTree

MODIFIERS = {'<Control>': 'Ctrl+', '<Shift>': 'Shift+'}
NAMES = {'period': '.', 'comma': ',', 'plus': '+', 'minus': '\\-', 'question': '?', 'space': 'Space', 'Escape': 'Esc'}
SECTION = re.compile(r'^\.SH KEYS\n.*?(?=^\.SH )', re.M | re.S)


def key(word):
    modifiers = ''
    while word.startswith('<'):
        name, word = word[:word.index('>') + 1], word[word.index('>') + 1:]
        modifiers += MODIFIERS[name]
    word = NAMES.get(word, word.upper() if modifiers and len(word) == 1 else word)
    return modifiers + word.replace('...', ' to ' + modifiers)


def section(ui):
    text = '.SH KEYS\n'
    for node in ElementTree.parse(ui).getroot().iter('object'):
        properties = {p.get('name'): p.text for p in node.findall('property')}
        if node.get('class') == 'GtkShortcutsGroup':
            text += '.SS %s\n' % properties['title']
        elif node.get('class') == 'GtkShortcutsShortcut':
            keys = ', '.join(key(word) for word in properties['accelerator'].split())
            text += '.TP\n.B "%s"\n%s.\n' % (keys, properties['title'])
    return text


def main(root, update):
    page = os.path.join(root, 'data', 'man', 'spanscape.1')
    text = open(page, encoding='utf-8').read()
    wanted = section(os.path.join(root, 'app', 'widgets', 'help-overlay.ui'))
    found = SECTION.search(text)
    if update:
        open(page, 'w', encoding='utf-8').write(text.replace(found.group(), wanted))
    elif found is None or found.group() != wanted:
        print('data/man/spanscape.1: the section KEYS differs from the shortcuts window; see --update')
        return 1
    return 0


sys.exit(main(os.path.abspath(sys.argv[1]), '--update' in sys.argv))
