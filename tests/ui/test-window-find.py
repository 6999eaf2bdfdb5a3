#!/usr/bin/env python3
"""The finder: an address, a line, a moment, an event, a command.

usage: test-window-find.py PROGRAM SCENARIO SOURCE.go"""
import time

import driver
from driver import check


def find(window, text):
    window.key('ctrl+f')
    window.wait(lambda: window.named('Find'), 'the finder')
    window.type(text)
    time.sleep(0.3)


def scenario_places(window):
    """An address selects its span; a number is a line or a moment; an event's words lead to its tick."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'ctrl+Right')
    window.wait(lambda: window.tick() > 0 and not window.named('Pause'), 'a cycle')
    cycle = window.tick()
    find(window, '0xc000002000')
    window.wait(lambda: window.matching('^Span 0xc000002000'), 'the span')
    window.key('Return')
    window.wait(lambda: '0xc000002000' in window.description('Span map'), 'the selection')
    find(window, 'allocates')
    window.wait(lambda: window.matching('^P0 allocates'), 'the events')
    window.key('Down', 'Return')
    window.wait(lambda: window.tick() < cycle, 'the tick of an event')
    find(window, '12')
    window.wait(lambda: window.named('Line 12') and window.named('Tick 12'), 'a line and a moment')
    window.key('Down', 'Return')
    window.wait(lambda: window.tick() == 12, 'tick 12')
    find(window, 'no such thing')
    window.wait(lambda: window.named('Nothing found'), 'that there is nothing')
    window.screenshot('find')
    window.key('Escape')
    window.wait(lambda: not window.named('Nothing found'), 'the finder to go')


def scenario_commands(window):
    """Commands by name; a stop written into the finder; a function."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape')
    find(window, 'step one tick')
    window.key('Return')
    window.wait(lambda: window.tick() == 1, 'a step')
    find(window, 'cycle:1/mark')
    window.wait(lambda: window.named('when concurrent mark of cycle 1 begins'), 'what the stop means')
    window.key('Return')
    window.wait(lambda: window.named('Stops 1'), 'the stop')
    find(window, 'func build')
    window.wait(lambda: window.matching(r'^func build'), 'the function')
    window.key('Escape')
    find(window, 'show the objects')
    window.key('Return')
    window.wait(lambda: window.width('Graph of objects') > 100, 'the graph of objects')
    check(window.tick() == 1, 'finding moved the machine')


driver.main(globals())
