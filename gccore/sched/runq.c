#include "sched/runq.h"

#include "base/bits.h"

void
go_queue_push (Sched *s, GoQueue *q, G *g)
{
  g->link = 0;
  if (q->tail != 0)
    s->gs[q->tail].link = g->slot;
  else
    q->head = g->slot;
  q->tail = g->slot;
  q->n++;
}

void
go_queue_push_front (Sched *s, GoQueue *q, G *g)
{
  g->link = q->head;
  q->head = g->slot;
  if (q->tail == 0)
    q->tail = g->slot;
  q->n++;
}

G *
go_queue_pop (Sched *s, GoQueue *q)
{
  G *g = sched_g (s, q->head);

  if (g == NULL)
    return NULL;
  q->head = g->link;
  if (q->head == 0)
    q->tail = 0;
  q->n--;
  g->link = 0;
  return g;
}

void
global_put (Sched *s, G *g)
{
  g->queued = true;
  go_queue_push (s, &s->st->global_queue, g);
}

/* The local queue is full: half of it and g go to the global queue (Go 1.22 runtime/proc.go, runqputslow). */
static void
runq_put_slow (Sched *s, P *p, G *g)
{
  uint32_t n = P_RUNQ_LEN / 2;

  for (uint32_t i = 0; i < n; i++)
    go_queue_push (s, &s->st->global_queue, &s->gs[p->runq[p->runq_head++ % P_RUNQ_LEN]]);
  go_queue_push (s, &s->st->global_queue, g);
}

/* Go 1.22 runtime/proc.go, runqput. */
void
runq_put (Sched *s, P *p, G *g, bool next)
{
  g->queued = true;
  if (next)
    {
      GSlot kicked = p->runnext;

      p->runnext = g->slot;
      p->runnext_since = p->clock;
      if (kicked == 0)
        return;
      g = &s->gs[kicked];
    }
  if (p_runq_len (p) == P_RUNQ_LEN)
    runq_put_slow (s, p, g);
  else
    p->runq[p->runq_tail++ % P_RUNQ_LEN] = g->slot;
}

G *
runq_get (Sched *s, P *p, bool *inherit)
{
  GSlot slot = p->runnext;

  *inherit = slot != 0;
  if (slot != 0)
    p->runnext = 0;
  else if (p_runq_len (p) != 0)
    slot = p->runq[p->runq_head++ % P_RUNQ_LEN];
  return sched_g (s, slot);
}

/* Takes a share of the global queue: the first is returned, the others go to p's queue; max 0: no limit
 * (Go 1.22 runtime/proc.go, globrunqget). */
G *
global_get (Sched *s, P *p, uint32_t max)
{
  GoQueue *q = &s->st->global_queue;
  uint32_t n = q->n / s->st->n_procs + 1;
  G *g;

  if (q->n == 0)
    return NULL;
  n = (uint32_t) min_u64 (n, q->n);
  if (max != 0)
    n = (uint32_t) min_u64 (n, max);
  n = (uint32_t) min_u64 (n, P_RUNQ_LEN / 2);
  g = go_queue_pop (s, q);
  while (--n > 0)
    runq_put (s, p, go_queue_pop (s, q), false);
  return g;
}
