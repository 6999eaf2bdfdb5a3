#include "session/checkpoint.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "session/saved-pages.h"

#define LEAF_PAGES 512u
#define LEAF_WORDS (LEAF_PAGES / 64)
/* From so many bytes on, memory that shall read as zeros is given back to the host. Fewer are quicker cleared than mapped
 * again, page by page. */
#define DROP_BYTES (UINT64_C (1) << 20)

typedef struct {
  uint64_t refs;
  uint64_t saved[LEAF_WORDS]; /* bit per page that there is */
  SavedPage *pages[LEAF_PAGES]; /* NULL: not saved; reads as zeros when restored */
} Leaf;

struct Checkpoint {
  uint64_t refs;
  Addr heap_mapped_end;
  bool free_pages_too;        /* are saved */
  uint64_t n_leaves;          /* nothing lies behind them */
  Leaf *leaves[];             /* NULL: nothing saved there */
};

struct CheckpointStore {
  const Gc *gc;
  const Heap *heap;
  Image *im;
  uint64_t n_leaves;          /* of the whole image */
  uint64_t bytes;             /* of tables; pages count their own */
  SavedPages *pages;
  Checkpoint *base;           /* the one taken or restored last; NULL: none */
  Checkpoint *newest;         /* the one taken last, borrowed: its pages may not be packed yet; NULL: all are */
  uint8_t *shadow;            /* of the metadata zone: its pages as `base` has them, where it has any */
  uint64_t shadow_pages;      /* most that were ever needed */
  GArray *restored;           /* uint64_t: pages of the shadow that are to be copied into the image */
  GArray *cached;             /* SpanId: those that Ps allocated from when the image was `base` */
  GcBits bits;                /* when the image was `base`, and the collector's cycle and phase */
  uint32_t cycle;
  GcPhase phase;
  uint64_t *wanted;           /* scratch: bit per page of the image, shall be saved */
  uint64_t *changed;          /* scratch, the same: may differ from `base` */
  uint64_t *touched;          /* scratch, of the metadata zone: may hold something else than zeros */
  Addr *fresh;                /* by arena: from here on nothing was stored at any moment that the machine was in */
};

static uint64_t
meta_bytes (const CheckpointStore *store)
{
  return store->im->meta_end - store->im->meta_base;
}

CheckpointStore *
checkpoint_store_new (const Gc *gc)
{
  CheckpointStore *store = g_new0 (CheckpointStore, 1);
  store->gc = gc;
  store->heap = gc->heap;
  store->im = gc->im;
  store->pages = saved_pages_new ();
  store->cached = g_array_new (FALSE, FALSE, sizeof (SpanId));
  store->restored = g_array_new (FALSE, FALSE, sizeof (uint64_t));
  store->shadow = mmap (NULL, meta_bytes (store), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (store->shadow == MAP_FAILED)
    g_error ("no address space for %" G_GUINT64_FORMAT " bytes of metadata", meta_bytes (store));
  madvise (store->shadow, meta_bytes (store), MADV_NOHUGEPAGE); /* it fills in sparsely */
  uint64_t pages = (store->im->heap_end - store->im->meta_base) / IMAGE_PAGE_BYTES;
  store->n_leaves = div_round_up_u64 (pages, LEAF_PAGES);
  store->wanted = g_new0 (uint64_t, store->n_leaves * LEAF_WORDS);
  store->changed = g_new0 (uint64_t, store->n_leaves * LEAF_WORDS);
  store->fresh = g_new0 (Addr, (store->im->heap_end - store->im->heap_base) / HEAP_ARENA_BYTES);
  store->touched = g_new0 (uint64_t, store->n_leaves * LEAF_WORDS);
  return store;
}

void
checkpoint_store_free (CheckpointStore *store)
{
  if (store->base != NULL)
    checkpoint_free (store, store->base);
  saved_pages_free (store->pages);
  munmap (store->shadow, meta_bytes (store));
  g_array_unref (store->restored);
  g_array_unref (store->cached);
  g_free (store->wanted);
  g_free (store->changed);
  g_free (store->touched);
  g_free (store->fresh);
  g_free (store);
}

uint64_t
checkpoint_store_bytes (const CheckpointStore *store)
{
  return store->bytes + saved_pages_bytes (store->pages) + store->shadow_pages * IMAGE_PAGE_BYTES;
}

void
checkpoint_store_set_room (CheckpointStore *store, uint64_t bytes)
{
  saved_pages_set_room (store->pages, bytes);
}

/* --- which pages --- */

/* Calls `func` with each run of pages in [from, to) that was ever touched; the rest reads as zeros, and reading it would make
 * the host map pages for nothing. */
static void
each_touched (const Image *im, Addr from, Addr to, ImageRangeFunc func, void *context)
{
  /* Linux Documentation/admin-guide/mm/pagemap.rst: 8 bytes a page; bit 63 present, bit 62 swapped. Where it cannot be
   * read every page counts as touched. */
  uint64_t entries[2048];
  int fd = open ("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  Addr start = 0;
  for (Addr at = from; at < to;)
    {
      uint64_t n = min_u64 (G_N_ELEMENTS (entries), (to - at) / IMAGE_PAGE_BYTES);
      off_t offset = (off_t) ((uintptr_t) image_ptr (im, at) / IMAGE_PAGE_BYTES * 8);
      if (fd < 0 || pread (fd, entries, n * 8, offset) != (ssize_t) (n * 8))
        memset (entries, 0xff, n * 8);
      for (uint64_t i = 0; i < n; i++, at += IMAGE_PAGE_BYTES)
        {
          bool touched = entries[i] >> 62 != 0;
          if (touched && start == 0)
            start = at;
          else if (!touched && start != 0)
            {
              func (context, start, at);
              start = 0;
            }
        }
    }
  if (start != 0)
    func (context, start, to);
  if (fd >= 0)
    close (fd);
}

static uint64_t
page_index (const CheckpointStore *store, Addr addr)
{
  return (addr - store->im->meta_base) / IMAGE_PAGE_BYTES;
}

static void
want (void *context, Addr from, Addr to)
{
  CheckpointStore *store = context;
  bitmap_fill (store->wanted, page_index (store, from), page_index (store, to), true);
}

/* The end of the metadata, in pages. */
static uint64_t
meta_end_page (const CheckpointStore *store)
{
  return page_index (store, round_up_u64 (store->im->header->meta_cursor, IMAGE_PAGE_BYTES));
}

typedef struct { const CheckpointStore *store; uint64_t *pages; bool zero_only; } Gaps;

static void
leave_gap (void *context, Addr from, Addr to, bool zero)
{
  const Gaps *gaps = context;
  if (zero || !gaps->zero_only)
    bitmap_fill (gaps->pages, page_index (gaps->store, from + IMAGE_PAGE_BYTES - 1), page_index (gaps->store, to), false);
}

/* Sets the bits of all pages of metadata but those that lie in gaps. */
static void
find_metadata (const CheckpointStore *store, uint64_t *pages, bool zero_only)
{
  Gaps gaps = { store, pages, zero_only };
  memset (pages, 0, div_round_up_u64 (meta_bytes (store) / IMAGE_PAGE_BYTES, 64) * sizeof *pages);
  bitmap_fill (pages, 0, meta_end_page (store), true);
  gc_each_gap (store->gc, leave_gap, &gaps);
}

/* --- which pages may have changed --- */

static SavedPage *
saved_page (const CheckpointStore *store, const Checkpoint *checkpoint, Addr addr)
{
  uint64_t page = page_index (store, addr);
  const Leaf *leaf = page / LEAF_PAGES < checkpoint->n_leaves ? checkpoint->leaves[page / LEAF_PAGES] : NULL;
  return leaf != NULL ? leaf->pages[page % LEAF_PAGES] : NULL;
}

static Leaf *
leaf_at (const Checkpoint *checkpoint, uint64_t i)
{
  return checkpoint != NULL && i < checkpoint->n_leaves ? checkpoint->leaves[i] : NULL;
}

static bool
is_written (const Image *im, Addr addr)
{
  const uint8_t *written = im->written + (addr - im->globals_base) / IMAGE_PAGE_BYTES;
  return written[0] != 0 || (addr > im->globals_base && written[-1] != 0);
}

/* A span is stored to by the program, and by the allocator while a P has it. The program notes its stores, the allocator
 * that the span is new or a P takes it; those that a P had already are known. */
static void
note_cached (CheckpointStore *store)
{
  for (guint i = 0; i < store->cached->len; i++)
    {
      const Mspan *s = heap_span (store->heap, g_array_index (store->cached, SpanId, i));
      image_touch (store->im, s->base, mspan_end (s) - s->base);
    }
}

static bool
marks (GcPhase phase)
{
  return phase != GC_PHASE_SWEEP && phase != GC_PHASE_OFF;
}

static void
leave_settled (void *context, Addr from, Addr to)
{
  CheckpointStore *store = context;
  bitmap_fill (store->changed, page_index (store, from), page_index (store, to), false);
}

/* Most metadata of a heap of small objects are mark and alloc bits, and nobody writes to most of these. A cycle's number and
 * the lists' heads together tell an epoch. */
static void
find_settled (CheckpointStore *store)
{
  const GcBits *bits = &store->heap->mheap->bits;
  bool same_epoch = gc_cycle (store->gc) == store->cycle && bits->current == store->bits.current
                    && bits->previous == store->bits.previous;
  bool marked = !marks (store->phase) && !marks (gc_phase (store->gc))
                && bits->late_marks == store->bits.late_marks;
  if (same_epoch)
    gcbits_each_settled (bits, store->im, marked, leave_settled, store);
}

static bool
is_same (const CheckpointStore *store, uint64_t page)
{
  uint64_t offset = page * IMAGE_PAGE_BYTES;
  return memcmp (image_ptr (store->im, store->im->meta_base + offset), store->shadow + offset, IMAGE_PAGE_BYTES) == 0;
}

/* Other metadata is stored to everywhere, by anybody: it is compared with the shadow, where it matters, which is where
 * `other` (NULL: the checkpoint that will be taken) has the same page. */
static void
compare_metadata (CheckpointStore *store, const Checkpoint *other)
{
  uint64_t n_pages = meta_bytes (store) / IMAGE_PAGE_BYTES;
  for (uint64_t i = 0; i < n_pages / LEAF_PAGES + 1; i++)
    {
      const Leaf *leaf = leaf_at (store->base, i), *to = leaf_at (other, i);
      if (leaf == NULL || (other != NULL && to == NULL))
        continue;
      for (uint64_t page = i * LEAF_PAGES, k = 0; page < min_u64 (n_pages, (i + 1) * LEAF_PAGES); page++, k++)
        if (leaf->pages[k] != NULL && (to != NULL ? to->pages[k] == leaf->pages[k] : bitmap_get (store->wanted, page))
            && bitmap_get (store->changed, page) && is_same (store, page))
          bitmap_clear (store->changed, page);
    }
}

/* Pages of spans are wanted; those of objects where nothing was stored are the same. */
static void
look_at_spans (CheckpointStore *store)
{
  const Image *im = store->im;
  note_cached (store);
  for (uint32_t id = 1; id < store->heap->mheap->n_spans; id++)
    {
      const Mspan *s = heap_span (store->heap, id);
      if (s->state == MSPAN_DEAD)
        continue;
      uint64_t page = page_index (store, s->base);
      bitmap_fill (store->wanted, page, page_index (store, mspan_end (s)), true);
      for (Addr at = s->base; s->state == MSPAN_IN_USE && at < mspan_end (s); at += IMAGE_PAGE_BYTES, page++)
        if (!is_written (im, at))
          bitmap_clear (store->changed, page);
    }
}

/* What shall be saved, and what of it may differ from the base: all but metadata that is the same and pages of objects where
 * nothing was stored. `other`: as above. */
static void
find_pages (CheckpointStore *store, const Checkpoint *other, bool free_pages_too)
{
  const Image *im = store->im;
  memset (store->wanted, 0, store->n_leaves * (LEAF_PAGES / 8));
  memset (store->changed, 0xff, store->n_leaves * (LEAF_PAGES / 8));
  find_metadata (store, store->wanted, false);
  want (store, im->globals_base, im->globals_end);
  if (free_pages_too)
    each_touched (im, im->heap_base, image_heap_mapped_end (im), want, store);
  look_at_spans (store);
  if (store->base == NULL)
    return;
  find_settled (store);
  compare_metadata (store, other);
}

/* The image is this checkpoint now. */
static void
rebase (CheckpointStore *store, Checkpoint *checkpoint)
{
  Image *im = store->im;
  checkpoint->refs++;
  if (store->base != NULL)
    checkpoint_free (store, store->base);
  store->base = checkpoint;
  memset (im->written, 0, (image_heap_mapped_end (im) - im->globals_base) / IMAGE_PAGE_BYTES);
  store->bits = store->heap->mheap->bits;
  store->cycle = gc_cycle (store->gc);
  store->phase = gc_phase (store->gc);
  g_array_set_size (store->cached, 0);
  for (uint32_t p = 0; p < store->heap->mheap->n_procs; p++)
    for (uint32_t c = 0; c < N_SPAN_CLASSES; c++)
      {
        SpanId id = heap_mcache (store->heap, p)->alloc[c];
        if (id != SPAN_NONE)
          g_array_append_val (store->cached, id);
      }
}

/* --- taking --- */

static void
leaf_unref (CheckpointStore *store, Leaf *leaf)
{
  if (leaf == NULL || --leaf->refs > 0)
    return;
  for (guint i = 0; i < LEAF_PAGES; i++)
    saved_page_unref (store->pages, leaf->pages[i]);
  store->bytes -= sizeof *leaf;
  g_free (leaf);
}

/* Whether the leaf of the base will do. */
static bool
leaf_is_same (const Leaf *before, const uint64_t *wanted, const uint64_t *changed)
{
  for (guint i = 0; i < LEAF_WORDS; i++)
    if (wanted[i] != before->saved[i] || (wanted[i] & changed[i]) != 0)
      return false;
  return true;
}

static void
keep_shadow (CheckpointStore *store, uint64_t page)
{
  uint64_t offset = page * IMAGE_PAGE_BYTES;
  if (offset < meta_bytes (store))
    memcpy (store->shadow + offset, image_ptr (store->im, store->im->meta_base + offset), IMAGE_PAGE_BYTES);
}

static Leaf *
save_leaf (CheckpointStore *store, uint64_t index, Leaf *before)
{
  const uint64_t *wanted = store->wanted + index * LEAF_WORDS, *changed = store->changed + index * LEAF_WORDS;
  const uint8_t *bytes = image_ptr (store->im, store->im->meta_base + index * LEAF_PAGES * IMAGE_PAGE_BYTES);
  uint64_t any = 0;
  for (guint i = 0; i < LEAF_WORDS; i++)
    any |= wanted[i];
  if (any == 0)
    return NULL;
  if (before != NULL && leaf_is_same (before, wanted, changed))
    {
      before->refs++;
      return before;
    }
  Leaf *leaf = g_new0 (Leaf, 1);
  leaf->refs = 1;
  memcpy (leaf->saved, wanted, sizeof leaf->saved);
  store->bytes += sizeof *leaf;
  for (guint i = 0; i < LEAF_PAGES; i++)
    {
      SavedPage *old = before != NULL ? before->pages[i] : NULL;
      if (!bitmap_get (wanted, i))
        continue;
      if (old == NULL || bitmap_get (changed, i))
        {
          saved_pages_add (store->pages, bytes + i * IMAGE_PAGE_BYTES, old, &leaf->pages[i]);
          keep_shadow (store, index * LEAF_PAGES + i);
        }
      else
        {
          old->refs++;
          leaf->pages[i] = old;
        }
    }
  return leaf;
}

/* Pages of metadata that are saved. */
static uint64_t
count_metadata (const CheckpointStore *store)
{
  uint64_t n = 0;
  for (uint64_t i = 0; i < meta_bytes (store) / IMAGE_PAGE_BYTES / 64; i++)
    n += popcount64 (store->wanted[i]);
  return n;
}

static gsize
checkpoint_bytes (const Checkpoint *checkpoint)
{
  return sizeof *checkpoint + checkpoint->n_leaves * sizeof (Leaf *);
}

/* All its pages are packed: now they can be shared and given back. */
static void
settle (CheckpointStore *store)
{
  saved_pages_settle (store->pages);
  store->newest = NULL;
}

Checkpoint *
checkpoint_take (CheckpointStore *store, bool free_pages_too)
{
  Addr end = image_heap_mapped_end (store->im);
  uint64_t n_leaves = div_round_up_u64 (page_index (store, end), LEAF_PAGES);
  Checkpoint *checkpoint = g_malloc (sizeof *checkpoint + n_leaves * sizeof (Leaf *));
  settle (store);
  find_pages (store, NULL, free_pages_too);
  checkpoint->refs = 1;
  checkpoint->heap_mapped_end = end;
  checkpoint->free_pages_too = free_pages_too;
  checkpoint->n_leaves = n_leaves;
  for (uint64_t i = 0; i < n_leaves; i++)
    checkpoint->leaves[i] = save_leaf (store, i, leaf_at (store->base, i));
  saved_pages_begin (store->pages);
  store->shadow_pages = max_u64 (store->shadow_pages, count_metadata (store));
  store->bytes += checkpoint_bytes (checkpoint);
  store->newest = checkpoint;
  rebase (store, checkpoint);
  return checkpoint;
}

void
checkpoint_free (CheckpointStore *store, Checkpoint *checkpoint)
{
  if (--checkpoint->refs > 0)
    return;
  if (checkpoint == store->newest)
    settle (store);
  for (uint64_t i = 0; i < checkpoint->n_leaves; i++)
    leaf_unref (store, checkpoint->leaves[i]);
  store->bytes -= checkpoint_bytes (checkpoint);
  g_free (checkpoint);
}

/* --- restoring --- */

typedef struct { CheckpointStore *store; const Checkpoint *checkpoint; } Restore;

static void
clear (CheckpointStore *store, Addr from, Addr to)
{
  if (to - from < DROP_BYTES)
    memset (image_ptr (store->im, from), 0, to - from);
  else
    madvise (image_ptr (store->im, from), to - from, MADV_DONTNEED);
}

/* Clears the touched pages that the checkpoint does not have, or drops them where they are many. */
static void
drop_unsaved (void *context, Addr from, Addr to)
{
  const Restore *r = context;
  for (Addr at = from; at < to;)
    {
      Addr end = at;
      while (end < to && saved_page (r->store, r->checkpoint, end) == NULL)
        end += IMAGE_PAGE_BYTES;
      if (end > at)
        clear (r->store, at, end);
      at = end + IMAGE_PAGE_BYTES;
    }
}

/* A gap of the checkpoint's metadata: clears what was written there since, or by others. */
static void
drop_gap (void *context, Addr from, Addr to, bool zero)
{
  CheckpointStore *store = context;
  uint64_t page = page_index (store, from + IMAGE_PAGE_BYTES - 1), end = page_index (store, to);
  while (zero && page < end)
    {
      uint64_t first = page;
      while (page < end && bitmap_get (store->touched, page))
        page++;
      if (page > first)
        clear (store, store->im->meta_base + first * IMAGE_PAGE_BYTES, store->im->meta_base + page * IMAGE_PAGE_BYTES);
      page++;
    }
}

static uint64_t
n_arenas (const CheckpointStore *store)
{
  return div_round_up_u64 (image_heap_mapped_bytes (store->im), HEAP_ARENA_BYTES);
}

static void
note_fresh (CheckpointStore *store)
{
  for (uint64_t i = 0; i < n_arenas (store); i++)
    store->fresh[i] = max_u64 (store->fresh[i], heap_fresh_from (store->heap, IMAGE_HEAP_BASE + i * HEAP_ARENA_BYTES));
}

/* Pages of the heap that were never handed out are promised to be zero; whoever takes others clears them. */
static void
drop_fresh (Restore *r)
{
  CheckpointStore *store = r->store;
  for (uint64_t i = 0; i < n_arenas (store); i++)
    {
      Addr from = heap_fresh_from (store->heap, IMAGE_HEAP_BASE + i * HEAP_ARENA_BYTES);
      Addr to = min_u64 (store->fresh[i], image_heap_mapped_end (store->im));
      if (from < to)
        each_touched (store->im, from, to, drop_unsaved, r);
      if (to == store->fresh[i])
        store->fresh[i] = from;
    }
}

/* Metadata comes by way of its shadow. */
static void
copy_page (CheckpointStore *store, const SavedPage *saved, uint64_t page)
{
  uint64_t offset = page * IMAGE_PAGE_BYTES;
  if (offset >= meta_bytes (store))
    {
      saved_pages_will_read (store->pages, saved, image_ptr (store->im, store->im->meta_base + offset));
      return;
    }
  saved_pages_will_read (store->pages, saved, store->shadow + offset);
  g_array_append_val (store->restored, page);
}

/* Copies what the checkpoint has in [from, to), but for what the image has already. */
static void
copy_saved (CheckpointStore *store, const Checkpoint *checkpoint, Addr from, Addr to)
{
  uint64_t page = page_index (store, from), end = page_index (store, to);
  while (page < end)
    {
      uint64_t i = page / LEAF_PAGES, leaf_end = min_u64 (end, (i + 1) * LEAF_PAGES);
      const Leaf *leaf = leaf_at (checkpoint, i), *has = leaf_at (store->base, i);
      for (; leaf != NULL && page < leaf_end; page++)
        {
          const SavedPage *saved = leaf->pages[page % LEAF_PAGES];
          if (saved != NULL
              && (has == NULL || has->pages[page % LEAF_PAGES] != saved || bitmap_get (store->changed, page)))
            copy_page (store, saved, page);
        }
      page = leaf_end;
    }
  saved_pages_read (store->pages);
  for (guint i = 0; i < store->restored->len; i++)
    {
      uint64_t offset = g_array_index (store->restored, uint64_t, i) * IMAGE_PAGE_BYTES;
      heap_note_restored (store->heap, store->im->meta_base + offset, store->shadow + offset);
      memcpy (image_ptr (store->im, store->im->meta_base + offset), store->shadow + offset, IMAGE_PAGE_BYTES);
    }
  g_array_set_size (store->restored, 0);
}

GccoreStatus
checkpoint_restore (CheckpointStore *store, Checkpoint *checkpoint, GccoreError *error)
{
  Image *im = store->im;
  Restore r = { store, checkpoint };
  Addr old_end = image_heap_mapped_end (im), old_cursor = im->header->meta_cursor;

  find_pages (store, checkpoint, false);
  find_metadata (store, store->touched, true);
  note_fresh (store);
  heap_note_cached (store->heap);
  copy_saved (store, checkpoint, im->meta_base, im->meta_end);
  gc_each_gap (store->gc, drop_gap, store);
  drop_gap (store, im->header->meta_cursor, round_up_u64 (old_cursor, IMAGE_PAGE_BYTES), true);
  GccoreStatus status = image_restore_mapping (im, old_end, error);
  if (status != GCCORE_OK)
    return status;
  if (checkpoint->free_pages_too)
    each_touched (im, im->heap_base, checkpoint->heap_mapped_end, drop_unsaved, &r);
  else
    drop_fresh (&r);
  copy_saved (store, checkpoint, im->globals_base, checkpoint->heap_mapped_end);
  rebase (store, checkpoint);
  return GCCORE_OK;
}

/* --- what was missed --- */

typedef struct { CheckpointStore *store; Addr at; } Missed;

static void
check_zeros (void *context, Addr from, Addr to)
{
  Missed *missed = context;
  const uint8_t *bytes = image_ptr (missed->store->im, from);
  for (uint64_t i = 0; i < to - from && missed->at == 0; i++)
    if (bytes[i] != 0)
      missed->at = from + i;
}

static void
check_gap (void *context, Addr from, Addr to, bool zero)
{
  const Missed *missed = context;
  if (zero)
    each_touched (missed->store->im, round_up_u64 (from, IMAGE_PAGE_BYTES), round_down_u64 (to, IMAGE_PAGE_BYTES),
                        check_zeros, context);
}

/* Pages that are saved and count as unchanged. */
static void
check_pages (CheckpointStore *store, Addr from, Addr to, Missed *missed)
{
  for (Addr at = from; at < to && missed->at == 0; at += IMAGE_PAGE_BYTES)
    {
      uint64_t page = page_index (store, at);
      const SavedPage *saved = saved_page (store, store->base, at);
      if (saved == NULL || !bitmap_get (store->wanted, page) || bitmap_get (store->changed, page))
        continue;
      const uint8_t *bytes = image_ptr (store->im, at);
      uint8_t before[IMAGE_PAGE_BYTES];
      saved_page_read (saved, before);
      for (uint32_t i = 0; i < IMAGE_PAGE_BYTES && missed->at == 0; i++)
        if (bytes[i] != before[i])
          missed->at = at + i;
    }
}

Addr
checkpoint_find_missed (CheckpointStore *store)
{
  const Image *im = store->im;
  Missed missed = { store, 0 };
  gc_each_gap (store->gc, check_gap, &missed);
  if (store->base == NULL)
    return missed.at;
  find_pages (store, NULL, false);
  check_pages (store, im->meta_base, round_down_u64 (im->header->meta_cursor, IMAGE_PAGE_BYTES), &missed);
  check_pages (store, im->globals_base, image_heap_mapped_end (im), &missed);
  return missed.at;
}
