#!/usr/bin/env python3
"""Drives the window under a virtual display, by keyboard and through the accessibility tree.

usage: test-window.py PROGRAM SCENARIO SOURCE.go

Each scenario starts the program anew, with settings in memory and a state folder of its own. It ends with the process
exiting 0 and nothing from GTK or GLib on stderr. Exit status 77 (with the reason) when there is no xvfb-run."""
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PYTHON = '/usr/bin/python3'  # the distribution's, for which python3-gi is made


def relaunch():
    if shutil.which('xvfb-run') is None:
        print('SKIP: xvfb-run is not installed')
        sys.exit(77)
    os.environ['SCAPE_UI_INSIDE'] = '1'
    # Not the first free display, which several tests at once would all take.
    first = str(100 + os.getpid() % 20000)
    os.execvp('xvfb-run', ['xvfb-run', '-a', '-n', first, '-s', '-screen 0 1440x900x24 -dpi 96', 'dbus-run-session', '--', PYTHON,
                           os.path.abspath(__file__)] + sys.argv[1:])


if os.environ.get('SCAPE_UI_INSIDE') != '1':
    relaunch()

import gi  # noqa: E402
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402


class Failure(Exception):
    pass


def check(condition, message):
    if not condition:
        raise Failure(message)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


class Window:
    """The program, running; what a person could do with it and see of it."""

    def __init__(self, program, *arguments):
        self.folder = tempfile.mkdtemp(prefix='scape-ui-')
        environment = dict(os.environ, GSK_RENDERER='cairo', GDK_BACKEND='x11', GSETTINGS_BACKEND='memory',
                           LIBGL_ALWAYS_SOFTWARE='1', LC_ALL=os.environ.get('SCAPE_UI_LOCALE', 'C.UTF-8'),
                           XDG_STATE_HOME=self.folder + '/state', XDG_DATA_HOME=self.folder + '/data',
                           XDG_CONFIG_HOME=self.folder + '/config', XDG_CACHE_HOME=self.folder + '/cache',
                           GTK_A11Y='atspi')
        self.errors = open(os.path.join(self.folder, 'stderr'), 'w+')
        self.process = subprocess.Popen([program, *arguments], env=environment, stderr=self.errors,
                                        stdout=subprocess.DEVNULL)
        try:
            self.begin()
        except Failure:
            self.kill()
            raise

    def begin(self):
        self.id = self.wait(lambda: run('xdotool', 'search', '--onlyvisible', '--name', 'Spanscape').split('\n')[-1],
                            'a window')
        run('xdotool', 'windowmove', self.id, '0', '0')
        run('xdotool', 'windowfocus', self.id)
        self.application = self.wait(self.find_application, 'the application in the accessibility tree')

    def find_application(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_process_id() == self.process.pid:
                return child
        return None

    def wait(self, condition, what, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Failure('the program ended with %d while waiting for %s' % (self.process.returncode, what))
            value = condition()
            if value:
                return value
            time.sleep(0.05)
        raise Failure('waited in vain for ' + what)

    def resize(self, width, height):
        run('xdotool', 'windowsize', self.id, str(width), str(height))

    def key(self, *keys):
        for key in keys:
            run('xdotool', 'key', key)
            time.sleep(0.1)

    def type(self, text):
        run('xdotool', 'type', '--delay', '5', text)

    def click(self, x, y):
        run('xdotool', 'mousemove', str(x), str(y), 'click', '1')

    def nodes(self):
        pending = [self.application]
        while pending:
            node = pending.pop()
            try:
                yield node
                for i in range(node.get_child_count()):
                    child = node.get_child_at_index(i)
                    if child is not None:
                        pending.append(child)
            except Exception:  # a node that went away meanwhile
                continue

    def named(self, name):
        for node in self.nodes():
            try:
                if node.get_name() == name:
                    return node
            except Exception:
                continue
        return None

    def press(self, name):
        """Presses every button so named: a dialog has one for each of its layouts, of which one is shown."""
        pressed = False
        for node in list(self.nodes()):
            try:
                if node.get_role() == Atspi.Role.PUSH_BUTTON and name in node.get_name():
                    pressed |= node.get_action_iface().do_action(0)
            except Exception:
                continue
        return pressed

    def width(self, name):
        node = self.named(name)
        return node.get_component_iface().get_extents(Atspi.CoordType.WINDOW).width if node is not None else 0

    def description(self, name):
        node = self.named(name)
        return node.get_description() if node is not None else ''

    def matching(self, pattern):
        for node in self.nodes():
            try:
                name = node.get_name()
            except Exception:
                continue
            match = re.search(pattern, name or '')
            if match:
                return match
        return None

    def tick(self):
        match = self.matching(r'^tick ([\d\u202f\u00a0 ]+)')
        return int(re.sub(r'\D', '', match.group(1))) if match else None

    def phase(self):
        """(cycle, phase sentence) as the ribbon says them."""
        match = re.match(r'Cycle (\d+): (.*), \d', self.description('Phase ribbon'))
        return (int(match.group(1)), match.group(2)) if match else None

    def screenshot(self, name):
        folder = os.environ.get('SCAPE_UI_PICTURES', self.folder)
        path = os.path.join(folder, name + '.png')
        if shutil.which('import'):
            run('import', '-window', 'root', path)
        return path

    def close(self):
        if self.process.poll() is None:
            self.key('Escape', 'ctrl+q')
        try:
            status = self.process.wait(20)
        except subprocess.TimeoutExpired:
            raise Failure('the program did not end')
        check(status == 0, 'exit status %d' % status)
        self.errors.seek(0)
        said = [line for line in self.errors.read().split('\n')
                if re.search(r'(WARNING|CRITICAL|ERROR) \*\*|Sanitizer|assertion', line)]
        check(not said, 'on stderr: ' + '\n'.join(said))
        shutil.rmtree(self.folder)

    def kill(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self.errors.seek(0)
        sys.stderr.write(self.errors.read())


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
    window.wait(lambda: window.tick() is not None and window.tick() < 3, 'a step back')
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
        box = window.named(name).get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        window.click(box.x + x, box.y + (y if y >= 0 else box.height + y))

    click_in('Span map', 300, 40)  # the third row of pages: nodes of the tree
    window.wait(lambda: re.search('0xc[0-9a-f]+', window.description('Span map')), 'a selection')
    click_in('Objects of the span', 12, 12)
    window.wait(lambda: 'allocated by line' in window.description('Object'), 'the object\'s line')
    text = window.description('Object')
    check('escapes to heap' in text, 'no decision in ' + text)
    window.key('ctrl+d')
    window.wait(lambda: window.matching(r'(?s)escapes to heap:\n  flow: .*(escapes to heap|moved to heap: \w+)$'),
                'the reasons')
    window.screenshot('decision')
    window.key('Escape')
    window.wait(lambda: not window.matching(r'\n  flow: '), 'the reasons to go')
    click_in('Object', 12, -12)
    window.wait(lambda: window.matching(r'\n  flow: '), 'the reasons after a click')
    window.key('Escape')


def main():
    program, scenario, source = sys.argv[1:4]
    window = None
    try:
        window = Window(program, source)
        globals()['scenario_' + scenario](window)
        window.close()
    except Failure as failure:
        print('FAIL:', failure)
        if window is not None:
            print('picture:', window.screenshot('failure-' + scenario))
            window.kill()
        sys.exit(1)


main()
