#!/usr/bin/env python3
"""Checks the translations: POTFILES.in is sorted and lists every file with translatable text; every catalogue named in
LINGUAS has every string of the sources, none fuzzy, none empty, and msgfmt's own checks (placeholders) pass.

usage: check-po.py SOURCE_ROOT            check
       check-po.py SOURCE_ROOT --update   rewrite the catalogues from the sources (translations are kept)"""
import os
import re
import subprocess
import sys
import tempfile

C_MARK = re.compile(r'\b(?:_|N_|C_|NC_|ngettext|g_dngettext) ?\(\s*"')
UI_MARK = re.compile(r'translatable="(?:yes|true)"')
OTHER = ('.desktop.in', '.metainfo.xml.in', '.gschema.xml')


def translatable_files(root):
    found = []
    for house in ('app', 'data', 'gccore'):
        for folder, _, names in os.walk(os.path.join(root, house)):
            for name in names:
                path = os.path.join(folder, name)
                if name.endswith(('.c', '.h')):
                    hit = C_MARK.search(open(path, encoding='utf-8').read())
                elif name.endswith('.ui'):
                    hit = UI_MARK.search(open(path, encoding='utf-8').read())
                else:
                    hit = name.endswith(OTHER)
                if hit:
                    found.append(os.path.relpath(path, root))
    return sorted(found)


def extract(root, files, target):
    subprocess.run(['xgettext', '--from-code=UTF-8', '--add-comments=Translators:', '--keyword=_', '--keyword=N_',
                    '--keyword=C_:1c,2', '--keyword=NC_:1c,2', '--keyword=ngettext:1,2', '--package-name=spanscape',
                    '--add-location=file', '--msgid-bugs-address=', '-o', target] + files, cwd=root, check=True, stderr=subprocess.DEVNULL)


def strings(field):
    return ''.join(re.findall(r'"((?:[^"\\\\]|\\\\.)*)"', field))


def lost_fields(po):
    """Sentences with fields in braces whose translation has not the same ones; a field's noun may go."""
    entry = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', re.M)
    field = re.compile(r'\{(\w+)(:\w)?')
    return [strings(m.group(1)) for m in entry.finditer(open(po, encoding='utf-8').read())
            if strings(m.group(2)) and sorted(field.findall(strings(m.group(1)))) != sorted(field.findall(strings(m.group(2))))]


def main(root, update):
    wrong = 0
    listed = [line.strip() for line in open(os.path.join(root, 'po', 'POTFILES.in')) if line.strip() and line[0] != '#']
    actual = translatable_files(root)
    if update:
        with open(os.path.join(root, 'po', 'POTFILES.in'), 'w') as out:
            out.write('# Files with translatable text, sorted.\n' + ''.join(f + '\n' for f in actual))
        listed = actual
    if listed != actual:
        for name in sorted(set(actual) - set(listed)):
            print('po/POTFILES.in: missing %s' % name)
        for name in sorted(set(listed) - set(actual)):
            print('po/POTFILES.in: %s has no translatable text' % name)
        if sorted(listed) != listed:
            print('po/POTFILES.in: not sorted')
        wrong += 1
    languages = open(os.path.join(root, 'po', 'LINGUAS')).read().split()
    with tempfile.TemporaryDirectory() as scratch:
        pot = os.path.join(scratch, 'spanscape.pot')
        extract(root, actual, pot)
        for language in languages:
            po = os.path.join(root, 'po', language + '.po')
            merged = os.path.join(scratch, language + '.po')
            subprocess.run(['msgmerge', '--quiet', '--no-fuzzy-matching', '--add-location=file', '-o', merged, po, pot], check=True)
            if update:
                subprocess.run(['msgattrib', '--no-obsolete', '-o', po, merged], check=True)
            stats = subprocess.run(['msgfmt', '--check', '--statistics', '-o', os.devnull, merged],
                                   capture_output=True, text=True, env=dict(os.environ, LC_ALL='C'))
            summary = stats.stderr.strip()
            print('%s: %s' % (language, summary.splitlines()[-1] if summary else 'no answer'))
            if stats.returncode or 'untranslated' in summary or 'fuzzy' in summary:
                wrong += 1
                missing = subprocess.run(['msgattrib', '--untranslated', '--no-obsolete', '--no-wrap', merged],
                                         capture_output=True, text=True).stdout
                print('\n'.join(re.findall(r'^msgid ".+', missing, re.M)))
            for text in lost_fields(merged):
                print('%s: other fields in the translation of "%s"' % (language, text))
                wrong += 1
    return 1 if wrong else 0


sys.exit(main(os.path.abspath(sys.argv[1]), '--update' in sys.argv))
