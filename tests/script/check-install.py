#!/usr/bin/env python3
"""Installs into a folder of its own and uses what is there; makes the release archive and looks into it.

usage: check-install.py BUILD_DIR"""
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile

BUILD = os.path.abspath(sys.argv[1])
ID = 'org.spanscape.Spanscape'
FILES = ['bin/spanscape', 'share/man/man1/spanscape.1', 'share/locale/zh_CN/LC_MESSAGES/spanscape.mo',
         'share/bash-completion/completions/spanscape', 'share/zsh/site-functions/_spanscape',
         'share/spanscape/workloads/binary-trees.go']
WINDOW = 'libexec/spanscape-window'
WINDOW_FILES = ['share/applications/%s.desktop' % ID, 'share/metainfo/%s.metainfo.xml' % ID,
                'share/glib-2.0/schemas/%s.gschema.xml' % ID, 'share/icons/hicolor/scalable/apps/%s.svg' % ID,
                'share/icons/hicolor/symbolic/apps/%s-symbolic.svg' % ID, 'share/spanscape/styles/spanscape.xml', WINDOW]
ARCHIVED = ['README.md', 'LICENSE', 'dev', 'meson.build', 'po/zh_CN.po', 'data/screenshots/window-light.png',
            'tests/scene/golden/spans-light-1x.png']


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, **more)
    if done.returncode != 0:
        sys.exit('%s: exit status %d\n%s%s' % (' '.join(command), done.returncode, done.stdout, done.stderr))
    return done.stdout


def introspect(what):
    return json.loads(run('meson', 'introspect', BUILD, what))


def installs(folder):
    run('meson', 'install', '-C', BUILD, '--no-rebuild', '--quiet', '--destdir', folder)
    prefix = folder + next(o['value'] for o in introspect('--buildoptions') if o['name'] == 'prefix')
    program = os.path.join(prefix, 'bin', 'spanscape')
    has_window = os.path.exists(os.path.join(BUILD, 'app', 'spanscape-window'))
    assert 'libgtk-4' not in run('ldd', program), 'the command line loads GTK'
    for name in FILES + (WINDOW_FILES if has_window else []):
        path = os.path.join(prefix, name)
        if not os.path.exists(path) or os.path.getsize(path) == 0:
            found = [os.path.join(d, f) for d, _, files in os.walk(prefix) for f in files]
            sys.exit('%s is not installed; there are:\n%s' % (name, '\n'.join(found)))
    workload = os.path.join(prefix, 'share/spanscape/workloads/binary-trees.go')
    picture = os.path.join(folder, 'a.png')
    assert run(program, '--version').startswith('spanscape '), 'no version'
    assert run(program, 'run', workload), 'the installed program prints nothing'
    run(program, 'render', workload, '-o', picture, '--view', 'spans')
    assert open(picture, 'rb').read(4) == b'\x89PNG', 'no picture'
    for checker, argument in (('desktop-file-validate', [os.path.join(prefix, WINDOW_FILES[0])]),
                              ('appstreamcli', ['validate', '--no-net', os.path.join(prefix, WINDOW_FILES[1])])):
        if has_window and shutil.which(checker):
            run(checker, *argument)
    opens_window(program, os.path.relpath(prefix, folder), has_window)
    print('ok 1 - installed and used')


def opens_window(program, prefix, has_window):
    """The window's program is looked for where the prefix says, which this folder is not."""
    path = os.path.join('/', prefix, WINDOW)
    if has_window and os.path.exists(path):
        print('# %s is installed on this machine: that it can be missing is not tried' % path)
        return
    done = subprocess.run([program], capture_output=True, text=True, timeout=60)
    status, text = (1, path + ': ') if has_window else (2, 'this build has no window')
    assert done.returncode == status and text in done.stderr, 'status %d: %s' % (done.returncode, done.stderr)


def archives(folder):
    version = introspect('--projectinfo')['version']
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    if not os.path.exists(os.path.join(root, '.git')) or shutil.which('git') is None:
        print('ok 2 - the release archive # SKIP this tree is no git checkout')
        return
    run('meson', 'dist', '-C', BUILD, '--no-tests', '--allow-dirty', '--formats', 'gztar')
    path = os.path.join(BUILD, 'meson-dist', 'spanscape-%s.tar.gz' % version)
    with tarfile.open(path) as archive:
        names = set(archive.getnames())
    for name in ARCHIVED:
        assert 'spanscape-%s/%s' % (version, name) in names, '%s is not in the archive' % name
    assert not any('/build' in n for n in names), 'build results in the archive'
    print('ok 2 - the release archive holds %d files' % len(names))


print('1..2')
with tempfile.TemporaryDirectory() as where:
    installs(where)
    archives(where)
