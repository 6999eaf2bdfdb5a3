#!/usr/bin/env python3
"""A window to drag files from, as a file manager is one; for test-window-files.py.

usage: drag-source.py URI. It has the URI's name in its title and is dragged from anywhere in it."""
import os
import sys

import gi
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def main():
    uri = sys.argv[1]
    loop = GLib.MainLoop()
    files = Gdk.ContentProvider.new_for_bytes('text/uri-list', GLib.Bytes.new((uri + '\r\n').encode()))
    source = Gtk.DragSource(content=files, actions=Gdk.DragAction.COPY)
    label = Gtk.Label(label=os.path.basename(uri))
    window = Gtk.Window(title='drag ' + os.path.basename(uri), default_width=200, default_height=100, child=label)
    window.add_controller(source)
    window.connect('close-request', lambda *_: loop.quit())
    window.present()
    loop.run()


main()
