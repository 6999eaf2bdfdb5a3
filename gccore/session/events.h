#pragma once

/* Events as people meet them: names of kinds, filters, and one sentence each.
 *
 * The kinds are sched/events.def's. A sentence is English, present tense, without a full stop, and names its actor
 * first: "P1 greys 0xc00012a040: 0xc00012a010 points to it". The event list, the caption of a step and what a screen
 * reader speaks are these sentences. */

#include <glib.h>

#include "base/status.h"
#include "sched/events.h"
#include "session/frame.h"

const char *gccore_event_name (uint16_t kind);
bool gccore_event_find (const char *name, uint16_t *kind);
/* "alloc, tiny, refill, ..."; transfer full. */
char *gccore_event_names (void);

/* Which kinds to show. */
typedef struct { uint64_t kinds; /* bit per kind */ } GccoreEventFilter;
_Static_assert (EVENT_N_KINDS <= 64, "a filter has one bit a kind");

/* `kinds`: names separated by commas; NULL or "all": every kind. */
GccoreStatus gccore_event_filter_parse (GccoreEventFilter *filter, const char *kinds, GccoreError *error);
static inline bool
gccore_event_filter_match (const GccoreEventFilter *filter, const GccoreFrameEvent *event)
{
  return (filter->kinds >> event->kind & 1) != 0;
}

/* Sentences are made of templates, so that whoever shows one may say it in another language. A template is English with
 * fields in braces: {who} the P or the runtime; {addr}; {arg}, {arg2} as numbers, {arg:x} in hexadecimal, {arg:d} signed,
 * {arg:b} as bytes, {arg:t} as a time (session/amount.h), {arg|page|pages} with its noun; {type}; {word}, which is
 * translated too (a phase, a reason ...). A translation has the same fields in any order, with or without nouns. */
typedef const char *(*GccoreTranslate) (const char *english);

const char *gccore_event_template (const GccoreFrameEvent *event);
/* Appends the sentence; translate is asked for the template and the words in it, NULL: English. */
void gccore_event_sentence (GString *out, const GccoreFrameEvent *event, GccoreTranslate translate);

/* What a sentence needs to know of the machine besides the event; the function may be NULL. */
typedef struct {
  void *context;
  const char *(*type_name) (void *context, uint64_t type);
} EventWorld;

/* The event as frames and listeners have it. Its sentence is appended to `text`, which it borrows. */
void event_tell (GccoreFrameEvent *told, GString *text, const Event *event, const EventWorld *world);
/* How much an event says about its tick: the highest of a tick is the step's sentence. */
int event_weight (uint16_t kind);
