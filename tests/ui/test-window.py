#!/usr/bin/env python3
"""Opens, runs, steps both ways, edits with an error, selects.

usage: test-window.py PROGRAM SCENARIO SOURCE.go"""
import re
import time

import driver
from driver import Atspi, check


def scenario_cycle(window):
    """Opens a workload and steps through one whole cycle by keyboard."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape')
    window.key('F7')
    window.wait(lambda: window.tick() == 1, 'tick 1 after one tick')

    seen = []
    for _ in range(12):
        before = window.tick()
        window.key('shift+Right')
        window.wait(lambda: window.tick() != before, 'a step by phase')
        window.wait(lambda: window.phase() is not None, 'the ribbon')
        time.sleep(0.4)
        seen.append(window.phase())
        if len(seen) > 4 and seen[-1][1] == 'collector off' and any(s == 'concurrent mark' for _, s in seen):
            break
    order = [s for _, s in seen]
    print('phases:', seen)
    for phase in ('sweep termination', 'concurrent mark', 'mark termination', 'concurrent sweep'):
        check(phase in order, 'the ribbon never said ' + phase)
    check(order.index('concurrent mark') < order.index('mark termination'), 'mark ends before it begins')

    before = window.tick()
    window.key('ctrl+Right')
    window.wait(lambda: window.tick() > before, 'a step by cycle')
    window.screenshot('cycle')


def scenario_keys(window):
    """Run, pause, run to the end, restart; keys that belong to text stay with the text."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'End')
    window.wait(lambda: window.matching('The program ended, exit status 0'), 'the end', 60)
    last = window.tick()
    check(last > 0, 'no ticks')
    window.key('Home')
    window.wait(lambda: window.tick() == 0, 'tick 0 after Home')
    check(window.matching(r'^tick 0 / '), 'the last tick is not known after a restart')
    window.key('period')
    window.wait(lambda: window.tick() > 0, 'a step')

    window.click(200, 300)
    time.sleep(0.3)
    before = window.tick()
    window.key('Right', 'Home', 'End')
    time.sleep(0.5)
    check(window.tick() == before, 'a key in the script moved the machine')
    width = window.width('Span map')
    window.key('Escape', 'F9')
    window.wait(lambda: window.width('Span map') > width + 100, 'the map to take the side panel\'s room')
    window.key('F9')
    window.wait(lambda: window.width('Span map') == width, 'the side panel to come back')
    window.resize(1024, 700)
    time.sleep(0.5)
    window.screenshot('small')


def scenario_back(window):
    """Going back by step, phase and cycle, and forward again."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'F7', 'F7', 'F7')
    window.wait(lambda: window.tick() == 3, 'tick 3')
    window.key('comma')
    window.wait(lambda: window.tick() < 3, 'a step back')
    window.key('ctrl+Right')
    cycle = window.wait(lambda: window.tick() > 3 and not window.named('Pause') and window.tick(), 'a cycle')
    window.key('shift+Left')
    window.wait(lambda: window.tick() < cycle, 'the phase before')
    window.key('ctrl+Left')
    window.wait(lambda: window.tick() < cycle, 'the cycle before')
    check(window.matching(r'^tick [^/]* / '), 'the last tick is not shown')
    window.key('ctrl+Right')
    window.wait(lambda: window.tick() == cycle, 'the same cycle end as before')


def scenario_error(window):
    """An edit that does not compile: the list, the banner, and the machine of the old text."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'F7')
    window.wait(lambda: window.tick() == 1, 'tick 1')
    window.click(200, 300)
    window.key('ctrl+End')
    window.type('syntax error')
    window.wait(lambda: window.named('The script does not compile; the picture is of its last good version.'),
                'the banner')
    check(window.tick() == 1, 'the machine of the old text went away')
    window.key('F5')
    window.wait(lambda: window.matching('^syntax error'), 'the list of errors')
    window.screenshot('error')
    for _ in range(12):
        window.key('BackSpace')
    window.wait(lambda: not window.named('The script does not compile; the picture is of its last good version.'),
                'the banner to go')
    window.type('// a note')
    window.wait(lambda: window.named('The script has changed since this run began.'), 'the banner about the edit')
    window.key('Escape', 'ctrl+q')
    window.wait(lambda: window.named('Discard'), 'the question about unsaved edits')
    for _ in range(50):
        if window.process.poll() is not None:
            break
        window.press('Discard')
        time.sleep(0.2)


def scenario_select(window):
    """The map by keyboard: select, walk, zoom; what is selected is spoken."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'ctrl+Right')
    window.wait(lambda: window.tick() > 0, 'a step by cycle')
    window.key('Down')
    first = window.wait(lambda: re.search('0xc[0-9a-f]+', window.description('Span map')), 'a selection').group(0)
    window.key('Right')
    window.wait(lambda: first not in window.description('Span map'), 'the selection to walk')
    before = window.tick()
    window.key('plus', 'plus', 'f')
    window.wait(lambda: window.matching(r'^\d{3,} %$') and not window.matching('^100 %$'), 'the zoom')
    window.key('0')
    window.wait(lambda: window.matching('^100 %$'), 'everything again')
    check(window.tick() == before, 'walking moved the machine')
    window.key('Escape', 'Right')
    window.wait(lambda: window.tick() > before, 'Right to step when nothing is selected')


def scenario_decision(window):
    """From an object to the line that made it and the reasons of escape analysis, by key and by click."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'ctrl+Right')
    window.wait(lambda: window.tick() > 0 and not window.named('Pause'), 'a cycle')

    def click_in(name, x, y):
        box = window.place(window.named(name))
        window.click(box.x + x, box.y + (y if y >= 0 else box.height + y))

    window.key(*['Down'] * 3)
    window.walk_to(r'24 B · scan\n(.|\n)*objects (\d+) / \2\n')  # nodes of the tree
    window.wait(lambda: re.search('0xc[0-9a-f]+', window.description('Span map')), 'a selection')
    click_in('Objects of the span', 12, 12)
    window.wait(lambda: 'allocated by line' in window.description('Object'), 'the object\'s line')
    text = window.description('Object')
    check('escapes to heap' in text, 'no decision in ' + text)
    window.key('ctrl+shift+e')
    window.wait(lambda: window.matching(r'(?s)escapes to heap:\n  flow: .*(escapes to heap|moved to heap: \w+)$'),
                'the reasons')
    window.screenshot('decision')
    window.key('Escape')
    window.wait(lambda: not window.matching(r'\n  flow: '), 'the reasons to go')
    click_in('Object', 12, -12)
    window.wait(lambda: window.matching(r'\n  flow: '), 'the reasons after a click')
    window.key('Escape')


driver.main(globals())
