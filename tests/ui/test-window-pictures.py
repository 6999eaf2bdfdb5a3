#!/usr/bin/env python3
"""Screenshots of each view, by keyboard: PNG, SVG and PDF, sizes, captions; copied; and a numbered series.

usage: test-window-pictures.py PROGRAM SCENARIO SOURCE.go"""
import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree

import driver
from driver import check, run


def dialog(window):
    window.key('ctrl+shift+p')
    window.wait(lambda: window.node(r'^Number of pictures'), 'the dialog')
    time.sleep(0.5)


def save(window, path, select='ctrl+a'):
    window.key('alt+s')
    window.answer_chooser('Save a Picture|A Folder', path, select)


def begin(path):
    with open(path, 'rb') as file:
        return file.read(8)


def scenario_save(window):
    """One picture of the whole window, the toast, and the view alone on the clipboard."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'ctrl+Right')
    window.wait(lambda: window.tick() > 0 and not window.named('Pause'), 'a cycle')
    path = os.path.join(window.folder, 'picture.png')
    dialog(window)
    save(window, path)
    window.wait(lambda: window.named('Saved picture.png'), 'the toast')
    check(begin(path) == b'\x89PNG\r\n\x1a\n', 'no PNG')
    window.key('ctrl+shift+c')
    window.wait(lambda: window.named('The picture is on the clipboard'), 'the toast of the copy')


FORMATS = 'png', 'svg', 'pdf'  # in the order of the dialog's list


def choose(window, key, entry):
    """The entry at that place of one of the dialog's rows: the row's key opens its list, arrows walk through it. That it
    was the right one is seen from the file."""
    window.key('alt+' + key)
    time.sleep(0.6)
    window.key('Home', *['Down'] * entry, 'Return')
    time.sleep(0.4)


def plain_svg(path):
    """The drawing with its names in the order in which they come: cairo counts them through all pictures of a process."""
    text, names = open(path, encoding='utf-8').read(), {}
    return re.sub(r'\b[a-z]+-?\d+(?:-\d+)*(?=")|(?<=#)[a-z]+-?\d+(?:-\d+)*', lambda m: names.setdefault(m.group(), 'n%d' % len(names)),
                  text)


def plain_pdf(path):
    return re.sub(rb'/CreationDate \([^)]*\)', b'', open(path, 'rb').read())


def pictures_of(window, view, scale):
    """The view as PNG of a size, as SVG and as PDF, each with a caption: the files are what render makes of that moment."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'ctrl+Right', 'shift+Right')
    window.wait(lambda: window.tick() > 0 and not window.named('Pause'), 'the mark phase')
    window.key('F7')
    tick = window.wait(lambda: window.tick(), 'a tick')
    window.key('ctrl+%d' % (('spans', 'board', 'objects', 'fragmentation').index(view) + 1))
    time.sleep(0.7)
    caption = 'Figure %d. The heap of a program, %s' % (scale, view)
    size = None
    for place, format in enumerate(FORMATS):
        mine, theirs = (os.path.join(window.folder, view + end + format) for end in ('.', '-render.'))
        dialog(window)
        choose(window, 'p', 1)  # what is shown, not the whole window
        choose(window, 'f', place)
        if format == 'png':
            choose(window, 'z', scale - 1)
        window.key('alt+a', 'ctrl+a')
        window.type(caption)
        save(window, mine)
        window.wait(lambda: window.named('Saved %s.%s' % (view, format)), 'the toast of ' + mine)
        if format == 'png':
            check(begin(mine) == b'\x89PNG\r\n\x1a\n', mine + ' is no PNG')
            size = run('identify', '-format', '%%[fx:w/%d]x%%[fx:h/%d]' % (scale, scale), mine)
        said = subprocess.run([sys.argv[1], 'render', sys.argv[3], '--at', 'tick:%d' % tick, '--view', view, '--size', size,
                               '--scale', str(scale), '--caption', caption, '-o', theirs], capture_output=True, text=True)
        check(said.returncode == 0, said.stderr)
        if format == 'png':
            differ = subprocess.run(['compare', '-metric', 'AE', mine, theirs, 'null:'], capture_output=True, text=True).stderr
            check(differ == '0', '%s: %s pixels of %s are not as render draws them' % (view, differ, size))
        elif format == 'svg':
            root = ElementTree.parse(mine).getroot()
            check(root.tag.endswith('}svg') and root.get('viewBox') is not None, mine + ' is no SVG')
            check(plain_svg(mine) == plain_svg(theirs), mine + ' is not as render draws it')
        else:
            check(begin(mine).startswith(b'%PDF-1.') and open(mine, 'rb').read().rstrip().endswith(b'%%EOF'), mine + ' is no PDF')
            check(plain_pdf(mine) == plain_pdf(theirs), mine + ' is not as render draws it')


def scenario_spans(window):
    pictures_of(window, 'spans', 1)


def scenario_board(window):
    pictures_of(window, 'board', 2)


def scenario_objects(window):
    pictures_of(window, 'objects', 3)


def scenario_fragmentation(window):
    pictures_of(window, 'fragmentation', 4)


def scenario_series(window):
    """Three numbered pictures, an object apart."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'F7')
    window.wait(lambda: window.tick() == 1, 'tick 1')
    dialog(window)
    count = window.wait(lambda: window.node(r'^Number of pictures'), 'the number of pictures')
    count.get_value_iface().set_current_value(3)
    folder = os.path.join(window.folder, 'series')
    os.mkdir(folder)
    save(window, folder, 'ctrl+l')  # a folder is asked for without a name to write over
    window.wait(lambda: window.named('Saved 3 pictures'), 'the toast', 60)
    check(sorted(os.listdir(folder)) == ['binary-trees-%03d.png' % i for i in (1, 2, 3)], 'other files: %s' % os.listdir(folder))
    check(window.tick() > 1, 'the machine did not move')


driver.main(globals())
