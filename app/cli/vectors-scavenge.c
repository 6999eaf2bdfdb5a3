/* Vectors of kind scavenge: candidates in one chunk, the index over chunks, packed chunk data, the PI controller and
 * the background scavenger's pacing in simulated time. Lines of kind pagealloc work here, too. */

#include "config.h"

#include "cli/vectors.h"

#include <string.h>

#include "base/gonum.h"
#include "gc/mgcscavenge.h"
#include "gc/picontroller.h"
#include "heap/pallocbits.h"
#include "heap/scavindex.h"

#define PAGE_BYTES 8192
#define MAX_CHUNKS (INT64_C (1) << 22) /* of an index in a file */

/* The simulated world of `ctl`: a heap that has `available` bytes to release, at a price, and a sleep that does not
 * last as long as it should. */
typedef struct {
  ScavengerState scavenger;
  int32_t n_procs;
  int64_t ns_per_phys_page;
  int64_t sleep_num, sleep_den, sleep_add;
  uint64_t available, stop_at;
  uint64_t released_total;
  int64_t worked_total, slept_total;
  ScavengerAction action;     /* after the batch */
  int64_t sleep_ns;
} Ctl;

typedef struct {
  void *pagealloc;            /* state of vec_kind_pagealloc */
  uint64_t phys_page_bytes, huge_page_bytes;
  PallocChunk chunk;
  ScavIndex index;
  uint64_t *chunks;           /* packed, of [first, first + n_chunks) */
  int64_t first, n_chunks;
  ScavChunk cd;
  PiController pi;
  Ctl ctl;
} ScavengeVec;

static void *
scavenge_vec_new (void)
{
  ScavengeVec *v = g_new0 (ScavengeVec, 1);

  v->pagealloc = vec_kind_pagealloc.state_new ();
  v->phys_page_bytes = 4096;
  v->huge_page_bytes = 2 << 20;
  scavindex_init (&v->index);
  scavenger_init (&v->ctl.scavenger);
  return v;
}

static void
scavenge_vec_free (void *state)
{
  ScavengeVec *v = state;

  vec_kind_pagealloc.state_free (v->pagealloc);
  g_free (v->chunks);
  g_free (v);
}

/* --- bits and candidates --- */

static bool
is_group_size (int64_t m)
{
  return m >= 1 && m <= 64 && (m & (m - 1)) == 0;
}

static bool
line_candidates (VecRun *run, ScavengeVec *v, const VecLine *line)
{
  const char *op = line->word[0];

  if (strcmp (op, "fill") == 0)
    {
      uint64_t x = vec_hex (run, line, 1);
      int64_t m = vec_range (run, line, 2, 1, 64);

      if (is_group_size (m))
        vec_answer_hex (run, fill_aligned_64 (x, (uint32_t) m));
      else
        vec_bad (run, "not a power of two");
    }
  else if (strcmp (op, "dused") == 0 || strcmp (op, "dscav") == 0)
    {
      uint32_t i = (uint32_t) vec_range (run, line, 1, 0, PALLOC_CHUNK_PAGES - 1);
      uint32_t n = (uint32_t) vec_range (run, line, 2, 1, PALLOC_CHUNK_PAGES - i);

      if (!vec_line_ok (run))
        return true;
      if (op[1] == 'u')
        palloc_chunk_alloc (&v->chunk, i, n);
      else
        pagebits_set (&v->chunk.scavenged, i, n);
    }
  else if (strcmp (op, "cand") == 0)
    {
      uint32_t search = (uint32_t) vec_range (run, line, 1, 0, PALLOC_CHUNK_PAGES - 1);
      int64_t min = vec_range (run, line, 2, 1, 64);
      uint64_t max = vec_u64 (run, line, 3);
      uint32_t start = 0, n = 0;
      uint32_t huge_pages = v->huge_page_bytes > PAGE_BYTES && v->huge_page_bytes > v->phys_page_bytes
                            ? (uint32_t) (v->huge_page_bytes / PAGE_BYTES) : 0;

      if (!is_group_size (min))
        vec_bad (run, "not a power of two");
      else if (vec_line_ok (run))
        n = palloc_chunk_find_scavenge (&v->chunk, search, (uint64_t) min, max, huge_pages, &start);
      vec_answer_u64 (run, n > 0 ? start : 0);
      vec_answer_u64 (run, n);
    }
  else
    return false;
  return true;
}

/* --- the index --- */

/* Pages [P0,P1), chunk by chunk, allocated or freed. */
static void
index_range (VecRun *run, ScavengeVec *v, const VecLine *line)
{
  int64_t first_page = v->first * PALLOC_CHUNK_PAGES, end_page = (v->first + v->n_chunks) * PALLOC_CHUNK_PAGES;
  int64_t p = vec_range (run, line, 1, first_page, end_page);
  int64_t end = vec_range (run, line, 2, p, end_page);
  bool alloc = line->word[0][1] == 'a';

  while (vec_line_ok (run) && p < end)
    {
      int64_t chunk = p / PALLOC_CHUNK_PAGES;
      uint32_t i = (uint32_t) (p % PALLOC_CHUNK_PAGES);
      uint32_t n = (uint32_t) MIN (end - p, PALLOC_CHUNK_PAGES - i);
      ScavChunk sc = scavchunk_unpack (v->chunks[chunk]);

      if (alloc ? sc.in_use + n > PALLOC_CHUNK_PAGES : sc.in_use < n)
        {
          vec_bad (run, "more pages than the chunk has");
          return;
        }
      if (alloc)
        scavindex_alloc (&v->index, v->chunks, (uint64_t) chunk, n);
      else
        scavindex_free (&v->index, v->chunks, (uint64_t) chunk, i, n);
      p += n;
    }
}

static bool
line_index (VecRun *run, ScavengeVec *v, const VecLine *line)
{
  const char *op = line->word[0];

  if (strcmp (op, "index") == 0)
    {
      v->first = vec_range (run, line, 1, 0, MAX_CHUNKS);
      v->n_chunks = vec_range (run, line, 2, v->first, v->first + MAX_CHUNKS) - v->first;
      g_free (v->chunks);
      v->chunks = g_new0 (uint64_t, v->first + v->n_chunks + 1);
      scavindex_init (&v->index);
      scavindex_grow (&v->index, (uint64_t) v->first);
      scavindex_reset_search (&v->index);
    }
  else if (v->chunks == NULL)
    return false;
  else if (strcmp (op, "ialloc") == 0 || strcmp (op, "ifree") == 0)
    index_range (run, v, line);
  else if (strcmp (op, "setempty") == 0)
    {
      int64_t c0 = vec_range (run, line, 1, v->first, v->first + v->n_chunks);
      int64_t c1 = vec_range (run, line, 2, c0, v->first + v->n_chunks);

      for (int64_t c = c0; vec_line_ok (run) && c < c1; c++)
        scavindex_set_empty (v->chunks, (uint64_t) c);
    }
  else if (strcmp (op, "nextgen") == 0)
    scavindex_next_gen (&v->index);
  else if (strcmp (op, "resetsearch") == 0)
    scavindex_reset_search (&v->index);
  else if (strcmp (op, "ifind") == 0)
    {
      uint64_t chunk;
      uint32_t page;
      bool found = scavindex_find (&v->index, v->chunks, vec_range (run, line, 1, 0, 1) != 0, &chunk, &page);

      vec_answer_i64 (run, found ? (int64_t) chunk : -1);
      vec_answer_i64 (run, found ? page : 0);
    }
  else
    return false;
  return true;
}

/* --- packed chunk data --- */

static bool
line_chunk_data (VecRun *run, ScavengeVec *v, const VecLine *line)
{
  const char *op = line->word[0];

  if (strcmp (op, "pack") == 0)
    {
      ScavChunk sc = { .gen = (uint32_t) vec_range (run, line, 1, 0, UINT32_MAX),
                       .in_use = (uint16_t) vec_range (run, line, 2, 0, UINT16_MAX),
                       .last_in_use = (uint16_t) vec_range (run, line, 3, 0, 1023),
                       .flags = (uint8_t) vec_range (run, line, 4, 0, 63) };

      vec_answer_hex (run, scavchunk_pack (sc));
    }
  else if (strcmp (op, "unpack") == 0)
    {
      ScavChunk sc = scavchunk_unpack (vec_hex (run, line, 1));

      vec_answer_u64 (run, sc.gen);
      vec_answer_u64 (run, sc.in_use);
      vec_answer_u64 (run, sc.last_in_use);
      vec_answer_u64 (run, sc.flags);
    }
  else if (strcmp (op, "cdset") == 0)
    v->cd = scavchunk_unpack (vec_hex (run, line, 1));
  else if (strcmp (op, "cdalloc") == 0 || strcmp (op, "cdfree") == 0)
    {
      bool alloc = op[2] == 'a';
      int64_t room = alloc ? (int64_t) PALLOC_CHUNK_PAGES - v->cd.in_use : v->cd.in_use;
      uint32_t n = (uint32_t) vec_range (run, line, 1, 0, room < 0 ? 0 : room);
      uint32_t gen = (uint32_t) vec_range (run, line, 2, 0, UINT32_MAX);

      if (vec_line_ok (run) && alloc)
        scavchunk_alloc (&v->cd, n, gen);
      else if (vec_line_ok (run))
        scavchunk_free (&v->cd, n, gen);
      vec_answer_hex (run, scavchunk_pack (v->cd));
    }
  else if (strcmp (op, "cdempty") == 0)
    {
      uint64_t packed = scavchunk_pack (v->cd);

      scavindex_set_empty (&packed, 0);
      v->cd = scavchunk_unpack (packed);
      vec_answer_hex (run, packed);
    }
  else if (strcmp (op, "cdshould") == 0)
    {
      uint32_t gen = (uint32_t) vec_range (run, line, 1, 0, UINT32_MAX);

      vec_answer_i64 (run, scavchunk_should_scavenge (v->cd, gen, vec_range (run, line, 2, 0, 1) != 0));
    }
  else
    return false;
  return true;
}

/* --- the controller and the pace --- */

static bool
line_pi (VecRun *run, ScavengeVec *v, const VecLine *line)
{
  const char *op = line->word[0];

  if (strcmp (op, "pi") == 0)
    v->pi = (PiController) { .kp = vec_f64 (run, line, 1), .ti = vec_f64 (run, line, 2), .tt = vec_f64 (run, line, 3),
                             .min = vec_f64 (run, line, 4), .max = vec_f64 (run, line, 5) };
  else if (strcmp (op, "next") == 0)
    {
      double output;
      bool ok = picontroller_next (&v->pi, vec_f64 (run, line, 1), vec_f64 (run, line, 2), vec_f64 (run, line, 3),
                                   &output);

      vec_answer_f64 (run, output);
      vec_answer_i64 (run, ok);
      vec_answer_f64 (run, v->pi.err_integral);
      vec_answer_i64 (run, v->pi.err_overflow);
      vec_answer_i64 (run, v->pi.input_overflow);
    }
  else
    return false;
  return true;
}

/* One batch: releases until the scavenger wants to sleep or park. */
static void
ctl_batch (Ctl *ctl)
{
  ScavengerState *s = &ctl->scavenger;
  uint64_t bytes;

  while ((ctl->action = scavenger_next (s, ctl->available <= ctl->stop_at, &bytes, &ctl->sleep_ns))
         == SCAVENGER_RELEASE)
    {
      uint64_t released = MIN (bytes, ctl->available);
      int64_t phys_pages = (int64_t) ((released + SCAVENGE_PHYS_PAGE_BYTES - 1) / SCAVENGE_PHYS_PAGE_BYTES);
      int64_t ns = go_mul64 (phys_pages, ctl->ns_per_phys_page);

      ctl->available -= released;
      ctl->released_total += released;
      ctl->worked_total = go_add64 (ctl->worked_total, ns);
      scavenger_did (s, released, released < bytes, ns);
    }
}

static void
ctl_sleep_rule (VecRun *run, Ctl *ctl, const VecLine *line, int first)
{
  ctl->sleep_num = vec_i64 (run, line, first);
  ctl->sleep_den = vec_range (run, line, first + 1, 1, INT64_MAX);
  ctl->sleep_add = vec_i64 (run, line, first + 2);
}

static bool
line_ctl (VecRun *run, ScavengeVec *v, const VecLine *line)
{
  Ctl *ctl = &v->ctl;
  ScavengerState *s = &ctl->scavenger;
  const char *op = line->word[0];

  if (strcmp (op, "ctl") == 0)
    {
      memset (ctl, 0, sizeof *ctl);
      scavenger_init (s);
      ctl->n_procs = (int32_t) vec_range (run, line, 1, 1, INT32_MAX);
      ctl->ns_per_phys_page = vec_i64 (run, line, 2);
      ctl_sleep_rule (run, ctl, line, 3);
    }
  else if (strcmp (op, "sleepas") == 0)
    ctl_sleep_rule (run, ctl, line, 1);
  else if (strcmp (op, "avail") == 0)
    ctl->available = vec_u64 (run, line, 1);
  else if (strcmp (op, "stopat") == 0)
    ctl->stop_at = vec_u64 (run, line, 1);
  else if (strcmp (op, "wake") == 0 || strcmp (op, "park") == 0)
    ;
  else if (strcmp (op, "run") == 0 && line->is_check) /* without: a word of kind pagealloc */
    {
      if (s->phase == SCAVENGER_PARKED)
        scavenger_wake (s);
      if (s->phase != SCAVENGER_RUNNING)
        {
          vec_bad (run, "it sleeps");
          return true;
        }
      ctl_batch (ctl);
      vec_answer_u64 (run, s->released_bytes);
      vec_answer_f64 (run, s->worked_ns);
    }
  else if (strcmp (op, "sleep") == 0)
    {
      int64_t slept;

      if (s->phase != SCAVENGER_SLEEPING)
        {
          vec_bad (run, "it does not sleep");
          return true;
        }
      slept = go_add64 (go_mul64 (ctl->sleep_ns, ctl->sleep_num) / ctl->sleep_den, ctl->sleep_add);
      ctl->slept_total = go_add64 (ctl->slept_total, slept);
      scavenger_slept (s, slept, ctl->n_procs);
      vec_answer_i64 (run, ctl->sleep_ns);
      vec_answer_f64 (run, s->sleep_ratio);
      vec_answer_i64 (run, s->cooldown_ns);
      vec_answer_f64 (run, s->controller.err_integral);
      vec_answer_i64 (run, s->controller_failed);
    }
  else if (strcmp (op, "totals") == 0)
    {
      vec_answer_u64 (run, ctl->released_total);
      vec_answer_i64 (run, ctl->worked_total);
      vec_answer_i64 (run, ctl->slept_total);
    }
  else
    return false;
  return true;
}

static void
scavenge_vec_line (VecRun *run, void *state, const VecLine *line)
{
  ScavengeVec *v = state;

  if (strcmp (line->word[0], "phys") == 0)
    {
      v->phys_page_bytes = vec_u64 (run, line, 1);
      v->huge_page_bytes = vec_u64 (run, line, 2);
    }
  else if (line_candidates (run, v, line) || line_index (run, v, line) || line_chunk_data (run, v, line)
           || line_pi (run, v, line) || line_ctl (run, v, line))
    return;
  vec_kind_pagealloc.line (run, v->pagealloc, line);
}

const VecKind vec_kind_scavenge = {
  .name = "scavenge",
  .state_new = scavenge_vec_new,
  .state_free = scavenge_vec_free,
  .line = scavenge_vec_line,
};
