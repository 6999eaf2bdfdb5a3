#!/usr/bin/env python3
"""Every view in a small window, dark and in Chinese: what is seen is really there, and nothing sticks out.

usage: test-window-look.py PROGRAM SCENARIO SOURCE.go"""
import os
import re
import sys
import time

if sys.argv[2] == 'dark':
    os.environ['ADW_DEBUG_COLOR_SCHEME'] = 'prefer-dark'
elif sys.argv[2].startswith('chinese'):
    os.environ['LANGUAGE'] = 'zh_CN'

import driver  # noqa: E402
from driver import Atspi, check, extents, run  # noqa: E402

VIEWS = ('Span map', 'Board of span classes', 'Graph of objects', 'Fragmentation')


def patch(window, name):
    """(x, y, width, height) of a widget on the screen, without its edge."""
    r = extents(window.wait(lambda: window.named(name), name))
    return r.x + 4, r.y + 4, r.width - 8, r.height - 8


def look(path, area):
    """Mean grey (0 dark to 255), number of colours and a fingerprint of an area of a picture."""
    crop = ['convert', path, '-crop', '%dx%d+%d+%d' % (area[2], area[3], area[0], area[1]), '+repage']
    mean, colours = run(*crop, '-format', '%[fx:255*mean] %k', 'info:').split()
    return float(mean), int(colours), run(*crop, '-format', '%#', 'info:')


def show_views(window, names, dark):
    """All four views by key: each drawn, each another, each within the window."""
    seen = {}
    width, height = window.size
    for i, name in enumerate(names):
        window.key('ctrl+%d' % (i + 1))
        window.wait(lambda n=name: window.showing(n), 'the view ' + name)
        time.sleep(0.4)
        area = patch(window, name)
        check(area[0] + area[2] <= width and area[1] + area[3] <= height and area[2] > 300 and area[3] > 100,
              '%s has %s of a window of %d x %d' % (name, area, width, height))
        mean, colours, print_ = look(window.screenshot('%s-%d' % (sys.argv[2], i + 1)), area)
        check(colours > 16, '%s shows %d colours' % (name, colours))
        check((mean < 110) == dark, '%s has a mean grey of %.0f' % (name, mean))
        check(print_ not in seen, '%s looks as %s' % (name, seen.get(print_)))
        seen[print_] = name
    window.key('ctrl+1')


def begin(window, width, height):
    window.size = width, height

    def showing(name):
        node = window.named(name)
        return node is not None and extents(node).width > 100 and node.get_state_set().contains(Atspi.StateType.VISIBLE)
    window.showing = showing
    window.resize(width, height)
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'ctrl+Right', 'shift+Right')
    window.wait(lambda: window.tick() > 0, 'the mark phase')
    time.sleep(0.5)


def scenario_small(window):
    """1024x700: everything has its place and the transport is seen whole."""
    begin(window, 1024, 700)
    show_views(window, VIEWS, False)
    for name in ('Run', 'Step', 'Step by', 'Timeline', 'Pacer', 'Knobs'):
        r = extents(window.named(name))
        check(r.x >= 0 and r.x + r.width <= 1024, '%s reaches from %d to %d' % (name, r.x, r.x + r.width))
    events, inspector = extents(window.named('Events')), extents(window.named('Pacer'))
    check(events.y + 60 < 640 and events.x == inspector.x, 'no events are seen: they begin at %d' % events.y)
    check(extents(window.named('Run to end')).y < 700, 'the transport is under the window\'s edge')


def right(window, name):
    """How the right of a window of 800x600 looks."""
    return look(window.screenshot(name), (540, 60, 220, 300))[2]


def scenario_least(window):
    """800x600, half a projector: the window really is so small, the map is seen, the inspector comes over it when asked for
    and stands beside it again in a larger window; the output has its place."""
    begin(window, 1440, 900)
    beside = extents(window.named('Pacer')).x
    check(beside > extents(window.named('Span map')).x + extents(window.named('Span map')).width - 1, 'the inspector is not beside')
    window.resize(800, 600)
    time.sleep(0.5)
    window.resize(800, 600)
    window.size = 800, 600
    window.wait(lambda: 'Geometry: 800x600' in run('xdotool', 'getwindowgeometry', window.id), 'the window to be 800x600')
    window.wait(lambda: extents(window.named('Span map')).height > 120, 'room for the map')
    for name in ('Run', 'Run to end', 'Step by', 'Timeline', 'Knobs', 'speed'):
        r = extents(window.named(name))
        check(r.width > 10 and r.x >= 0 and r.x + r.width <= 800 and r.y + min(r.height, 20) <= 600, '%s is at %d, %d' % (name, r.x, r.y))
    # What is seen where the inspector is not, and is when it was asked for.
    centre = right(window, 'least')
    window.key('ctrl+F9')
    window.wait(lambda: right(window, 'least-inspector') != centre, 'the inspector over the map')
    r = extents(window.named('Pacer'))
    check(r.x > 400 and r.x + r.width <= 800, 'the inspector reaches from %d to %d' % (r.x, r.x + r.width))
    window.key('ctrl+F9')
    window.wait(lambda: right(window, 'least') == centre, 'the inspector to go')
    window.key('ctrl+j')
    window.wait(lambda: extents(window.named('Output of the program')).height > 50, 'the output')
    time.sleep(0.5)
    check('Geometry: 800x600' in run('xdotool', 'getwindowgeometry', window.id), 'the output makes the window larger')
    window.screenshot('least-output')
    window.key('ctrl+j')
    window.resize(1440, 900)
    window.wait(lambda: extents(window.named('Pacer')).x == beside, 'the inspector beside the map again')


def show_states(window):
    """A program that does not compile, whose errors open the output, then nothing at all, then a program again. Each takes
    the place of the other without a warning of GTK's, and leaves nothing of itself."""
    def nothing_is_told():
        return not window.matching(r'^(tick|virtual) \d') and not window.matching(r'^(P\d+|The runtime) [a-z]+s ')
    path = os.path.join(window.folder, 'broken.go')
    with open(path, 'w') as file:
        file.write('package main\n\nfunc main() {\n\tx := 1\n\tprintln("a" + 1, y)\n}\n')
    window.open(path)
    window.wait(lambda: window.matching('^The Script Does Not Compile$'), 'what is wrong')
    window.wait(lambda: window.named('undefined: y'), 'the list of errors')
    window.wait(nothing_is_told, 'the program before to be gone')
    time.sleep(0.5)
    window.screenshot('broken')
    window.key('ctrl+n')
    window.wait(lambda: window.matching('^See How Go Manages Memory$'), 'the empty state')
    check(nothing_is_told(), 'something is told of no program')
    time.sleep(0.5)
    window.screenshot('empty')
    check(window.press('Open an Example'), 'there is no example')
    window.wait(lambda: window.tick() == 0, 'the example')
    window.wait(lambda: extents(window.named('Pacer')).width > 200, 'the inspector to be there again')


def scenario_states(window):
    begin(window, 1024, 700)
    show_states(window)


def scenario_states_least(window):
    """800x600, where the inspector is folded away while there is a program."""
    begin(window, 800, 600)
    show_states(window)


def scenario_dark(window):
    begin(window, 1440, 900)
    show_views(window, VIEWS, True)


def scenario_chinese(window):
    """The window in Chinese: names, ribbon, views; nothing English where a translation stands."""
    begin(window, 1440, 900)
    names = [window.wait(lambda p=p: window.matching('^(%s)$' % p), p).group(1)
             for p in ('span 地图', 'span 类面板', '对象图', '碎片')]
    show_views(window, names, False)
    check(window.matching(r'^(P\d+|运行时) .*[\u4e00-\u9fff]') is not None, 'the step is not told in Chinese')
    check(window.matching(r'^(P\d+|The runtime) [a-z]+s ') is None, 'a step or an event in English')
    check(window.named('运行') is not None, 'no button says 运行')
    window.key('ctrl+f')
    window.type('one tick')  # commands have their English names, too
    window.wait(lambda: window.named('前进一个节拍'), 'the command')
    window.key('Escape')
    check(window.named('Run') is None and window.named('Knobs') is None, 'English in a Chinese window')


def scenario_chinese_errors(window):
    """What a Chinese window says of a stop that is none, of a damaged session, and of a program that died."""
    window.wait(lambda: window.tick() == 0, 'tick 0')
    window.key('Escape', 'ctrl+shift+b', 'ctrl+a')
    window.type('cycle:2/nonsense')
    window.key('Return')
    window.wait(lambda: window.matching(r'nonsense.*[\u4e00-\u9fff]'), 'the grammar\'s error in Chinese')
    check(not window.matching('is no phase'), 'the grammar\'s error in English')
    window.key('Escape')
    path = os.path.join(window.folder, 'bad.scape')
    with open(path, 'w') as file:
        file.write('spanscape session 1\nknob gogc many\n')
    window.open(path, '打开')
    window.wait(lambda: window.matching(r'会话文件.*[\u4e00-\u9fff]'), 'what is wrong with the session, in Chinese')
    check(not window.matching('session file'), 'what is wrong with the session in English')
    path = os.path.join(window.folder, 'dies.go')
    with open(path, 'w') as file:
        file.write('package main\n\nfunc main() {\n\tvar p *int\n\tkeep := make([]*int, 9)\n\tkeep[0] = new(int)\n\tprintln(*p)\n}\n')
    window.open(path, '打开')
    window.wait(lambda: window.matching(r'^dies\.go'), 'the other program')
    window.wait(lambda: window.tick() == 0, 'its tick 0')
    window.key('Escape', 'End')
    window.wait(lambda: re.search(r'panic: runtime error.*[\u4e00-\u9fff]', window.description('span 地图') or ''), 'the death in Chinese')
    check('died' not in window.description('span 地图'), 'the death in English')
    window.screenshot('chinese-errors')


driver.main(globals())
