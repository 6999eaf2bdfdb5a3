#!/usr/bin/env python3
"""Screenshots: saved as PNG, SVG and PDF, copied, and a numbered series.

usage: test-window-pictures.py PROGRAM SCENARIO SOURCE.go"""
import os
import subprocess
import sys
import time

import driver
from driver import check, run


def dialog(window):
    window.key('ctrl+shift+p')
    window.wait(lambda: window.node(r'^Number of pictures'), 'the dialog')
    time.sleep(0.5)


def save(window, path):
    window.press('Save…')
    window.wait(lambda: run('xdotool', 'search', '--onlyvisible', '--name', 'Save a Picture|A Folder'), 'the chooser')
    time.sleep(1)
    window.key('ctrl+a')
    window.type(path)
    time.sleep(0.5)
    window.key('Return')


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


def scenario_same(window):
    """The picture of each view that the window saves is render's of that moment, to the pixel."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'ctrl+Right', 'shift+Right')
    window.wait(lambda: window.tick() > 0 and not window.named('Pause'), 'the mark phase')
    window.key('F7')
    tick = window.wait(lambda: window.tick(), 'a tick')
    for i, view in enumerate(('spans', 'board', 'objects', 'fragmentation')):
        window.key('ctrl+%d' % (i + 1))
        time.sleep(0.7)
        mine, theirs = (os.path.join(window.folder, view + end) for end in ('.png', '-render.png'))
        dialog(window)
        if i == 0:
            window.key('alt+p', 'Down', 'Return')  # the view alone; remembered for the next ones
        window.key('alt+a', 'ctrl+a', 'Delete')
        save(window, mine)
        window.wait(lambda: os.path.exists(mine), 'the picture of ' + view)
        size = run('identify', '-format', '%[fx:w/2]x%[fx:h/2]', mine)
        said = subprocess.run([sys.argv[1], 'render', sys.argv[3], '--at', 'tick:%d' % tick, '--view', view, '--size', size,
                               '--scale', '2', '-o', theirs], capture_output=True, text=True)
        check(said.returncode == 0, said.stderr)
        differ = subprocess.run(['compare', '-metric', 'AE', mine, theirs, 'null:'], capture_output=True, text=True).stderr
        check(differ == '0', '%s: %s pixels of %s are not as render draws them' % (view, differ, size))


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
    save(window, folder)
    window.wait(lambda: window.named('Saved 3 pictures'), 'the toast', 60)
    check(sorted(os.listdir(folder)) == ['binary-trees-%03d.png' % i for i in (1, 2, 3)], 'other files: %s' % os.listdir(folder))
    check(window.tick() > 1, 'the machine did not move')


driver.main(globals())
