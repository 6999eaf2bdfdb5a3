/* Vectors of kind sizes: size classes, where an allocation of a size goes, and how slices grow. */

#include "config.h"

#include "cli/vectors.h"

#include <string.h>

#include "heap/malloc.h"

static void *
sizes_vec_new (void)
{
  return NULL; /* nothing changes from line to line */
}

static void
sizes_vec_free (void *state)
{
}

static void
do_class (VecRun *run, const VecLine *line)
{
  unsigned c = (unsigned) vec_range (run, line, 1, 1, N_SIZE_CLASSES - 1);

  vec_answer_u64 (run, size_class_bytes[c]);
  vec_answer_u64 (run, size_class_pages[c]);
  vec_answer_u64 (run, span_class_n_elems (span_class_make (c, false)));
  vec_answer_u64 (run, span_class_n_elems (span_class_make (c, true)));
}

/* Size class and slot of an allocation; large objects have class 0 and whole pages. */
typedef struct {
  int64_t size_class, slot_bytes, offset;
} Place;

static Place
place_of (uint64_t bytes, bool noscan)
{
  MallocClass mc;

  if (!size_is_small (bytes))
    return (Place) { 0, (int64_t) round_up_u64 (bytes, HEAP_PAGE_BYTES), 0 };
  if (malloc_is_tiny (bytes, noscan))
    return (Place) { TINY_SIZE_CLASS, TINY_BLOCK_BYTES, 0 };
  mc = malloc_class (bytes, noscan);
  return (Place) { span_class_size_class (mc.span_class), size_class_bytes[span_class_size_class (mc.span_class)],
                   mc.header ? MALLOC_HEADER_BYTES : 0 };
}

static void
do_size (VecRun *run, const VecLine *line)
{
  const Place not_measured = { -1, -1, -1 };
  uint64_t bytes = (uint64_t) vec_range (run, line, 1, 0, INT64_C (1) << 47);
  Place scan = bytes > 0 && bytes % 8 == 0 ? place_of (bytes, false) : not_measured;
  Place noscan = bytes > 0 ? place_of (bytes, true) : not_measured;

  vec_answer_u64 (run, size_round_up (bytes, false));
  vec_answer_u64 (run, size_round_up (bytes, true));
  vec_answer_i64 (run, scan.size_class);
  vec_answer_i64 (run, scan.slot_bytes);
  vec_answer_i64 (run, scan.offset);
  vec_answer_i64 (run, noscan.size_class);
  vec_answer_i64 (run, noscan.slot_bytes);
}

static void
do_grow (VecRun *run, const VecLine *line)
{
  const int64_t most = INT64_C (1) << 47;
  uint64_t elem_bytes = (uint64_t) vec_range (run, line, 1, 1, most);
  bool pointers = vec_range (run, line, 2, 0, 1) == 1;
  uint64_t old_cap = (uint64_t) vec_range (run, line, 3, 0, most);
  uint64_t add = (uint64_t) vec_range (run, line, 4, 1, most);
  uint64_t new_cap;

  if (!vec_line_ok (run))
    return;
  if (slice_grow_capacity (elem_bytes, !pointers, old_cap, old_cap + add, &new_cap))
    vec_answer_u64 (run, new_cap);
  else
    vec_bad (run, "longer than any slice");
}

static void
sizes_vec_line (VecRun *run, void *state, const VecLine *line)
{
  const char *op = line->word[0];

  if (strcmp (op, "class") == 0)
    do_class (run, line);
  else if (strcmp (op, "size") == 0)
    do_size (run, line);
  else if (strcmp (op, "grow") == 0)
    do_grow (run, line);
  else
    vec_bad (run, "unknown operation");
}

const VecKind vec_kind_sizes = {
  .name = "sizes",
  .state_new = sizes_vec_new,
  .state_free = sizes_vec_free,
  .line = sizes_vec_line,
};
