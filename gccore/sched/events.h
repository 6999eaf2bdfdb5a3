#pragma once

/* Events: what happened in a tick, for whoever listens.
 *
 * Kinds and the meaning of their arguments are in sched/events.def. A listener is a function and its context in the
 * `EventSink` that sched, gc and lang share; without one an emission is a test of one pointer, predicted. A listener
 * must not change the machine. Nothing here is stored: events are made again by running again.
 *
 * Threads: the one that steps the machine. */

#include <stdbool.h>
#include <stdint.h>

#include "base/image.h"
#include "sched/clock.h"

typedef enum {
#define SCHED_EVENT(id, name, addr, arg, arg2) EVENT_##id,
#include "sched/events.def"
#undef SCHED_EVENT
  EVENT_N_KINDS
} EventKind;

typedef struct {
  uint64_t tick;
  Vtime time;       /* clock of the P when the tick's work began to show */
  Addr addr;
  uint64_t arg, arg2;
  uint64_t goid;    /* 0: none */
  uint32_t line;    /* source line, 0: none */
  int16_t p;        /* -1: none */
  uint16_t kind;    /* EventKind */
} Event;

typedef void (*EventFunc) (void *context, const Event *event);

typedef struct {
  EventFunc func;   /* NULL: nobody listens */
  void *context;
} EventSink;

/* Go-like word for a kind, "alloc"; and back (EVENT_N_KINDS: unknown). */
const char *event_kind_name (EventKind kind);
EventKind event_kind_parse (const char *name);
/* What the three arguments of a kind mean, for help texts. */
const char *event_kind_argument (EventKind kind, unsigned which);
