#include "gc-driver.h"

#include <stdio.h>
#include <string.h>

#include "base/bits.h"

#define TAG(object) ((object) ^ UINT64_C (0x5ca9e5ca9e000001))

static const uint64_t pair_mask[] = { 0x6 };
static const uint64_t node_mask[] = { 0x1e };
static const uint64_t wide_mask[] = { ~UINT64_C (1), (UINT64_C (1) << 36) - 1 };
static const uint64_t g_mask[] = { UINT64_C (0xff00) };
static const uint64_t vector_mask[] = { 1 };

static const GcType type_rows[D_N_TYPES] = {
  [D_PAIR] = { .size_bytes = 24, .ptr_bytes = 24, .ptr_mask = pair_mask, .name = "pair", .align_bytes = 8 },
  [D_NODE] = { .size_bytes = 48, .ptr_bytes = 40, .ptr_mask = node_mask, .name = "node", .align_bytes = 8 },
  [D_WIDE] = { .size_bytes = 800, .ptr_bytes = 800, .ptr_mask = wide_mask, .name = "wide", .align_bytes = 8 },
  [D_WIDE_G] = { .size_bytes = 424, .ptr_bytes = 424, .ptr_mask = g_mask, .name = "runtime.g", .align_bytes = 8 },
  [D_VECTOR] = { .size_bytes = 8, .ptr_bytes = 8, .ptr_mask = vector_mask, .name = "*node", .align_bytes = 8 },
};
static const GcTypeTable types = { type_rows, D_N_TYPES };

static const uint64_t globals_mask[(GC_DRIVER_GLOBALS + 63) / 64] = { UINT64_MAX };

/* ---- Hooks ---- */

static uint64_t
scan_goroutine (void *context, GcRoots *roots, G *g)
{
  GcDriver *d = context;

  for (uint32_t i = 0; i < d->n_mutators; i++)
    if (d->mutators[i].g == g)
      for (unsigned k = 0; k < GC_DRIVER_ROOTS; k++)
        gc_root_word (roots, d->mutators[i].roots[k]);
  return 8 * GC_DRIVER_ROOTS;
}

static void
phase_changed (void *context, GcPhase phase)
{
  GcDriver *d = context;

  d->phase_changed = true;
  d->n_phases[phase]++;
}

void
gc_driver_init (GcDriver *d, const GcDriverOptions *o)
{
  uint64_t cap = o->heap_cap ? o->heap_cap : UINT64_C (256) << 20;
  ImageOptions image = { .heap_reserve_bytes = round_up_u64 (cap, UINT64_C (64) << 20), .globals_bytes = 8 * GC_DRIVER_GLOBALS };
  HeapOptions heap = { .heap_cap_bytes = cap, .n_procs = o->n_procs };
  SchedOptions sched = { .n_procs = o->n_procs, .seed = o->seed };
  GccoreError error;

  memset (d, 0, sizeof *d);
  rng_seed (&d->rng, o->seed);
  assert_int_equal (image_init (&d->im, &image, &error), GCCORE_OK);
  heap_init (&d->heap, &d->im, &types, &heap);
  sched_init (&d->sched, &d->im, &sched);
  d->gc.hooks = (GcHooks) { .context = d, .scan_goroutine = scan_goroutine, .phase_changed = phase_changed };
  GcOptions options = { .gc_percent = o->gc_percent ? o->gc_percent : 100,
                        .memory_limit = o->memory_limit ? o->memory_limit : PACER_NO_LIMIT,
                        .globals_scan_bytes = GC_GO_GLOBALS_SCAN_BYTES, .globals_base = d->im.globals_base,
                        .globals_bytes = 8 * GC_DRIVER_GLOBALS, 
                        .globals_mask = globals_mask, .g_type = D_WIDE_G, .g_pointer_type = D_VECTOR, .broken = o->broken };
  gc_init (&d->gc, &d->im, &d->heap, &d->sched, &types, &options);
  d->verify_every_ticks = o->verify_every_ticks;
  for (uint32_t i = 0; i < o->n_mutators; i++)
    d->mutators[d->n_mutators++].g = gc_host_new (&d->gc);
  gc_enable (&d->gc, NULL);
}

void
gc_driver_fini (GcDriver *d)
{
  image_fini (&d->im);
}

/* ---- Verifying ---- */

void
gc_driver_verify (GcDriver *d)
{
  GccoreError error = { 0 };

  d->n_verified++;
  d->last_verified_tick = d->sched.st->tick;
  if (gc_verify (&d->gc, &error) == GCCORE_OK)
    return;
  if (!d->expect_broken)
    fail_msg ("tick %llu, phase %d, cycle %u: %s", (unsigned long long) d->sched.st->tick, gc_phase (&d->gc),
              gc_cycle (&d->gc), error.text);
  if (!d->found_broken)
    snprintf (d->broken_text, sizeof d->broken_text, "%s", error.text);
  d->found_broken = true;
}

/* ---- Objects ---- */

static Addr *
words_of (GcDriver *d, Addr object)
{
  return IMAGE_AT (&d->im, Addr, object);
}

void
gc_driver_check_object (GcDriver *d, Addr object)
{
  if (object != 0 && words_of (d, object)[0] != TAG (object) && !d->expect_broken)
    fail_msg ("object 0x%llx was overwritten", (unsigned long long) object);
}

/* The pointer slots of an object, by what the heap knows of its size. */
static unsigned
slots_of (GcDriver *d, Addr object, unsigned *first)
{
  uint32_t index;
  Mspan *s = heap_find_object (&d->heap, object, &index);

  *first = 1;
  if (s == NULL || mspan_noscan (s))
    return 0;
  if (s->elem_size == 24)
    return 2;
  if (s->elem_size == 48)
    return 4;
  return s->elem_size == 896 ? 99 : (unsigned) ((s->limit - s->base < s->elem_size ? s->limit - s->base : s->elem_size) / 8 - 2);
}

static Mutator *
mutator_of (GcDriver *d, const G *g)
{
  for (uint32_t i = 0; i < d->n_mutators; i++)
    if (d->mutators[i].g == g)
      return &d->mutators[i];
  fail_msg ("an unknown goroutine's turn");
  return NULL;
}

static Addr *
random_root (GcDriver *d, Mutator *m)
{
  return &m->roots[rng_below (&d->rng, GC_DRIVER_ROOTS)];
}

static void
allocate (GcDriver *d, Mutator *m)
{
  uint32_t kind = rng_below (&d->rng, 1000);
  uint64_t bytes;
  TypeId type;
  Addr object;

  if (kind < 300)
    type = D_PAIR, bytes = 24;
  else if (kind < 700)
    type = D_NODE, bytes = 48;
  else if (kind < 800)
    type = D_NONE, bytes = 8 + rng_below (&d->rng, 400);
  else if (kind < 850)
    type = D_NONE, bytes = 1 + rng_below (&d->rng, 15);
  else if (kind < 950)
    type = D_WIDE, bytes = 800;
  else if (kind < 990)
    type = D_VECTOR, bytes = 8 * (80 + rng_below (&d->rng, 3000));
  else
    {
      type = kind < 997 ? D_VECTOR : D_NONE;
      bytes = 8 * (4200 + rng_below (&d->rng, 60000));
      d->n_large++;
    }
  object = gc_host_malloc (&d->gc, m->g, bytes, type, 10 + kind / 100);
  assert_true (object != 0);
  m->n_allocs++;
  if (bytes < 16)
    return;                  /* tiny ones share blocks: no tag */
  *random_root (d, m) = object;      /* a root at once: the next operation lets others run */
  if (type == D_VECTOR)
    gc_host_write (&d->gc, m->g, object, object); /* its first word is a pointer slot: to itself, as good as a tag */
  else
    words_of (d, object)[0] = TAG (object);
}

static void
check (GcDriver *d, Addr object)
{
  if (object != 0 && words_of (d, object)[0] != object)
    gc_driver_check_object (d, object);
}

/* Stores one root in a slot of another's object, or in a global. */
static void
link_objects (GcDriver *d, Mutator *m)
{
  Addr target = *random_root (d, m), value = *random_root (d, m);
  unsigned first, n;

  if (rng_below (&d->rng, 16) == 0)
    {
      gc_host_write (&d->gc, m->g, d->im.globals_base + 8 * rng_below (&d->rng, GC_DRIVER_GLOBALS), value);
      return;
    }
  if (target == 0)
    return;
  check (d, target);
  n = slots_of (d, target, &first);
  if (n != 0)
    gc_host_write (&d->gc, m->g, target + 8 * (first + rng_below (&d->rng, n)), value);
}

/* Loads a pointer out of an object into a root, and cuts it off there half of the time: what a deletion barrier is for. */
static void
load (GcDriver *d, Mutator *m)
{
  Addr target = *random_root (d, m), slot, value;
  unsigned first, n;

  if (rng_below (&d->rng, 16) == 0)
    {
      *random_root (d, m) = *words_of (d, d->im.globals_base + 8 * rng_below (&d->rng, GC_DRIVER_GLOBALS));
      return;
    }
  if (target == 0)
    return;
  check (d, target);
  n = slots_of (d, target, &first);
  if (n == 0)
    return;
  slot = target + 8 * (first + rng_below (&d->rng, n));
  value = *words_of (d, slot);
  check (d, value);
  if (value == 0)
    return;
  *random_root (d, m) = value;
  if (rng_below (&d->rng, 2) == 0)
    gc_host_write (&d->gc, m->g, slot, 0);
}

void
gc_driver_op (GcDriver *d, unsigned heavy)
{
  G *g = gc_host_run (&d->gc, NULL);
  Mutator *m;
  uint32_t choice = rng_below (&d->rng, 100);

  assert_non_null (g);
  m = mutator_of (d, g);
  m->n_ops++;
  if (choice < 40)
    allocate (d, m);
  else if (choice < 40 + heavy)
    link_objects (d, m);
  else if (choice < 85)
    load (d, m);
  else if (choice < 95)
    *random_root (d, m) = 0;
  else
    gc_host_spin (&d->gc, g, COST (500));
  if (d->phase_changed
      || (d->verify_every_ticks != 0 && d->sched.st->tick - d->last_verified_tick >= d->verify_every_ticks))
    {
      d->phase_changed = false;
      gc_driver_verify (d);
    }
}
