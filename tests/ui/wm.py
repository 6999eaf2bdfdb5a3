"""As much of a window manager as fullscreen needs, for displays that have none.

Clients ask by a message to the root window (Extended Window Manager Hints, _NET_WM_STATE); whoever manages windows then
gives the window the whole screen and says so in a property, from which the client learns that it was done. Run as a
program, with the display in the environment, until it is killed."""
import ctypes
import ctypes.util

SUBSTRUCTURE_NOTIFY, CLIENT_MESSAGE, REPLACE, XA_ATOM = 1 << 19, 33, 0, 4
REMOVE, ADD, TOGGLE = 0, 1, 2

x11 = ctypes.CDLL(ctypes.util.find_library('X11') or 'libX11.so.6')
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XDefaultRootWindow.restype = ctypes.c_ulong
x11.XInternAtom.restype = ctypes.c_ulong


class ClientMessage(ctypes.Structure):
    _fields_ = [('type', ctypes.c_int), ('serial', ctypes.c_ulong), ('send_event', ctypes.c_int),
                ('display', ctypes.c_void_p), ('window', ctypes.c_ulong), ('message_type', ctypes.c_ulong),
                ('format', ctypes.c_int), ('data', ctypes.c_long * 5)]


class Event(ctypes.Union):
    _fields_ = [('type', ctypes.c_int), ('client', ClientMessage), ('pad', ctypes.c_long * 24)]


class Geometry(ctypes.Structure):
    """XWindowAttributes, as far as it is read."""
    _fields_ = [('x', ctypes.c_int), ('y', ctypes.c_int), ('width', ctypes.c_int), ('height', ctypes.c_int),
                ('rest', ctypes.c_long * 24)]


def main():
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    state, fullscreen = (x11.XInternAtom(display, name, 0) for name in (b'_NET_WM_STATE', b'_NET_WM_STATE_FULLSCREEN'))
    screen, before, event = Geometry(), {}, Event()
    x11.XGetWindowAttributes(display, root, ctypes.byref(screen))
    x11.XSelectInput(display, root, ctypes.c_long(SUBSTRUCTURE_NOTIFY))
    while True:
        x11.XNextEvent(display, ctypes.byref(event))
        message = event.client
        if event.type != CLIENT_MESSAGE or message.message_type != state or fullscreen not in message.data[1:3]:
            continue
        window, action = message.window, message.data[0]
        place = Geometry()
        if action == ADD or (action == TOGGLE and window not in before):
            x11.XGetWindowAttributes(display, ctypes.c_ulong(window), ctypes.byref(place))
            before.setdefault(window, place)
            place, states = screen, [fullscreen]
        else:
            place, states = before.pop(window, place), []
        x11.XChangeProperty(display, ctypes.c_ulong(window), ctypes.c_ulong(state), ctypes.c_ulong(XA_ATOM), 32, REPLACE,
                            (ctypes.c_long * 1)(*states), len(states))
        if place.width > 0:
            x11.XMoveResizeWindow(display, ctypes.c_ulong(window), place.x, place.y, place.width, place.height)
        x11.XFlush(display)


if __name__ == '__main__':
    main()
