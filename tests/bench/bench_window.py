"""The window on a virtual display: launch to the first picture, and from a key to the picture that answers it.

Wall milliseconds, as a person waits: medians. The machine runs flat out on a heap of 64 MiB while keys are pressed. The
display has no refresh of its own; GTK's frames come 60 a second, so that two of them are 33 ms."""
import ctypes
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

FRAME_MS = 1000 / 60
LAUNCHES = 5
KEYS = 24
# Of a window of 1440x900 at the origin: the ribbon with the first rows of the map, and the zoom in percent.
FIRST_PICTURE = (390, 64, 700, 100)
ZOOM = (975, 106, 60, 26)


class Screen:
    """The display's pixels, read without starting a program for each look."""

    class Image(ctypes.Structure):
        _fields_ = [('width', ctypes.c_int), ('height', ctypes.c_int), ('xoffset', ctypes.c_int), ('format', ctypes.c_int),
                    ('data', ctypes.c_void_p), ('order', ctypes.c_int * 5), ('bytes_per_line', ctypes.c_int)]

    def __init__(self):
        self.x = ctypes.CDLL('libX11.so.6')
        self.test = ctypes.CDLL('libXtst.so.6')
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x.XGetImage.restype = ctypes.POINTER(self.Image)
        self.display = ctypes.c_void_p(self.x.XOpenDisplay(None))
        self.root = ctypes.c_ulong(self.x.XDefaultRootWindow(self.display))

    def grab(self, area):
        image = self.x.XGetImage(self.display, self.root, *area, ctypes.c_ulong(0xffffffff), 2)
        data = ctypes.string_at(image.contents.data, image.contents.bytes_per_line * image.contents.height)
        self.x.XFree(ctypes.c_void_p(image.contents.data))
        self.x.XFree(image)
        return data

    def press(self, name):
        code = self.x.XKeysymToKeycode(self.display, ctypes.c_ulong(self.x.XStringToKeysym(name.encode())))
        for down in (1, 0):
            self.test.XTestFakeKeyEvent(self.display, code, down, ctypes.c_ulong(0))
        self.x.XSync(self.display, 0)

    def until(self, area, good, seconds=30):
        """Milliseconds until an area of the screen is good."""
        start = time.perf_counter()
        while not good(self.grab(area)):
            if time.perf_counter() - start > seconds:
                raise SystemExit('the picture never came')
            time.sleep(0.0005)
        return (time.perf_counter() - start) * 1000


def start(program, source):
    folder = tempfile.mkdtemp(prefix='spanscape-bench-')
    env = dict(os.environ, GSK_RENDERER='cairo', GDK_BACKEND='x11', GSETTINGS_BACKEND='memory', XDG_STATE_HOME=folder)
    return subprocess.Popen([program, source], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), folder


def cpu_ms(process):
    """Processor time that the program has had."""
    with open('/proc/%d/stat' % process.pid, encoding='utf-8') as stat:
        fields = stat.read().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf('SC_CLK_TCK')


def end(process, folder):
    process.kill()
    process.wait()
    shutil.rmtree(folder, ignore_errors=True)
    time.sleep(0.3)


def inside(program, first, steady):
    screen = Screen()
    empty = screen.grab(FIRST_PICTURE)
    process, folder = start(program, first)
    screen.until(FIRST_PICTURE, lambda now: now != empty)
    time.sleep(4)
    picture = screen.grab(FIRST_PICTURE)
    end(process, folder)
    launches, cpu = [], []
    for _ in range(LAUNCHES):
        begun = time.perf_counter()
        process, folder = start(program, first)
        screen.until(FIRST_PICTURE, lambda now: now == picture)
        launches.append((time.perf_counter() - begun) * 1000)
        cpu.append(cpu_ms(process))
        end(process, folder)
    print('launch_to_first_picture_ms: %.0f' % statistics.median(launches))
    print('launch_to_first_picture_best_ms: %.0f' % min(launches))
    print('launch_cpu_ms: %.0f' % statistics.median(cpu))

    process, folder = start(program, steady)
    screen.until(FIRST_PICTURE, lambda now: now != empty)
    time.sleep(3)
    subprocess.run('xdotool windowfocus $(xdotool search --onlyvisible --name Spanscape | tail -1)', shell=True, check=True)
    for busy in (False, True):
        if busy:
            screen.press('Escape')
            screen.press('space')
            time.sleep(2)
        answers = []
        for i in range(KEYS):
            before = screen.grab(ZOOM)
            screen.press('0' if i % 2 else 'plus')
            answers.append(screen.until(ZOOM, lambda now: now != before))
            time.sleep(0.2)
        name = 'key_to_picture_%s' % ('running' if busy else 'paused')
        print('%s_ms: %.1f' % (name, statistics.median(answers)))
        print('%s_frames: %.2f' % (name, statistics.median(answers) / FRAME_MS))
    end(process, folder)


def measure(bench):
    if shutil.which('xvfb-run') is None or shutil.which('xdotool') is None:
        return
    done = bench.run(['xvfb-run', '-a', '-n', str(200 + os.getpid() % 20000), '-s', '-screen 0 1440x900x24 -dpi 96',
                      'dbus-run-session', '--', sys.executable, os.path.abspath(__file__), bench.spanscape,
                      os.path.join(bench.root, 'data/workloads/binary-trees.go'),
                      os.path.join(bench.programs, 'vm/steady.go')])
    for name, value in re.findall(r'^(\w+): ([\d.]+)$', done.stdout, re.M):  # the accessibility registry speaks there, too
        yield name, float(value), ''


if __name__ == '__main__':
    inside(*sys.argv[1:])
