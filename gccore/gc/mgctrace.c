#include "gc/mgctrace.h"

#include <inttypes.h>
#include <stdio.h>

typedef struct {
  char text[32];
} Number;

/* x * 10^-dec (Go: itoaDiv). */
static Number
decimal (uint64_t x, unsigned dec)
{
  Number n;
  uint64_t unit = 1;

  for (unsigned i = 0; i < dec; i++)
    unit *= 10;
  if (dec == 0)
    snprintf (n.text, sizeof n.text, "%" PRIu64, x);
  else
    snprintf (n.text, sizeof n.text, "%" PRIu64 ".%0*" PRIu64, x / unit, (int) dec, x % unit);
  return n;
}

/* Milliseconds: whole from 10 on, else two digits, at most three behind the point, cut off (Go: fmtNSAsMS). */
static Number
milliseconds (int64_t ns)
{
  uint64_t x = (uint64_t) ns / 1000;
  unsigned dec = 3;

  if (ns >= 10000000)
    return decimal ((uint64_t) ns / 1000000, 0);
  if (x == 0)
    return decimal (0, 0);
  for (; x >= 100; x /= 10)
    dec--;
  return decimal (x, dec);
}

size_t
gc_trace_format (const GcCycleStats *s, char *buf, size_t size)
{
  int64_t sweep_term = s->t_mark - s->t_sweep_term, mark_term = s->t_end - s->t_mark_term;
  int64_t n = s->n_procs < s->n_cores ? s->n_procs : s->n_cores;

  return (size_t) snprintf (
    buf, size,
    "gc %" PRIu32 " @%ss %d%%: %s+%s+%s ms clock, %s+%s/%s/%s+%s ms cpu, %" PRIu64 "->%" PRIu64 "->%" PRIu64 " MB, %" PRIu64
    " MB goal, %" PRIu64 " MB stacks, %" PRIu64 " MB globals, %u P%s",
    s->cycle, decimal ((uint64_t) s->t_sweep_term / 1000000, 3).text, (int) (s->gc_cpu_fraction * 100),
    milliseconds (sweep_term).text, milliseconds (s->t_mark_term - s->t_mark).text, milliseconds (mark_term).text,
    milliseconds (n * sweep_term).text, milliseconds (s->assist_ns).text,
    milliseconds (s->dedicated_ns + s->fractional_ns).text, milliseconds (s->idle_ns).text,
    milliseconds (n * mark_term).text, s->heap_at_trigger >> 20, s->heap_at_mark_end >> 20, s->heap_marked >> 20,
    s->heap_goal >> 20, s->stack_scan >> 20, s->globals_scan >> 20, s->n_procs, s->forced ? " (forced)" : "");
}
