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


def session(source, tick):
    """The file of a session that stands at that tick of a program."""
    text = 'spanscape session 1\nname endless.go\nbranch main %d\nat %d 0\nsource %d\n%s\n' % (tick, tick, len(source), source)
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


def scenario_long(window):
    """A session very far into its program is opened: the way there shows how far it has come, and is given up."""
    end = 10 ** 12
    window.wait(lambda: window.tick() == 0, 'tick 0')
    # Found beforehand: a busy window answers a question a frame, and the tree has hundreds of nodes.
    bar = window.wait(lambda: next((n for n in window.nodes() if n.get_role() == Atspi.Role.PROGRESS_BAR), None), 'the bar')
    check(bar.get_name() == 'How far it has come', 'the bar is called ' + (bar.get_name() or ''))
    row = bar.get_parent()
    text, cancel = row.get_child_at_index(0), row.get_child_at_index(2)
    ticks = window.node(r'^tick \d')

    def tick():
        match = re.match(r'tick ([\d\u202f\u00a0 ]+)', ticks.get_name() or '')
        return int(re.sub(r'\D', '', match.group(1))) if match else -1

    window.open(write(window, 'far.scape', session(ENDLESS, end)))
    window.wait(lambda: (text.get_name() or '').startswith('On the way to tick '), 'the progress')
    check(int(re.sub(r'\D', '', text.get_name())) == end, text.get_name())
    window.wait(lambda: tick() > 0, 'some of the way')
    window.screenshot('long')
    cancel.get_action_iface().do_action(0)
    window.wait(lambda: window.named('Run'), 'the machine to stand')
    time.sleep(0.5)
    stands = tick()
    check(0 < stands < end, 'given up at tick %d' % stands)
    time.sleep(0.5)
    check(tick() == stands, 'the machine went on')
    check(window.named('endless.go') is not None, 'the program of the session is not there')


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
