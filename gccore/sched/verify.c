/* The scheduler's own promises, derived anew; see sched_verify() in sched.h. */

#include "base/i18n.h"
#include "sched/timer.h"

static GccoreStatus
broken (GccoreError *error, const char *text, uint64_t a, uint64_t b)
{
  gccore_error_set (error, GCCORE_ERR_VERIFY, "%s (%llu, %llu)", text, (unsigned long long) a, (unsigned long long) b);
  return GCCORE_ERR_VERIFY;
}

static GccoreStatus
verify_runq (const Sched *s, const P *p, uint32_t *n_queued, GccoreError *error)
{
  for (uint32_t i = p->runq_head; i != p->runq_tail; i++)
    {
      const G *g = &s->gs[p->runq[i % P_RUNQ_LEN]];

      if (g->status != G_RUNNABLE || !g->queued)
        return broken (error, N_("a goroutine in a run queue is not runnable"), g->goid, p->id);
      ++*n_queued;
    }
  if (p->runnext != 0)
    {
      if (s->gs[p->runnext].status != G_RUNNABLE || !s->gs[p->runnext].queued)
        return broken (error, N_("a P's next goroutine is not runnable"), s->gs[p->runnext].goid, p->id);
      ++*n_queued;
    }
  return GCCORE_OK;
}

GccoreStatus
sched_verify (const Sched *s, GccoreError *error)
{
  uint32_t n_idle = 0, n_spinning = 0, n_queued = 0, n_running = 0, n_user = 0, n_runnable = 0;

  for (uint32_t i = 0; i < s->st->n_procs; i++)
    {
      const P *p = &s->ps[i];

      n_idle += p->status == P_IDLE;
      n_spinning += p->spinning;
      if (p->status == P_IDLE && p->g != 0)
        return broken (error, N_("an idle P has a goroutine"), i, p->g);
      if (p->g != 0 && (s->gs[p->g].status != G_RUNNING || s->gs[p->g].p != (int) i))
        return broken (error, N_("a P's goroutine does not run on it"), s->gs[p->g].goid, i);
      n_running += p->g != 0;
      if (verify_runq (s, p, &n_queued, error) != GCCORE_OK)
        return GCCORE_ERR_VERIFY;
    }
  for (GSlot slot = s->st->global_queue.head; slot != 0; slot = s->gs[slot].link)
    {
      if (s->gs[slot].status != G_RUNNABLE || !s->gs[slot].queued)
        return broken (error, N_("a goroutine in the global queue is not runnable"), s->gs[slot].goid, slot);
      n_queued++;
    }
  for (GSlot slot = 1; slot <= s->st->n_gs; slot++)
    {
      const G *g = &s->gs[slot];

      n_runnable += g->status == G_RUNNABLE;
      n_running -= g->status == G_RUNNING;
      n_user += !g->system && g->status != G_DEAD;
    }
  if (n_idle != s->st->n_idle_ps || n_spinning != s->st->n_spinning)
    return broken (error, N_("the count of idle or searching Ps is wrong"), n_idle, s->st->n_idle_ps);
  if (n_queued != n_runnable)
    return broken (error, N_("a runnable goroutine is in no queue, or in two"), n_runnable, n_queued);
  if (n_running != 0)
    return broken (error, N_("a running goroutine has no P"), n_running, 0);
  if (n_user != s->st->n_user_gs)
    return broken (error, N_("the count of goroutines is wrong"), n_user, s->st->n_user_gs);
  if (!timer_heap_is_valid (s))
    return broken (error, N_("the timers are out of order"), s->st->n_timers, 0);
  return GCCORE_OK;
}
