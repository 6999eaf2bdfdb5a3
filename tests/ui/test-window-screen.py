#!/usr/bin/env python3
"""What keys do to the window itself: it fills the screen, and its menu opens.

usage: test-window-screen.py PROGRAM SCENARIO SOURCE.go"""
import os
import subprocess
import time

import driver
from driver import Atspi, check, run

MANAGER = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'wm.py')


def geometry(window):
    """(width, height) of the window as the X server has it."""
    line = next(l for l in run('xdotool', 'getwindowgeometry', window.id).split('\n') if 'Geometry' in l)
    return tuple(int(n) for n in line.split(': ')[1].split('x'))


def scenario_fullscreen(window):
    """F11 fills the screen with the window, all of it; F11 again gives it back its size."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    manager = subprocess.Popen([driver.PYTHON, MANAGER])
    try:
        window.resize(1024, 700)
        window.wait(lambda: geometry(window) == (1024, 700), 'its size')
        time.sleep(1)  # until the manager listens
        small = window.settled_width('Span map')
        window.key('Escape', 'F11')
        window.wait(lambda: geometry(window) == (1440, 900), 'the window to fill the screen')
        window.wait(lambda: window.width('Span map') > small + 200, 'the map to grow with it')
        window.screenshot('fullscreen')
        window.key('F11')
        window.wait(lambda: geometry(window) == (1024, 700), 'its size again')
        window.wait(lambda: window.width('Span map') == small, 'the map as it was')
    finally:
        manager.kill()
        manager.wait()


def is_open(window):
    """Whether the main menu is."""
    return window.named('Main menu').get_state_set().contains(Atspi.StateType.EXPANDED)


def items(window):
    """The items of the main menu that can be chosen, from the top."""
    found, pending = [], [window.named('Main menu')]
    while pending:
        node = pending.pop(0)
        try:
            if node.get_role() in (Atspi.Role.MENU_ITEM, Atspi.Role.CHECK_MENU_ITEM) \
                    and node.get_state_set().contains(Atspi.StateType.SENSITIVE):
                found.append(node.get_name())
            pending = [c for c in (node.get_child_at_index(i) for i in range(node.get_child_count())) if c] + pending
        except Exception:  # a menu that is being made
            return []
    return found


def scenario_menu(window):
    """F10 opens the main menu; keys walk in it, Return does what stands there, Escape closes it."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'ctrl+Right')
    window.wait(lambda: window.tick() > 0 and not window.named('Pause'), 'a cycle')
    check(not is_open(window), 'the menu is open already')
    window.key('F10')
    window.wait(lambda: is_open(window), 'the menu')
    time.sleep(0.3)
    window.screenshot('menu')
    window.key('Escape')
    window.wait(lambda: not is_open(window), 'the menu to close')
    window.key('F10')
    window.wait(lambda: is_open(window) and 'Verify the Heap' in items(window), 'the menu again')
    time.sleep(0.3)
    window.key(*['Down'] * items(window).index('Verify the Heap'), 'Return')
    window.wait(lambda: window.named('Every promise of the heap holds'), 'what the verifier says')
    check(not is_open(window), 'the menu is still open')


driver.main(globals())
