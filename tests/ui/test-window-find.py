#!/usr/bin/env python3
"""The finder: an address, a line, a moment, an event, a command.

usage: test-window-find.py PROGRAM SCENARIO SOURCE.go"""
import re
import time

import driver
from driver import Atspi, check


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
    find(window, '0xc00000a000')
    window.wait(lambda: window.matching('^Span 0xc00000a000'), 'the span')
    window.key('Return')
    window.wait(lambda: '0xc00000a000' in window.description('Span map'), 'the selection')
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


def scenario_greying(window):
    """From the sentence of a step to the object; what keeps it alive, and, looking back, who greyed it."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape')
    find(window, 'event:scan#40')
    window.key('Return')
    window.wait(lambda: window.named('Stops 1'), 'the stop')
    window.key('Escape', 'F5')
    addr = window.wait(lambda: window.matching(r'scans (0xc[0-9a-f]+)'), 'an object to be scanned').group(1)
    tick = window.tick()
    find(window, addr)
    window.key('Down', 'Return')
    window.wait(lambda: 'Object ' + addr in window.description('Object'), 'the object')
    window.wait(lambda: window.matching('^Object %s, 24 B, black' % addr), 'the status to tell what is selected')
    window.wait(lambda: 'root' in window.description('Kept alive by'), 'what keeps it alive')
    window.wait(lambda: window.description('Kept alive by').split('\n')[-1].startswith(addr), 'the way that leads to it')
    window.wait(lambda: 'look back' in window.description('Object'), 'the offer to look back')
    window.key('ctrl+shift+g')
    told = window.wait(lambda: re.search(r'greyed by P\d, .*\nat tick ([^\n]*)', window.description('Object')), 'who greyed it')
    check(0 < int(re.sub(r'\D', '', told.group(1))) < tick, 'greyed at %s, seen at %d' % (told.group(1), tick))
    check(window.tick() == tick, 'looking back moved the machine')
    window.screenshot('greying')


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


def rows(window):
    """How many events are in the list."""
    n = 0
    for node in window.nodes():
        try:
            n += node.get_role() == Atspi.Role.LIST_ITEM and node.get_parent().get_name() == 'Events'
        except Exception:  # it went away meanwhile
            continue
    return n


def scenario_output(window):
    """A click on a printed line, and choosing an event of the list, goes to its tick; the list can be filtered."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'End')
    window.wait(lambda: window.matching('The program ended, exit status 0'), 'the end', 90)
    last = window.tick()
    window.key('ctrl+j')
    view = window.wait(lambda: window.named('Output of the program'), 'the output')
    place = window.place(view)
    window.click(place.x + 60, place.y + 12)
    window.wait(lambda: 0 < window.tick() < last, 'the moment of the first line')
    printed = window.tick()
    window.click_on([n for n in window.nodes() if n.get_name() == 'Events' and n.get_role() == Atspi.Role.PAGE_TAB][0])
    time.sleep(0.5)
    entry = window.wait(lambda: window.named('Filter events'), 'the list of events')
    window.click_on(entry)
    window.type('no such event')
    window.wait(lambda: not rows(window), 'the filter to let nothing through')
    window.key('ctrl+a', 'BackSpace')
    window.wait(lambda: rows(window), 'events in the list')
    window.key('Tab', 'Down', 'Down', 'Return')
    window.wait(lambda: window.tick() < printed, 'the tick of an event')
    window.screenshot('events')


driver.main(globals())
