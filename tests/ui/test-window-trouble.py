#!/usr/bin/env python3
"""What goes wrong, and what takes long: each view says it, it can be given up, and it goes when it is over.

usage: test-window-trouble.py PROGRAM SCENARIO SOURCE.go"""
import hashlib
import os
import re
import time

import driver
from driver import Atspi, check

VIEWS = ('Span map', 'Board of span classes', 'Graph of objects', 'Fragmentation')

PANIC = '''package main

func main() {
	keep := make([][]int, 0)
	for i := 0; i < 200; i++ {
		keep = append(keep, make([]int, 100))
	}
	println(keep[200][0])
}
'''


ENDLESS = '''package main

var keep []*[64]int

func main() {
	for i := 0; ; i++ {
		keep = append(keep, new([64]int))
		if len(keep) > 200 {
			keep = nil
		}
	}
}
'''


def session(source, *branches):
    """The file of a session of a program: branches by name and the tick at which they stand, the present one first."""
    text = 'spanscape session 1\nname endless.go\n'
    for i, (name, tick) in enumerate(branches):
        text += 'branch %s %d\nat %d 0\n' % (name, tick, tick) + i * ('change %d gogc 200\n' % (tick // 2))
    text += 'source %d\n%s\n' % (len(source), source)
    return text + 'sha256 %s\n' % hashlib.sha256(text.encode()).hexdigest()


def write(window, name, text):
    path = os.path.join(window.folder, name)
    with open(path, 'w') as file:
        file.write(text)
    return path


def told(window, name):
    window.wait(lambda: window.named(name), name)
    return window.description(name) or ''


def scenario_death(window):
    """A program that is opened by key and dies: every view says so, of what, and no more after a step back."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.open(write(window, 'dies.go', PANIC))
    window.wait(lambda: window.matching(r'^dies\.go'), 'the other program')
    window.wait(lambda: window.tick() == 0, 'its tick 0')
    window.key('Escape', 'End')
    window.wait(lambda: window.matching('The program ended, exit status 2'), 'the end')
    for i, name in enumerate(VIEWS):
        window.key('ctrl+%d' % (i + 1))
        window.wait(lambda n=name: re.search(r'The program died \(panic: runtime error: index out of range \[200\] with length 200\);',
                                             told(window, n)), 'the word of the panic over: ' + name)
        window.screenshot('death-%d' % (i + 1))
    window.key('comma')
    for i, name in enumerate(VIEWS):
        window.key('ctrl+%d' % (i + 1))
        window.wait(lambda n=name: 'The program died' not in told(window, n), 'the word to go from: ' + name)


class Way:
    """The row that tells of a long way. Found beforehand: a busy window answers a question a frame, and the tree has
    hundreds of nodes."""

    def __init__(self, window):
        self.window = window
        bar = window.wait(lambda: next((n for n in window.nodes() if n.get_role() == Atspi.Role.PROGRESS_BAR), None), 'the bar')
        check(bar.get_name() == 'How far it has come', 'the bar is called ' + (bar.get_name() or ''))
        self.text, self.cancel = bar.get_parent().get_child_at_index(0), bar.get_parent().get_child_at_index(2)
        self.ticks = window.node(r'^tick \d')

    def tick(self):
        match = re.match(r'tick ([\d\u202f\u00a0 ]+)', self.ticks.get_name() or '')
        return int(re.sub(r'\D', '', match.group(1))) if match else -1

    def press_cancel(self):
        self.cancel.get_action_iface().do_action(0)

    def give_up(self, end, picture, how):
        """On the way to @end: waits for some of it, gives up, and looks where the machine stands."""
        self.window.wait(lambda: (self.text.get_name() or '').startswith('On the way to tick '), 'the progress')
        check(int(re.sub(r'\D', '', self.text.get_name())) == end, self.text.get_name())
        self.window.wait(lambda: self.tick() > 0, 'some of the way')
        self.window.screenshot(picture)
        how()
        self.window.wait(lambda: self.window.named('Run'), 'the machine to stand')
        time.sleep(0.5)
        stands = self.tick()
        check(0 < stands < end, 'given up at tick %d' % stands)
        time.sleep(0.5)
        check(self.tick() == stands, 'the machine went on')


def scenario_long(window):
    """A session very far into its program is opened: the way there shows how far it has come, and is given up."""
    end = 10 ** 12
    window.wait(lambda: window.tick() == 0, 'tick 0')
    way = Way(window)
    window.open(write(window, 'far.scape', session(ENDLESS, ('main', end))))
    way.give_up(end, 'long', way.press_cancel)
    check(window.named('endless.go') is not None, 'the program of the session is not there')


def scenario_escape(window):
    """Given up by key, wherever the focus is: in the script here. The way can be gone again, and given up again."""
    end = 10 ** 12
    window.wait(lambda: window.tick() == 0, 'tick 0')
    way = Way(window)
    window.open(write(window, 'far.scape', session(ENDLESS, ('main', end))))
    window.wait(lambda: way.tick() > 0, 'some of the way')
    window.key('ctrl+e')
    way.give_up(end, 'escape', lambda: window.key('Escape'))
    stands = way.tick()
    window.key('Escape')  # nothing to give up: out of the script
    window.key('F7')
    window.wait(lambda: way.tick() == stands + 1, 'a tick more')


def scenario_far_branch(window):
    """The same for a branch that stands very far in another history: one is in it already when one gives up."""
    end = 10 ** 12
    window.wait(lambda: window.tick() == 0, 'tick 0')
    way = Way(window)
    window.open(write(window, 'far.scape', session(ENDLESS, ('main', 10), ('other', end))))
    window.wait(lambda: way.tick() == 10, 'the session\'s place')
    window.click_on(window.named('Bookmarks and branches'))
    window.wait(lambda: window.node('^other · tick'), 'the other branch')
    window.key('Down', 'Return')
    way.give_up(end, 'far-branch', way.press_cancel)
    window.click_on(window.named('Bookmarks and branches'))
    window.wait(lambda: window.node('^main · tick 10$'), 'the branch it came from')
    window.wait(lambda: window.node('Rename “other”'), 'the other one to be the present one')
    window.key('Escape')


def scenario_goroutine(window):
    """A goroutine with its stack, and the line that Go prints of the collection that is over; both by key."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'ctrl+Right', 'ctrl+Right')
    window.wait(lambda: window.tick() > 0 and not window.named('Pause'), 'two cycles')
    window.wait(lambda: re.search(r'gc 1 @\d\.\d+s \d+%: .* MB goal, .* 4 P', told(window, 'gctrace line')), 'the gctrace line')
    window.key('g')
    first = window.wait(lambda: re.search(r'G(\d+) .*\n\u2003stack 0xc[0-9a-f]+\n\u2003in use .* of .*\n(.|\n)*\u2003main\.main line \d+ · \d+ B',
                                          told(window, 'Goroutines')), 'the stack of the first')
    window.key('g')
    window.wait(lambda: re.search(r'G(\d+) .*\n\u2003', told(window, 'Goroutines')).group(1) != first.group(1), 'the next one\'s')
    window.screenshot('goroutine')


driver.main(globals())
