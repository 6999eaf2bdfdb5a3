#!/usr/bin/env python3
"""The window under a virtual display, driven by keyboard and through the accessibility tree; for the test-window*.py.

A test names its scenarios `scenario_NAME (window)` and ends with `driver.main (globals())`. Each scenario starts the
program anew, with settings in memory and a state folder of its own. It ends with the process exiting 0 and nothing from
GTK or GLib on stderr. Exit status 77 (with the reason) when there is no Xvfb."""
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
    """This script again, on a display and a message bus of its own. The X server says when it is ready, which holds under
    any load; the display's number is this process's own, as servers that choose one at the same moment may choose the
    same."""
    if shutil.which('Xvfb') is None:
        print('SKIP: Xvfb is not installed')
        sys.exit(77)
    ready, told = os.pipe()
    number = ':%d' % (1000 + os.getpid() % 50000)
    server = subprocess.Popen(['Xvfb', number, '-displayfd', str(told), '-screen', '0', '1440x900x24', '-dpi', '96', '-nolisten', 'tcp',
                               '-noreset'],  # else it begins anew, deaf, when xdotool was its only client and goes
                              pass_fds=[told], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(told)
    with os.fdopen(ready) as line:
        display = line.readline().strip()
    try:
        env = dict(os.environ, SCAPE_UI_INSIDE='1', DISPLAY=':' + display)
        status = subprocess.call(['dbus-run-session', '--', PYTHON, os.path.abspath(sys.argv[0])] + sys.argv[1:], env=env)
    finally:
        server.terminate()
        server.wait()
    sys.exit(status)


if os.environ.get('SCAPE_UI_INSIDE') != '1':
    relaunch()

import gi  # noqa: E402
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402


class Failure(Exception):
    pass


class Absent(Failure):
    """What was asked for is not to be seen: wait() waits for it."""


def check(condition, message):
    if not condition:
        raise Failure(message)


def extents(node):
    """Its rectangle in the window, which stands at the screen's origin."""
    return node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)


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

    def wait(self, condition, what, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Failure('the program ended with %d while waiting for %s' % (self.process.returncode, what))
            try:
                value = condition()
            except Absent:
                value = None
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

    def entry_with_focus(self):
        return self.first(lambda node: node.get_state_set().contains(Atspi.StateType.FOCUSED)
                          and node.get_editable_text_iface() and node)

    def answer_chooser(self, title, path, select='ctrl+a'):
        """A path into a file chooser: over the name (ctrl+a) or into the location (ctrl+l). It comes at once, as if pasted:
        GTK offers completions to what is typed, and such a list coming and going under load is no concern of ours."""
        self.wait(lambda: run('xdotool', 'search', '--onlyvisible', '--name', title), 'the chooser')
        time.sleep(1)
        self.key(select)
        entry = self.wait(self.entry_with_focus, 'the chooser to be asking for a name')
        Atspi.EditableText.set_text_contents(entry, path)
        self.wait(lambda: Atspi.Text.get_text(entry, 0, Atspi.Text.get_character_count(entry)) == path,
                  'the name in the chooser')
        time.sleep(0.5)
        self.key('Return')

    def open(self, path, title='Open a Go Program'):
        self.key('ctrl+o')
        self.answer_chooser(title, path, 'ctrl+l')

    def walk_to(self, pattern):
        """With the focus on the span map: on from the present span to the next one that is told so."""
        for _ in range(60):
            if re.search(pattern, self.description('Span') or ''):
                return
            self.key('Right')
        raise Failure('no span is told as ' + pattern)

    def place(self, node):
        """Its extents, once it stands still: a neighbour that came or that says something else moves it a frame later."""
        def still():
            before = extents(node)
            time.sleep(0.1)
            after = extents(node)
            return after if after.width > 1 and (after.x, after.y, after.width) == (before.x, before.y, before.width) else None
        return self.wait(still, '%s to stand still' % (node.get_name() or 'a widget'))

    def click_on(self, node, across=1 / 2):
        r = self.place(node)
        self.click(r.x + int(r.width * across), r.y + r.height // 2)

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

    def first(self, told):
        """What is told of the first node of which anything is; nodes go away while they are asked."""
        for node in self.nodes():
            try:
                value = told(node)
            except Exception:
                continue
            if value:
                return value
        return None

    def named(self, name):
        return self.first(lambda node: node.get_name() == name and node)

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
        return extents(node).width if node is not None else 0

    def settled_width(self, name):
        """A width that was the same half a second earlier: a window that was resized lays out later."""
        def settled():
            before = self.width(name)
            time.sleep(0.5)
            return before if before == self.width(name) else 0

        return self.wait(settled, 'a width of "%s" that stays' % name)

    def description(self, name):
        node = self.named(name)
        return node.get_description() if node is not None else ''

    def node(self, pattern):
        return self.first(lambda node: re.search(pattern, node.get_name() or '') and node)

    def matching(self, pattern):
        return self.first(lambda node: re.search(pattern, node.get_name() or ''))

    def tick(self):
        """The tree may be read just while the label is being changed: a few tries."""
        for _ in range(5):
            match = self.matching(r'^(?:tick|节拍) ([\d\u202f\u00a0 ]+)')
            if match:
                return int(re.sub(r'\D', '', match.group(1)))
            time.sleep(0.02)
        raise Absent('no label tells the tick')

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


def main(scenarios):
    program, scenario, source = sys.argv[1:4]
    window = None
    try:
        window = Window(program, source)
        scenarios['scenario_' + scenario](window)
        window.close()
    except Failure as failure:
        print('FAIL:', failure)
        if window is not None:
            print('picture:', window.screenshot('failure-' + scenario))
            window.kill()
        sys.exit(1)
