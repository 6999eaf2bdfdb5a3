#!/usr/bin/env python3
"""Bookmarks, and a session saved and opened again.

usage: test-window-session.py PROGRAM SCENARIO SOURCE.go"""
import os
import time

import driver
from driver import check, run


def scenario_bookmark(window):
    """A bookmark set by key is found by its name and gone back to; a session keeps tick, stop and bookmark."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'F7', 'F7', 'F7', 'F7', 'F7')
    window.wait(lambda: window.tick() == 5, 'tick 5')
    window.key('ctrl+d')
    window.wait(lambda: window.matching('^Bookmark 1 is at tick 5'), 'the bookmark')
    window.key('ctrl+Right')
    window.wait(lambda: window.tick() > 5 and not window.named('Pause'), 'a cycle')
    window.key('ctrl+f')
    window.wait(lambda: window.named('Find'), 'the finder')
    window.type('bookmark 1')
    window.wait(lambda: window.named('Bookmark 1'), 'the bookmark in the finder')
    window.key('Return')
    window.wait(lambda: window.tick() == 5, 'the bookmark\'s tick')

    window.key('ctrl+shift+b')
    window.type('cycle:2/sweep')
    window.key('Return')
    window.wait(lambda: window.named('Stops 1'), 'a stop')
    path = os.path.join(window.folder, 'lecture.scape')
    window.key('ctrl+f')
    window.type('save the session')
    time.sleep(0.5)
    window.key('Return')
    window.wait(lambda: run('xdotool', 'search', '--onlyvisible', '--name', 'Save the Session'), 'the chooser')
    time.sleep(1)
    window.key('ctrl+a')
    window.type(path)
    time.sleep(0.5)
    window.key('Return')
    window.wait(lambda: window.named('Saved lecture.scape'), 'the toast')
    check(b'spanscape session' in open(path, 'rb').read(), 'no session in the file')
    window.key('End')
    window.wait(lambda: window.matching('The program ended'), 'the end', 90)
    window.key('ctrl+o')
    window.wait(lambda: run('xdotool', 'search', '--onlyvisible', '--name', 'Open a Go Program'), 'the chooser')
    time.sleep(1)
    window.key('ctrl+l')
    window.type(path)
    time.sleep(0.5)
    window.key('Return')
    window.wait(lambda: window.tick() == 5, 'the session\'s tick')
    window.wait(lambda: window.named('Stops 1'), 'the session\'s stop')
    window.screenshot('session')


driver.main(globals())
