#include "session/events.h"

#include <string.h>

#include "base/i18n.h"
#include "gc/gc.h"
#include "heap/sizeclass.h"
#include "sched/g.h"
#include "session/amount.h"

/* Marks what translators see; this room itself translates nothing. */

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
          gccore_error_set (error, GCCORE_ERR_USAGE, N_("\"%.40s\" is no kind of event; the kinds are %s"), names[i],
                            known);
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

/* --- words in sentences --- */

static const char *
phase_name (uint64_t phase)
{
  static const char *const names[GC_N_PHASES] = { N_("the program alone"), N_("sweep termination"), N_("marking"),
                                                  N_("mark termination"), N_("sweeping") };
  return phase < GC_N_PHASES ? names[phase] : "?";
}

static const char *
root_name (uint64_t kind)
{
  static const char *const names[] = { N_("the finalizer queue"), N_("stacks of dead goroutines"),
                                       N_("the runtime's own variables"), N_("package variables"),
                                       N_("finalizers of a span"), N_("a goroutine's stack") };
  return kind < G_N_ELEMENTS (names) ? names[kind] : N_("a root");
}

static const char *
trigger_name (uint64_t kind)
{
  switch (kind)
    {
    case PACER_TRIGGER_HEAP:
      return N_("the heap reached its trigger");
    case PACER_TRIGGER_TIME:
      return N_("none ran for two minutes");
    default:
      return N_("the program asked for it");
    }
}

static const char *
scavenge_reason (uint64_t reason)
{
  static const char *const names[] = { N_("in the background"), N_("because the program asked"),
                                       N_("to stay under the limit"), N_("because the heap grew") };
  return reason < G_N_ELEMENTS (names) ? names[reason] : "";
}

/* NULL: a goroutine of the program, which has a number. */
static const char *
system_goroutine (uint64_t kind)
{
  static const char *const names[G_N_KINDS] = { NULL, NULL, N_("the background sweeper"), N_("the scavenger"),
                                                N_("the mark worker"), N_("the forced-collection helper"),
                                                N_("the finalizer goroutine") };
  return kind < G_N_KINDS ? names[kind] : NULL;
}

static const char *
knob_name (uint64_t which)
{
  return which == 0 ? "GOGC" : which == 1 ? N_("the memory limit") : N_("a knob");
}

/* What {word} stands for. */
static const char *
event_word (const GccoreFrameEvent *e)
{
  switch (e->kind)
    {
    case EVENT_TRIGGER:
      return trigger_name (e->arg2);
    case EVENT_PHASE:
      return phase_name (e->arg);
    case EVENT_ROOT:
      return root_name (e->arg);
    case EVENT_SCAVENGE:
      return scavenge_reason (e->arg2);
    case EVENT_GO_START:
      return system_goroutine (e->arg2);
    case EVENT_GO_PARK:
      return e->arg2 < G_N_WAIT_REASONS ? g_wait_reason_text ((GWaitReason) e->arg2) : "?";
    case EVENT_KNOB:
      return knob_name (e->arg);
    default:
      return gccore_event_name (e->kind);
    }
}

/* --- sentences --- */

static const char *
barrier_template (const GccoreFrameEvent *e)
{
  if (e->arg == 0)
    return e->arg2 == 0 ? N_("{who} records a pointer write at {addr}: nil is overwritten by nil")
                        : N_("{who} records a pointer write at {addr}: nil is overwritten by {arg2:x}");
  return e->arg2 == 0 ? N_("{who} records a pointer write at {addr}: {arg:x} is overwritten by nil")
                      : N_("{who} records a pointer write at {addr}: {arg:x} is overwritten by {arg2:x}");
}

static const char *
memory_template (const GccoreFrameEvent *e)
{
  switch (e->kind)
    {
    case EVENT_ALLOC:
      return e->type != NULL ? N_("{who} allocates {arg} bytes at {addr} ({type})")
                             : N_("{who} allocates {arg} bytes at {addr}");
    case EVENT_TINY:
      return N_("{who} puts {arg|byte|bytes} into its tiny block, at {addr}");
    case EVENT_REFILL:
      return N_("{who} caches the span at {addr} for span class {arg}: {arg2|free slot|free slots}");
    case EVENT_SPAN_ALLOC:
      return N_("{who} takes {arg|page|pages} at {addr} for span class {arg2}");
    case EVENT_SPAN_FREE:
      return N_("{who} gives {arg|page|pages} at {addr} back to the heap");
    case EVENT_GROW:
      return N_("{who} grows the heap by {arg:b} at {addr}");
    case EVENT_STACK:
      return e->arg2 == 0 ? N_("{who} takes a stack of {arg:b} at {addr}")
                          : N_("{who} moves a stack of {arg2:b} to one of {arg:b} at {addr}");
    case EVENT_BARRIER:
      return barrier_template (e);
    case EVENT_BARRIER_FLUSH:
      return N_("{who} empties its barrier buffer: {arg} entries, {arg2|object|objects} greyed");
    case EVENT_ASSIST:
      return N_("{who} assists: {arg:b} of scan work for {arg2:b} of debt");
    case EVENT_ASSIST_PARK:
      return N_("{who} cannot pay {arg:b} of debt and waits for background credit");
    default:
      return "{who} {word}";
    }
}

static const char *
collector_template (const GccoreFrameEvent *e)
{
  switch (e->kind)
    {
    case EVENT_TRIGGER:
      return N_("{who} starts a collection with {arg:b} live: {word}");
    case EVENT_PHASE:
      return N_("{who} begins {word} (cycle {arg2})");
    case EVENT_STW:
      return e->arg != 0 ? N_("{who} stops the world") : N_("{who} starts the world");
    case EVENT_ROOT:
      return N_("{who} marks from {word}: {arg2:b}");
    case EVENT_SHADE:
      return e->arg != 0 ? N_("{who} greys {addr}: {arg:x} points to it") : N_("{who} greys {addr}");
    case EVENT_SCAN:
      return N_("{who} scans {addr}: {arg|byte|bytes}, {arg2|pointer|pointers}; it is black");
    case EVENT_WORKBUF:
      return e->arg != 0 ? N_("{who} hands over a work buffer with {arg2|object|objects}")
                         : N_("{who} takes a work buffer with {arg2|object|objects}");
    case EVENT_FLUSH:
      return e->arg2 != 0 ? N_("{who} asks P{arg} for its last work: it had some")
                          : N_("{who} asks P{arg} for its last work: it had none");
    case EVENT_POOL_CLEAR:
      return N_("{who} clears the sync.Pools");
    case EVENT_FINALIZER:
      return N_("{who} queues the finalizer of {addr}");
    case EVENT_SWEEP:
      return e->arg2 == 0 ? N_("{who} sweeps the span at {addr}: nothing survives, {arg|object|objects} freed")
                          : N_("{who} sweeps the span at {addr}: {arg} freed, {arg2} kept");
    case EVENT_RECLAIM:
      return N_("{who} reclaims {arg|page|pages} from {addr} on");
    case EVENT_SCAVENGE:
      return N_("{who} gives {arg:b} at {addr} to the system {word}");
    case EVENT_CYCLE_END:
      return N_("{who} ends cycle {arg} with {arg2:b} alive");
    default:
      return memory_template (e);
    }
}

const char *
gccore_event_template (const GccoreFrameEvent *e)
{
  switch (e->kind)
    {
    case EVENT_GO:
      return N_("{who} creates goroutine {arg}");
    case EVENT_GO_START:
      return system_goroutine (e->arg2) != NULL ? N_("{who} runs {word}") : N_("{who} runs goroutine {arg}");
    case EVENT_GO_PREEMPT:
      return N_("{who} preempts goroutine {arg} after {arg2:t}");
    case EVENT_GO_PARK:
      return N_("{who} parks goroutine {arg}: {word}");
    case EVENT_GO_READY:
      return N_("{who} readies goroutine {arg}");
    case EVENT_GO_END:
      return N_("{who} ends goroutine {arg}");
    case EVENT_GO_STEAL:
      return N_("{who} steals goroutine {arg} from P{arg2}");
    case EVENT_P_IDLE:
      return N_("{who} has nothing to do");
    case EVENT_P_WAKE:
      return N_("{who} wakes after {arg2:t}");
    case EVENT_TIMER:
      return N_("{who} fires a timer, {arg2:t} late");
    case EVENT_RUN:
      return N_("{who} runs {arg|instruction|instructions}");
    case EVENT_PANIC:
      return N_("{who} panics");
    case EVENT_EXIT:
      return N_("{who} ends the program with status {arg}");
    case EVENT_KNOB:
      return N_("{who} sets {word} to {arg2:d}");
    default:
      return collector_template (e);
    }
}

static const char *
translated (const char *text, GccoreTranslate translate)
{
  return translate != NULL && *text != '\0' ? translate (text) : text;
}

/* A number as its form says: ":x" hexadecimal, ":d" signed, ":b" bytes, ":t" a time, "|one|many" with a noun, "" alone. */
static void
append_number (GString *out, uint64_t n, const char *form)
{
  char amount[GCCORE_AMOUNT_MAX];

  switch (form[0] == ':' ? form[1] : '\0')
    {
    case 'x':
      g_string_append_printf (out, "0x%" G_GINT64_MODIFIER "x", n);
      return;
    case 'd':
      g_string_append_printf (out, "%" G_GINT64_FORMAT, (gint64) n);
      return;
    case 'b':
      g_string_append (out, gccore_amount_bytes (amount, n));
      return;
    case 't':
      g_string_append (out, gccore_amount_ns (amount, (int64_t) n));
      return;
    default:
      break;
    }
  g_string_append_printf (out, "%" G_GUINT64_FORMAT, n);
  if (form[0] == '|')
    {
      const char *many = strchr (form + 1, '|');
      const char *noun = n == 1 || many == NULL ? form + 1 : many + 1;
      g_string_append_c (out, ' ');
      g_string_append_len (out, noun, (gssize) strcspn (noun, "|}"));
    }
}

static void
append_field (GString *out, const char *field, const GccoreFrameEvent *e, GccoreTranslate translate)
{
  size_t length = strcspn (field, ":|}");
  const char *form = field + length;
#define IS(name) (length == sizeof name - 1 && strncmp (field, name, length) == 0)
  if (IS ("who") && e->p >= 0)
    g_string_append_printf (out, "P%d", e->p);
  else if (IS ("who"))
    g_string_append (out, translated (N_("The runtime"), translate));
  else if (IS ("addr"))
    append_number (out, e->addr, ":x");
  else if (IS ("arg"))
    append_number (out, e->arg, form);
  else if (IS ("arg2"))
    append_number (out, e->arg2, form);
  else if (IS ("type"))
    g_string_append (out, e->type);
  else if (IS ("word"))
    g_string_append (out, translated (event_word (e), translate));
#undef IS
}

void
gccore_event_sentence (GString *out, const GccoreFrameEvent *event, GccoreTranslate translate)
{
  const char *text = translated (gccore_event_template (event), translate);
  for (const char *field; (field = strchr (text, '{')) != NULL && strchr (field, '}') != NULL;)
    {
      g_string_append_len (out, text, field - text);
      append_field (out, field + 1, event, translate);
      text = strchr (field, '}') + 1;
    }
  g_string_append (out, text);
}

void
event_tell (GccoreFrameEvent *told, GString *text, const Event *event, const EventWorld *world)
{
  *told = (GccoreFrameEvent) {
    .tick = event->tick, .t_ns = vtime_to_ns (event->time), .kind = event->kind, .p = (int8_t) event->p,
    .g = event->goid != 0 ? (int32_t) event->goid : -1, .addr = event->addr, .arg = event->arg, .arg2 = event->arg2,
    .line = event->line,
  };
  if (event->kind == EVENT_ALLOC && event->arg2 != 0 && world->type_name != NULL)
    told->type = world->type_name (world->context, event->arg2);
  if (told->type != NULL && told->type[0] == '\0')
    told->type = NULL;
  gccore_event_sentence (text, told, NULL);
  told->text = text->str;
}
