#include "session/events.h"

#include <string.h>

#include "gc/gc.h"
#include "sched/g.h"
#include "heap/sizeclass.h"

#define ADDR "0x%" G_GINT64_MODIFIER "x"
#define N "%" G_GUINT64_FORMAT

const char *
gccore_event_name (uint16_t kind)
{
  return event_kind_name ((EventKind) kind);
}

bool
gccore_event_find (const char *name, uint16_t *kind)
{
  EventKind found = event_kind_parse (name);
  *kind = (uint16_t) found;
  return found != EVENT_N_KINDS;
}

char *
gccore_event_names (void)
{
  GString *names = g_string_new (NULL);
  for (int kind = 0; kind < EVENT_N_KINDS; kind++)
    g_string_append_printf (names, "%s%s", kind > 0 ? ", " : "", event_kind_name ((EventKind) kind));
  return g_string_free (names, FALSE);
}

GccoreStatus
gccore_event_filter_parse (GccoreEventFilter *filter, const char *kinds, GccoreError *error)
{
  filter->kinds = UINT64_MAX;
  if (kinds == NULL || strcmp (kinds, "all") == 0)
    return GCCORE_OK;
  filter->kinds = 0;
  g_auto (GStrv) names = g_strsplit (kinds, ",", -1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      uint16_t kind;
      if (!gccore_event_find (g_strstrip (names[i]), &kind))
        {
          g_autofree char *known = gccore_event_names ();
          gccore_error_set (error, GCCORE_ERR_USAGE, "\"%.40s\" is no kind of event; the kinds are %s", names[i], known);
          return GCCORE_ERR_USAGE;
        }
      filter->kinds |= UINT64_C (1) << kind;
    }
  return GCCORE_OK;
}

int
event_weight (uint16_t kind)
{
  switch (kind)
    {
    case EVENT_PANIC:
    case EVENT_EXIT:
    case EVENT_PHASE:
      return 6;
    case EVENT_TRIGGER:
    case EVENT_KNOB:
    case EVENT_STW:
    case EVENT_CYCLE_END:
      return 5;
    case EVENT_SCAN:
    case EVENT_ROOT:
    case EVENT_SWEEP:
    case EVENT_SCAVENGE:
    case EVENT_GROW:
    case EVENT_ASSIST:
    case EVENT_BARRIER:
      return 4;
    case EVENT_ALLOC:
    case EVENT_GO:
    case EVENT_GO_PARK:
    case EVENT_SPAN_FREE:
      return 3;
    case EVENT_RUN:
    case EVENT_P_WAKE:
    case EVENT_P_IDLE:
      return 1;
    default:
      return 2;
    }
}

static const char *
phase_name (uint64_t phase)
{
  static const char *const names[GC_N_PHASES] = { "the program alone", "sweep termination", "marking", "mark termination",
                                                  "sweeping" };
  return phase < GC_N_PHASES ? names[phase] : "?";
}

static const char *
root_name (uint64_t kind)
{
  static const char *const names[] = { "the finalizer queue", "stacks of dead goroutines", "the runtime's own variables",
                                       "package variables", "finalizers of a span", "a goroutine's stack" };
  return kind < G_N_ELEMENTS (names) ? names[kind] : "a root";
}

static const char *
trigger_name (uint64_t kind)
{
  switch (kind)
    {
    case PACER_TRIGGER_HEAP:
      return "the heap reached its trigger";
    case PACER_TRIGGER_TIME:
      return "none ran for two minutes";
    default:
      return "the program asked for it";
    }
}

static const char *
scavenge_reason (uint64_t reason)
{
  static const char *const names[] = { "in the background", "because the program asked", "to stay under the limit",
                                       "because the heap grew" };
  return reason < G_N_ELEMENTS (names) ? names[reason] : "";
}

static const char *
g_kind_name (uint64_t kind)
{
  static const char *const names[G_N_KINDS] = { "goroutine", "goroutine", "the background sweeper", "the scavenger",
                                                "the mark worker", "the forced-collection helper", "the finalizer goroutine" };
  return kind < G_N_KINDS ? names[kind] : "goroutine";
}

static void
append_goroutine (GString *out, uint64_t goid, uint64_t kind)
{
  if (kind == G_KIND_VM || kind == G_KIND_HOST)
    g_string_append_printf (out, "goroutine " N, goid);
  else
    g_string_append (out, g_kind_name (kind));
}

static const char *
plural (uint64_t n)
{
  return n == 1 ? "" : "s";
}

static void
append_class (GString *out, uint64_t span_class)
{
  g_string_append_printf (out, "span class " N, span_class);
}

static void
say_alloc (GString *out, const Event *e, const EventWorld *world)
{
  const char *type = world->type_name != NULL && e->arg2 != 0 ? world->type_name (world->context, e->arg2) : NULL;
  g_string_append_printf (out, "allocates " N " bytes at " ADDR, e->arg, e->addr);
  if (type != NULL && type[0] != '\0')
    g_string_append_printf (out, " (%s)", type);
}

static void
say_shade (GString *out, const Event *e)
{
  g_string_append_printf (out, "greys " ADDR, e->addr);
  if (e->arg != 0)
    g_string_append_printf (out, ": " ADDR " points to it", e->arg);
}

static void
say_barrier (GString *out, const Event *e)
{
  g_string_append_printf (out, "records a pointer write at " ADDR ": ", e->addr);
  if (e->arg == 0)
    g_string_append (out, "nil");
  else
    g_string_append_printf (out, ADDR, e->arg);
  if (e->arg2 == 0)
    g_string_append (out, " is overwritten by nil");
  else
    g_string_append_printf (out, " is overwritten by " ADDR, e->arg2);
}

static void
say_sweep (GString *out, const Event *e)
{
  g_string_append_printf (out, "sweeps the span at " ADDR ": ", e->addr);
  if (e->arg2 == 0)
    g_string_append_printf (out, "nothing survives, " N " object%s freed", e->arg, plural (e->arg));
  else
    g_string_append_printf (out, N " freed, " N " kept", e->arg, e->arg2);
}

static void
say_memory (GString *out, const Event *e, const EventWorld *world)
{
  switch (e->kind)
    {
    case EVENT_ALLOC:
      say_alloc (out, e, world);
      break;
    case EVENT_TINY:
      g_string_append_printf (out, "puts " N " byte%s into its tiny block, at " ADDR, e->arg, plural (e->arg), e->addr);
      break;
    case EVENT_REFILL:
      g_string_append_printf (out, "caches the span at " ADDR " for ", e->addr);
      append_class (out, e->arg);
      g_string_append_printf (out, ": " N " free slot%s", e->arg2, plural (e->arg2));
      break;
    case EVENT_SPAN_ALLOC:
      g_string_append_printf (out, "takes " N " page%s at " ADDR " for ", e->arg, plural (e->arg), e->addr);
      append_class (out, e->arg2);
      break;
    case EVENT_SPAN_FREE:
      g_string_append_printf (out, "gives " N " page%s at " ADDR " back to the heap", e->arg, plural (e->arg), e->addr);
      break;
    case EVENT_GROW:
      g_string_append_printf (out, "grows the heap by " N " bytes at " ADDR, e->arg, e->addr);
      break;
    case EVENT_STACK:
      if (e->arg2 == 0)
        g_string_append_printf (out, "takes a stack of " N " bytes at " ADDR, e->arg, e->addr);
      else
        g_string_append_printf (out, "moves a stack of " N " bytes to one of " N " at " ADDR, e->arg2, e->arg, e->addr);
      break;
    case EVENT_BARRIER:
      say_barrier (out, e);
      break;
    case EVENT_BARRIER_FLUSH:
      g_string_append_printf (out, "empties its barrier buffer: " N " entries, " N " object%s greyed", e->arg, e->arg2,
                              plural (e->arg2));
      break;
    case EVENT_ASSIST:
      g_string_append_printf (out, "assists: " N " bytes of scan work for " N " bytes of debt", e->arg, e->arg2);
      break;
    case EVENT_ASSIST_PARK:
      g_string_append_printf (out, "cannot pay " N " bytes of debt and waits for background credit", e->arg);
      break;
    default:
      g_string_append (out, gccore_event_name (e->kind));
    }
}

static void
say_collector (GString *out, const Event *e, const EventWorld *world)
{
  switch (e->kind)
    {
    case EVENT_TRIGGER:
      g_string_append_printf (out, "starts a collection at " N " live bytes: %s", e->arg, trigger_name (e->arg2));
      break;
    case EVENT_PHASE:
      g_string_append_printf (out, "begins %s (cycle " N ")", phase_name (e->arg), e->arg2);
      break;
    case EVENT_STW:
      g_string_append (out, e->arg != 0 ? "stops the world" : "starts the world");
      break;
    case EVENT_ROOT:
      g_string_append_printf (out, "marks from %s: " N " byte%s", root_name (e->arg), e->arg2, plural (e->arg2));
      break;
    case EVENT_SHADE:
      say_shade (out, e);
      break;
    case EVENT_SCAN:
      g_string_append_printf (out, "scans " ADDR ": " N " byte%s, " N " pointer%s; it is black", e->addr, e->arg,
                              plural (e->arg), e->arg2, plural (e->arg2));
      break;
    case EVENT_WORKBUF:
      g_string_append_printf (out, "%s a work buffer with " N " object%s", e->arg != 0 ? "hands over" : "takes", e->arg2,
                              plural (e->arg2));
      break;
    case EVENT_FLUSH:
      g_string_append_printf (out, "asks P" N " for its last work: it had %s", e->arg, e->arg2 != 0 ? "some" : "none");
      break;
    case EVENT_POOL_CLEAR:
      g_string_append (out, "clears the sync.Pools");
      break;
    case EVENT_FINALIZER:
      g_string_append_printf (out, "queues the finalizer of " ADDR, e->addr);
      break;
    case EVENT_SWEEP:
      say_sweep (out, e);
      break;
    case EVENT_RECLAIM:
      g_string_append_printf (out, "reclaims " N " page%s from " ADDR " on", e->arg, plural (e->arg), e->addr);
      break;
    case EVENT_SCAVENGE:
      g_string_append_printf (out, "gives " N " bytes at " ADDR " to the system %s", e->arg, e->addr,
                              scavenge_reason (e->arg2));
      break;
    case EVENT_CYCLE_END:
      g_string_append_printf (out, "ends cycle " N ": " N " bytes are alive", e->arg, e->arg2);
      break;
    default:
      say_memory (out, e, world);
    }
}

static void
say_scheduler (GString *out, const Event *e, const EventWorld *world)
{
  switch (e->kind)
    {
    case EVENT_GO:
      g_string_append_printf (out, "creates goroutine " N, e->arg);
      break;
    case EVENT_GO_START:
      g_string_append (out, "runs ");
      append_goroutine (out, e->arg, e->arg2);
      break;
    case EVENT_GO_PREEMPT:
      g_string_append_printf (out, "preempts goroutine " N " after " N " ns", e->arg, e->arg2);
      break;
    case EVENT_GO_PARK:
      g_string_append_printf (out, "parks goroutine " N ": %s", e->arg,
                              e->arg2 < G_N_WAIT_REASONS ? g_wait_reason_text ((GWaitReason) e->arg2) : "?");
      break;
    case EVENT_GO_READY:
      g_string_append_printf (out, "readies goroutine " N, e->arg);
      break;
    case EVENT_GO_END:
      g_string_append_printf (out, "ends goroutine " N, e->arg);
      break;
    case EVENT_GO_STEAL:
      g_string_append_printf (out, "steals goroutine " N " from P" N, e->arg, e->arg2);
      break;
    case EVENT_P_IDLE:
      g_string_append (out, "has nothing to do");
      break;
    case EVENT_P_WAKE:
      g_string_append_printf (out, "wakes after " N " ns", e->arg2);
      break;
    case EVENT_TIMER:
      g_string_append_printf (out, "fires a timer, " N " ns late", e->arg2);
      break;
    case EVENT_RUN:
      g_string_append_printf (out, "runs " N " instruction%s", e->arg, plural (e->arg));
      break;
    case EVENT_PANIC:
      g_string_append (out, "panics");
      break;
    case EVENT_EXIT:
      g_string_append_printf (out, "ends the program with status " N, e->arg);
      break;
    case EVENT_KNOB:
      g_string_append_printf (out, "sets %s to %" G_GINT64_FORMAT,
                              e->arg == 0 ? "GOGC" : e->arg == 1 ? "the memory limit" : "a knob", (gint64) e->arg2);
      break;
    default:
      say_collector (out, e, world);
    }
}

void
event_sentence (GString *out, const Event *event, const EventWorld *world)
{
  if (event->p >= 0)
    g_string_append_printf (out, "P%d ", event->p);
  else
    g_string_append (out, "The runtime ");
  say_scheduler (out, event, world);
}
