#!/usr/bin/env python3
"""Every accelerator of the shortcuts window and every item of every menu, one by one, each with what it does.

usage: test-window-keys.py PROGRAM SCENARIO SOURCE.go"""
import os
import re
import time
import xml.etree.ElementTree as ElementTree

import driver
from driver import Atspi, check, run

WIDGETS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'app', 'widgets')

ENDLESS = '''package main

type node struct{ next *node }

var kept *node

func main() {
	for i := 0; ; i++ {
		kept = &node{kept}
		if i%1000 == 0 {
			kept = nil
		}
	}
}
'''


def prop(node, name):
    return next((p.text for p in node.findall('property') if p.get('name') == name), '')


def shortcuts(section):
    """(title, key as xdotool calls it) of a section of the shortcuts window."""
    overlay = ElementTree.parse(os.path.join(WIDGETS, 'help-overlay.ui'))
    node = next(n for n in overlay.iter('object') if n.get('class') == 'GtkShortcutsSection' and prop(n, 'title') == section)
    for shortcut in node.iter('object'):
        if shortcut.get('class') != 'GtkShortcutsShortcut':
            continue
        for accel in prop(shortcut, 'accelerator').replace('1...4', '1 <Control>2 <Control>3 <Control>4').split():
            yield prop(shortcut, 'title'), accel.replace('<Control>', 'ctrl+').replace('<Shift>', 'shift+')


class Keys:
    """Presses keys by what the shortcuts window says of them, and knows which are left."""

    def __init__(self, window, section):
        self.window, self.left = window, list(shortcuts(section))

    def __call__(self, title, nth=0):
        """The nth key that is left of that title; then waits for nothing."""
        keys = [pair for pair in self.left if pair[0] == title]
        check(len(keys) > nth, 'the shortcuts window has no key left of “%s”' % title)
        self.left.remove(keys[nth])
        self.window.key(keys[nth][1])

    def end(self):
        check(not self.left, 'not pressed: %s' % self.left)


def open_program(window, text):
    path = os.path.join(window.folder, 'keys.go')
    with open(path, 'w') as file:
        file.write(text)
    window.open(path)
    window.wait(lambda: window.named('keys.go') and window.tick() == 0, 'the program')
    window.key('Escape')
    return path


def zoom(window):
    return int(window.matching(r'^(\d+) %$').group(1))


def still(window):
    return not window.named('Pause') and window.tick()


def scenario_machine(window):
    """Running, stepping and the pictures."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    open_program(window, ENDLESS)
    keys = Keys(window, 'Machine and Pictures')

    def moves(title, later, what):
        before = window.tick()
        keys(title)
        return window.wait(lambda: (window.tick() > before if later else window.tick() < before) and still(window), what)

    moves('Step one tick', True, 'a tick')
    line = window.tick()
    keys('Step one line')
    window.key(*['F8'] * 9)  # a tick may hold several lines
    window.wait(lambda: window.tick() > line and still(window), 'some lines')
    moves('Step and step back', True, 'a step')
    moves('Step and step back', False, 'the step back')
    moves('Step and step back, in the pictures', True, 'a step')
    moves('Step and step back, in the pictures', False, 'the step back')
    moves('Next phase and the one before', True, 'a phase')
    moves('Next cycle and the one before', True, 'a cycle')
    moves('Next phase and the one before', False, 'the phase before')
    moves('Next cycle and the one before', False, 'the cycle before')
    window.key('ctrl+shift+b', 'ctrl+a')
    window.type('cycle:2/mark')
    window.key('Return', 'Escape', 'Escape')
    stop = moves('Run to the next stop', True, 'the stop')
    window.key('ctrl+Right')
    window.wait(lambda: window.tick() > stop and still(window), 'a cycle')
    keys('Back to the stop before')
    window.wait(lambda: window.tick() == stop and still(window), 'the stop before')
    keys('Run or pause')
    window.wait(lambda: window.named('Pause'), 'it to run')
    window.key('space')
    window.wait(lambda: still(window), 'it to stand')
    here = window.tick()
    keys('Run to the end')
    window.wait(lambda: window.named('Pause'), 'it to run')
    window.key('space')
    window.wait(lambda: still(window), 'it to stand')
    check(window.tick() > here, 'it did not run')
    keys('Restart')
    window.wait(lambda: window.tick() == 0, 'tick 0')
    keys('Give up what takes long')
    window.key('F5')
    window.wait(lambda: window.tick() == stop and still(window), 'the stop again')

    # The map.
    told = lambda: window.description('Span map')  # noqa: E731
    keys('Select the first span')
    first = window.wait(lambda: re.match('Span 0x', told() or '') and told(), 'the first span')
    for i in (1, 0, 1, 0):  # right, left, then down and up
        before = told()
        keys('Walk from the selected span', i)
        window.wait(lambda: told() != before, 'another span')
    check(told() == first or told(), 'nothing is selected')
    for title, larger in (('Zoom in', True), ('Zoom out', False)):
        for _ in range(2):
            window.key('plus')
            before = window.wait(lambda: zoom(window) > 100 and zoom(window), 'a zoom')
            keys(title)
            window.wait(lambda: zoom(window) != before and (zoom(window) > before) == larger, title)
    for _ in range(2):
        window.key('plus')
        keys('Show everything')
        window.wait(lambda: zoom(window) == 100, 'all of it')
    window.key('Escape', 'Down')
    window.walk_to('8 B.*, scan|scan')
    keys('Zoom to the selected span')
    window.wait(lambda: zoom(window) > 400, 'the span, large')
    window.key('Down')
    window.wait(lambda: 'Object 0x' in (window.description('Object') or ''), 'an object')
    keys('Who greyed the object')
    window.wait(lambda: 'look back' not in window.description('Object') and still(window), 'an answer')
    keys('Line and decision behind the object')
    time.sleep(0.5)
    window.key('Escape', 'Escape', '0')
    keys('Select nothing')
    window.wait(lambda: 'Nothing is selected' in (told() or ''), 'nothing to be selected')
    keys('Stack of the next goroutine')
    window.wait(lambda: re.search('\n\u2003stack 0xc', window.description('Goroutines') or ''), 'a stack')
    keys('Find anything')
    window.wait(lambda: window.named('Find'), 'the finder')
    window.key('Escape')
    for name in ('Span map', 'Board of span classes', 'Graph of objects', 'Fragmentation'):
        keys('Map, span classes, objects, fragmentation')
        window.wait(lambda n=name: window.width(n) > 100, name)
    keys.end()


def windows(window):
    """Our windows that are seen, the main one first."""
    return [n for n in run('xdotool', 'search', '--onlyvisible', '--pid', str(window.process.pid), '--name', '.').split('\n') if n]


def another(window, what):
    """Waits for a second window, and closes it."""
    window.wait(lambda: len(windows(window)) > 1, what)
    time.sleep(0.5)
    settle(window)


def settle(window):
    """Closes what was opened besides the window."""
    def closed():
        others = [w for w in windows(window) if w != window.id]
        for other in others:
            run('xdotool', 'windowfocus', other)
            run('xdotool', 'key', 'Escape')
        return not others
    window.wait(closed, 'the other windows to close')
    run('xdotool', 'windowfocus', window.id)


def scenario_window(window):
    """The script's file, and the window's parts."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    path = open_program(window, ENDLESS)
    keys = Keys(window, 'Script and Window')
    window.key('ctrl+Right')
    window.wait(lambda: window.tick() > 0 and still(window), 'a cycle')
    keys('Bookmark this moment')
    window.wait(lambda: window.matching('^Bookmark 1 is at tick'), 'the bookmark')
    keys('To the script')
    window.key('ctrl+Home')
    window.type('// ')
    window.wait(lambda: window.named('• keys.go'), 'an edit')
    keys('Save')
    window.wait(lambda: window.named('keys.go'), 'it to be saved')
    check(open(path).read() == '// ' + ENDLESS, 'the file has something else in it')
    window.key('Down', 'Down', 'Down', 'Down', 'Down', 'Down', 'Down')
    keys('Stop at this line, or no more')
    window.wait(lambda: window.named('Stops 1'), 'the stop')
    keys('From the script to the span map')
    keys('Write a stop')
    time.sleep(0.3)
    window.key('ctrl+a')
    window.type('cycle:1')
    window.key('Return')
    window.wait(lambda: window.named('Stops 2'), 'another stop')
    window.key('Escape')
    keys('Save as')
    another(window, 'where to save')
    keys('Open')
    another(window, 'what to open')
    width = window.width('Span map')
    for title in ('Side panel', 'Inspector'):
        keys(title)
        window.wait(lambda: window.width('Span map') > width + 100, 'the map to take the room of: ' + title)
        window.key('F9' if title == 'Side panel' else 'ctrl+F9')
        window.wait(lambda: window.width('Span map') == width, 'it to be there again: ' + title)
    keys('Output')
    window.wait(lambda: window.width('Output of the program') > 100, 'the output')
    window.key('ctrl+j')
    keys('Screenshot')
    another(window, 'the dialog of screenshots')
    keys('Copy the picture')
    window.wait(lambda: window.named('The picture is on the clipboard'), 'word of the picture')
    keys('Main menu')
    time.sleep(0.5)
    window.key('Escape')
    keys('Fullscreen')
    window.key('F11')
    keys('Preferences')
    another(window, 'the preferences')
    keys('Keyboard shortcuts')
    another(window, 'the shortcuts')
    keys('New script')
    window.wait(lambda: not window.named('keys.go'), 'a new script')
    keys('Close')
    check(window.process.wait(20) == 0, 'closing the window ended badly')
    keys.left.remove(('Quit', 'ctrl+q'))  # with which every other scenario ends
    keys.end()


def labels():
    """The items of the main menu."""
    menu = ElementTree.parse(os.path.join(WIDGETS, 'scape-window.ui')).find("menu[@id='main_menu']")
    return [a.text.replace('_', '') for a in menu.iter('attribute') if a.get('name') == 'label']


def items(button):
    """The items of an open menu that can be chosen, in order."""
    roles = (Atspi.Role.MENU_ITEM, Atspi.Role.CHECK_MENU_ITEM, Atspi.Role.RADIO_MENU_ITEM)
    found, pending = [], [button]
    while pending:
        node = pending.pop(0)
        try:
            if node.get_role() in roles and node.get_state_set().contains(Atspi.StateType.SENSITIVE):
                found.append(node.get_name())
            pending = [c for c in (node.get_child_at_index(i) for i in range(node.get_child_count())) if c] + pending
        except Exception:  # a menu that was made anew meanwhile: it is read again
            return []
    return found


def choose(window, name, item=None):
    """Opens a menu; chooses an item by key, or none; returns the names of all."""
    for patience in (2, 4, 8, 16):
        window.click_on(window.named(name))
        try:
            names = window.wait(lambda: items(window.named(name)), 'the menu ' + name, patience)
            break
        except driver.Failure:  # GTK under X11 sometimes keeps the grab of a menu that was left by key for one press more
            check(patience < 16, 'the menu %s does not open' % name)
    time.sleep(0.3)
    if item is None:
        window.key('Escape')
    else:
        check(item in names, '%s has %s, not %s' % (name, names, item))
        window.key(*['Down'] * names.index(item), 'Return')
    window.wait(lambda: not items(window.named(name)), 'the menu %s to close' % name)
    return names


def scenario_menus(window):
    """Each item of each menu; a window that one opens is closed."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    open_program(window, ENDLESS)
    window.key('ctrl+Right')
    window.wait(lambda: window.tick() > 0 and still(window), 'a cycle')
    for name, n in (('View', 4), ('Colour by', 8)):
        names = choose(window, name)
        check(len(names) == n, '%s has %s' % (name, names))
        for item in names[1:] + names[:1]:
            choose(window, name, item)
            button = window.named(name)
            window.wait(lambda: button.get_child_at_index(0).get_name() == item, '%s to say %s' % (name, item))
    window.screenshot('menus')
    opened = {'Save As…', 'Save Session…', 'Preferences', 'Keyboard Shortcuts', 'About Spanscape'}
    twice = {'Side Panel', 'Inspector', 'Output', 'Fullscreen'}
    for label in labels():
        if label == 'Save':  # for which there must be something to save
            window.key('ctrl+e')
            window.type(' ')
            window.wait(lambda: window.matching('^• '), 'an edit')
            window.click(900, 500)
        choose(window, 'Main menu', label)
        if label == 'Save':
            window.wait(lambda: not window.matching('^• '), 'it to be saved')
        elif label in opened:
            another(window, label)
        elif label in twice:
            choose(window, 'Main menu', label)
        elif label == 'New Script':
            window.wait(lambda: not window.named('keys.go'), 'a new script')
            open_program(window, ENDLESS)
        elif label == 'Verify the Heap':
            window.wait(lambda: window.named('Every promise of the heap holds'), 'what the verifier says')
        window.key('Escape')
    choose(window, 'Bookmarks and branches', 'Bookmark This Moment')
    window.wait(lambda: window.matching('^Bookmark 1 is at tick'), 'the bookmark')


def scenario_programs(window):
    """Each example and each program that was open lately, from the menu beside Open."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    opener = 'Examples and Recent Programs'
    programs = choose(window, opener)
    check('ring.go' in programs and programs.count('binary-trees.go') == 2, 'the programs to open are %s' % programs)
    for program in programs:
        choose(window, opener, program)
        window.wait(lambda: window.named(program), program)
        window.wait(lambda: window.tick() == 0, 'its machine')


driver.main(globals())
