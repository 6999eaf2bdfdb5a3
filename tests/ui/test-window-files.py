#!/usr/bin/env python3
"""Files dropped on the window, from a window beside it.

usage: test-window-files.py PROGRAM SCENARIO SOURCE.go"""
import os
import subprocess
import time

import driver
from driver import check, run

PROGRAM = '''package main

func main() {
	println("%s")
}
'''


def write(window, name):
    path = os.path.join(window.folder, name)
    with open(path, 'w') as file:
        file.write(PROGRAM % name)
    return path


def drag(window, path, x, y):
    """Drags the file from a file manager's window to a point of ours."""
    title = 'drag ' + os.path.basename(path)
    source = subprocess.Popen([driver.PYTHON, os.path.join(os.path.dirname(__file__), 'drag-source.py'), 'file://' + path],
                              env=dict(os.environ, GDK_BACKEND='x11', GSK_RENDERER='cairo', GTK_A11Y='none'),
                              stderr=subprocess.DEVNULL)
    try:
        place = window.wait(lambda: run('xdotool', 'search', '--onlyvisible', '--name', '^%s$' % title), 'the other window')
        run('xdotool', 'windowmove', '--sync', place, '1100', '100')
        time.sleep(0.5)
        run('xdotool', 'mousemove', '1200', '150', 'mousedown', '1')
        for step in range(1, 11):
            run('xdotool', 'mousemove', str(1200 + (x - 1200) * step // 10), str(150 + (y - 150) * step // 10))
            time.sleep(0.05)
        time.sleep(0.3)
        run('xdotool', 'mouseup', '1')
        time.sleep(0.5)
    finally:
        source.terminate()
        source.wait()
    run('xdotool', 'windowfocus', window.id)


def scenario_drop(window):
    """A program dropped on the map or on the script is opened; unsaved edits are asked about before; a folder is refused."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.resize(1000, 700)
    time.sleep(0.5)
    for name, x, y in (('one.go', 500, 300), ('two.go', 120, 200)):
        drag(window, write(window, name), x, y)
        window.wait(lambda: window.named(name), 'the file dropped at %d, %d' % (x, y))
        window.wait(lambda: window.tick() == 0, 'its machine')
    window.key('ctrl+e', 'ctrl+Home')
    window.type('// ')
    window.wait(lambda: window.named('• two.go'), 'an edit')
    three = write(window, 'three.go')
    drag(window, three, 500, 300)
    window.wait(lambda: window.node('^Save'), 'the question')
    window.screenshot('drop')
    check(window.press('Cancel'), 'nothing to press')
    time.sleep(0.5)
    check(window.named('• two.go'), 'the edits are gone')
    drag(window, three, 500, 300)
    window.wait(lambda: window.press('Discard'), 'the question')
    window.wait(lambda: window.named('three.go'), 'the file')
    window.wait(lambda: window.tick() == 0, 'its machine')
    drag(window, window.folder, 500, 300)
    window.wait(lambda: window.named('“%s” is not a file.' % os.path.basename(window.folder)), 'why a folder is not opened')
    check(window.named('three.go'), 'a folder took the script\'s place')


driver.main(globals())
