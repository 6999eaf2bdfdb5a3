#!/usr/bin/env python3
"""Bookmarks, and a session saved and opened again.

usage: test-window-session.py PROGRAM SCENARIO SOURCE.go"""
import os
import re
import time

import driver
from driver import Atspi, check, run


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
    window.answer_chooser('Save the Session', path)
    window.wait(lambda: window.named('Saved lecture.scape'), 'the toast')
    check(b'spanscape session' in open(path, 'rb').read(), 'no session in the file')
    window.key('End')
    window.wait(lambda: window.matching('The program ended'), 'the end', 90)
    window.open(path)
    window.wait(lambda: window.tick() == 5, 'the session\'s tick')
    window.wait(lambda: window.named('Stops 1'), 'the session\'s stop')
    window.screenshot('session')


def open_places(window):
    """The menu of bookmarks and branches."""
    button = window.wait(lambda: next((n for n in window.nodes() if n.get_name() == 'Bookmarks and branches'), None), 'the menu')
    window.click_on(button)
    time.sleep(0.5)


def now(window):
    """Virtual milliseconds."""
    number, unit = window.matching(r'virtual ([\d.]+)\s(\S+)$').groups()
    return float(number) * {'µs': 1e-3, 'ms': 1, 's': 1e3}[unit]


def scenario_branch(window):
    """A knob moved in the past begins a branch; it is given a name, left for the old one, and found again by its name. A
    click on a bookmark of the timeline goes to its tick."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'ctrl+Right')
    first = window.wait(lambda: window.tick() > 0 and not window.named('Pause') and window.tick(), 'a cycle')
    window.key('F7', 'F7', 'ctrl+d')
    told = window.wait(lambda: window.matching(r'^Bookmark 1 is at tick (.*)'), 'the bookmark').group(1)
    marked = int(re.sub(r'\D', '', told))
    window.wait(lambda: window.tick() == marked, 'the bookmark\'s tick')
    bookmark_ms = now(window)
    window.key('ctrl+Right')
    window.wait(lambda: window.tick() > marked and not window.named('Pause'), 'the next cycle')
    window.key('Escape', 'ctrl+Right')
    last = window.wait(lambda: window.tick() > marked and not window.named('Pause') and window.tick(), 'another cycle')
    check(last > marked >= first, 'ticks: %d, %d, %d' % (first, marked, last))

    # The axis begins right of its numbers; the bookmark's flag stands on it.
    r = window.place(window.named('Timeline'))
    x = r.x + 64 + (r.width - 73) * bookmark_ms / now(window)
    window.click(int(x) + 3, r.y + 119)
    window.wait(lambda: window.tick() == marked, 'the click on the flag to come to tick %d, not %s' % (marked, window.tick()))

    knob = window.wait(lambda: next((n for n in window.nodes() if n.get_name() == 'GOGC' and n.get_role() == Atspi.Role.SLIDER),
                                    None), 'the knob')
    window.click_on(knob, 2 / 3)
    time.sleep(0.5)
    window.key('Escape', 'ctrl+Right')
    window.wait(lambda: window.tick() > marked and not window.named('Pause'), 'a cycle in the new branch')
    other = window.tick()
    window.key('ctrl+f')
    window.type('rename this branch')
    time.sleep(0.5)
    window.key('Return')
    window.wait(lambda: window.node('^Name of the branch$'), 'the dialog')
    time.sleep(0.3)
    window.key('ctrl+a')
    window.type('less memory')
    window.key('Return')
    window.wait(lambda: not window.node('^Name of the branch$'), 'the dialog to go')
    open_places(window)
    window.wait(lambda: window.node('Rename “less memory”'), 'the new name')
    item = window.wait(lambda: window.node('^main · tick'), 'the old branch')
    place = int(re.sub(r'\D', '', item.get_name()))
    window.key('Down', 'Down', 'Down', 'Return')
    window.wait(lambda: window.tick() == place, 'the old branch\'s place')
    time.sleep(0.5)
    open_places(window)
    window.wait(lambda: window.node('^less memory · tick'), 'the branch under its name')
    window.key('Down', 'Down', 'Down', 'Return')
    window.wait(lambda: window.tick() == other, 'the branch again')
    window.screenshot('branch')


driver.main(globals())
