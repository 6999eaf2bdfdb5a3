#!/usr/bin/env python3
"""Stops: set, refused, hit forwards and backwards, switched off, removed, and the line's stop that moves with its text.

usage: test-window-stops.py PROGRAM SCENARIO SOURCE.go"""
import re
import time

import driver
from driver import Atspi, check


def add(window, condition):
    window.key('ctrl+shift+b', 'ctrl+a')
    window.type(condition)
    window.key('Return')


def paused(window):
    return not window.named('Pause')


def scenario_list(window):
    """The page Stops: the grammar's errors inline, running to a stop and back to it, switching off, removing."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape')
    add(window, 'cycle:2/nonsense')
    window.wait(lambda: window.matching('"nonsense" is no phase'), 'the grammar\'s error')
    add(window, 'cycle:1/mark')
    add(window, 'cycle:2/sweep')
    window.wait(lambda: window.named('when concurrent mark of cycle 1 begins'), 'the first stop in the list')
    window.wait(lambda: window.named('Stops 2'), 'two stops on the tab')
    window.key('Escape', 'F5')
    window.wait(lambda: window.matching('^Stopped when concurrent mark of cycle 1 begins'), 'the first stop')
    first = window.tick()
    window.wait(lambda: window.phase() == (1, 'concurrent mark'), 'the ribbon to say concurrent mark')
    window.key('F5')
    window.wait(lambda: window.matching('^Stopped when concurrent sweep of cycle 2 begins'), 'the second stop')
    check(window.tick() > first, 'the second stop is before the first')
    window.key('shift+F5')
    window.wait(lambda: window.matching('^Stopped when concurrent mark of cycle 1 begins'), 'the first stop again')
    check(window.tick() == first, 'going back came to tick %d, not %d' % (window.tick(), first))
    window.key('shift+F5')
    window.wait(lambda: window.named('No stop came true before this moment'), 'the word that there is none before')
    check(window.tick() == first, 'a search in vain moved the machine')

    box = [node for node in window.nodes() if node.get_role() == Atspi.Role.CHECK_BOX and node.get_name() == 'cycle:2/sweep']
    check(len(box) == 1, 'no check box for the second stop')
    window.click_on(box[0])
    window.wait(lambda: window.named('Stops 1'), 'one stop on the tab')
    window.screenshot('stops')
    window.press('Remove the stop')
    window.press('Remove the stop')
    window.wait(lambda: window.matching('^No stops'), 'the empty list')


def scenario_line(window):
    """A stop beside a line, by key and by click; it moves with its line; a line without code is refused at once; a run
    halts at the line."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.click(200, 300)
    window.key('ctrl+Home', *['Down'] * 14, 'ctrl+b')
    window.key('ctrl+shift+b')
    window.wait(lambda: window.named('line:15'), 'the stop of line 15')
    window.key('ctrl+e', 'ctrl+Home', 'ctrl+b')
    window.wait(lambda: window.named('there is nothing to stop at on line 1; the next line with code is 14'), 'the refusal')
    window.wait(lambda: window.named('Stops 1') and not window.named('line:1'), 'the stop to go')
    window.key('Escape', 'F5')
    window.wait(lambda: window.matching('^Stopped when a goroutine comes to line 15'), 'the run to halt at the line')
    window.key('ctrl+e', 'ctrl+Home', 'Return', 'ctrl+shift+b')
    window.wait(lambda: window.named('line:16') and not window.named('line:15'), 'the stop to move with its line')
    window.key('ctrl+e', 'ctrl+z', 'ctrl+shift+b')
    window.wait(lambda: window.named('line:15'), 'the stop to move back')
    window.key('ctrl+e')
    time.sleep(0.3)
    window.click(15, 411)
    window.wait(lambda: window.named('Stops 2'), 'a stop by click')
    time.sleep(0.5)
    window.click(15, 411)
    window.wait(lambda: window.named('Stops 1'), 'the stop to go by another click')
    window.screenshot('gutter')


driver.main(globals())
