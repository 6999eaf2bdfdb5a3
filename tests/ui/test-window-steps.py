#!/usr/bin/env python3
"""Steps of every kind both ways, scrubbing, a knob turned while the program is under way, a span and an object.

usage: test-window-steps.py PROGRAM SCENARIO SOURCE.go"""
import re
import time

import driver
from driver import Atspi, check, run


def quick(window):
    """Remembers the nodes that are asked again and again: walking the tree for each would take most of the time."""
    def node(pattern):
        return window.wait(lambda: next((n for n in window.nodes() if re.match(pattern, n.get_name() or '')), None), pattern)

    tick = node(r'^tick \d')
    run_button = node(r'^(Run|Pause)$')

    def tick_now():
        match = re.match(r'tick ([\d\u202f\u00a0 ]+)', tick.get_name() or '')
        return int(re.sub(r'\D', '', match.group(1))) if match else None

    window.tick = tick_now
    window.stands = lambda: run_button.get_name() == 'Run'


def settled(window):
    """The tick once the machine stands."""
    window.wait(lambda: window.stands(), 'the machine to stand')
    last = None
    for _ in range(40):
        now = window.tick()
        if now is not None and now == last:
            return now
        last = now
        time.sleep(0.15)
    raise driver.Failure('the tick never settled')


def label_of(box):
    """What the drop-down shows: the first of its labels."""
    pending = [box]
    while pending:
        node = pending.pop(0)
        if (node.get_name() or '').startswith('by: '):
            return node.get_name()
        pending = [node.get_child_at_index(i) for i in range(node.get_child_count())] + pending
    return None


def choose(window, box, index):
    """The granularity at that place of the list; its label, or None behind the end of the list."""
    before = label_of(box)
    for patience in (0.5, 1.5, 4):
        window.click_on(box)
        time.sleep(patience)
        window.key('Home', *['Down'] * index, 'Return')
        time.sleep(0.3)
        window.key('Escape')
        if label_of(box) != before or index == 0:
            return label_of(box)
    raise driver.Failure('no granularity after ' + before)


def scenario_granularities(window):
    """Forward and back by each: forward moves on, back comes to where it began or before, forward again to the same."""
    quick(window)
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'ctrl+Right')
    settled(window)
    window.key('F7')
    box = window.named('Step by')
    seen = []
    for index in range(7):
        label = choose(window, box, index)
        seen.append(label)
        start = settled(window)
        window.key('period')
        window.wait(lambda: window.tick() != start, 'a step ' + label)
        there = settled(window)
        check(there > start, '%s: a step went from %d to %d' % (label, start, there))
        window.key('comma')
        window.wait(lambda: window.tick() != there, 'a step back ' + label)
        back = settled(window)
        check(back < there, '%s: a step back went from %d to %d' % (label, there, back))
        window.key('period')
        window.wait(lambda: window.tick() != back, 'a step again ' + label)
        again = settled(window)
        check(again == there, '%s: forward again came to %d, not %d' % (label, again, there))
    check(len(set(seen)) == 7, 'granularities: %s' % seen)


def scenario_scrub(window):
    """The timeline: a click seeks, dragging scrubs, both ways; run and pause."""
    quick(window)
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'ctrl+Right', 'ctrl+Right')
    settled(window)
    window.key('ctrl+Right')
    last = settled(window)
    r = window.place(window.named('Timeline'))
    y = r.y + r.height // 3

    def at(share):
        return r.x + 70 + int((r.width - 90) * share)

    window.click(at(0.3), y)
    window.wait(lambda: window.tick() != last, 'a click to seek')
    first = settled(window)
    check(0 < first < last, 'a click at 30 %% came to %d of %d' % (first, last))
    run('xdotool', 'mousemove', str(at(0.3)), str(y), 'mousedown', '1')
    for share in (0.4, 0.5, 0.6, 0.7, 0.8):
        run('xdotool', 'mousemove', str(at(share)), str(y))
        time.sleep(0.1)
    run('xdotool', 'mouseup', '1')
    window.wait(lambda: (window.tick() or 0) > first, 'scrubbing forward')
    second = settled(window)
    check(first < second < last, 'scrubbing to 80 %% came to %d of %d' % (second, last))
    window.click(at(0.3), y)
    window.wait(lambda: window.tick() == first, 'the same tick at the same place')

    window.key('Escape', 'space')
    window.wait(lambda: not window.stands() or window.tick() > first, 'the machine to run')
    window.key('space')
    check(settled(window) > first, 'running did not move the machine')


def scenario_knob(window):
    """GOGC turned in the middle of a run: this run goes on, and the next goal follows the knob."""
    quick(window)
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'ctrl+Right')
    settled(window)
    window.key('shift+Right')
    tick = settled(window)
    slider = [n for n in window.nodes() if n.get_name() == 'GOGC' and n.get_role() == Atspi.Role.SLIDER][0]
    window.click_on(slider, 2 / 3)
    value = window.wait(lambda: next((n.get_name() for n in window.nodes()
                                      if re.fullmatch(r'1[1-9]\d|[2-9]\d\d', n.get_name() or '')), None),
                        'another value beside GOGC')
    check(window.tick() == tick, 'turning the knob moved the machine to %s' % window.tick())
    window.key('Escape', 'ctrl+Right')
    window.wait(lambda: window.tick() != tick, 'the next cycle')
    settled(window)
    window.wait(lambda: re.search(r'× %s %%' % value, window.description('Pacer')),
                'a goal of %s %%: %s' % (value, window.description('Pacer')))


def scenario_object(window):
    """A span by key, and with the map zoomed in to it one of its objects: the inspector tells both."""
    quick(window)
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'ctrl+Right')
    settled(window)
    window.key('shift+Right', 'Down')
    settled(window)
    window.key(*['Down'] * 3)
    window.walk_to(r'objects (\d+) / \1\n')
    span = window.wait(lambda: re.search(r'^Span (0xc[0-9a-f]+)', window.description('Span')), 'a span').group(1)
    window.key('f')
    time.sleep(0.7)
    window.key('Right')
    told = window.wait(lambda: re.search(r'Object (0xc[0-9a-f]+)\n(.|\n)*colour (white|grey|black|free)',
                                         window.description('Object') or ''), 'an object')
    check(abs(int(told.group(1), 16) - int(span, 16)) < 1 << 22, '%s is far from %s' % (told.group(1), span))
    window.wait(lambda: '0xc' in window.description('Span map'), 'the map to speak of the object')


driver.main(globals())
