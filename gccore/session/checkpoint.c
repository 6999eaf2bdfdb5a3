#include "session/checkpoint.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "session/block-pool.h"
#include "session/packed-page.h"

#define LEAF_PAGES 512u
/* From so many bytes on, memory that shall read as zeros is given back to the host. Fewer are quicker cleared than mapped
 * again, page by page. */
#define DROP_BYTES (UINT64_C (1) << 20)

typedef struct {
  uint32_t refs;
  uint32_t n_bytes;           /* of `packed` */
  PackedPage packed;
} SavedPage;

/* NULL: not saved; reads as zeros when restored. */
typedef struct { uint64_t refs; SavedPage *pages[LEAF_PAGES]; } Leaf;

struct Checkpoint {
  uint64_t refs;
  Addr heap_mapped_end;
  Leaf *leaves[];             /* NULL: nothing saved there */
};

struct CheckpointStore {
  const Heap *heap;
  Image *im;
  uint64_t n_leaves;
  uint64_t bytes;
  BlockPool *pool;            /* of saved pages */
  Checkpoint *base;           /* the one taken or restored last; NULL: none */
  uint64_t *wanted;           /* scratch of a checkpoint being taken: bit per page of the image */
  uint64_t *changed;          /* scratch, the same: may differ from `base` */
};

CheckpointStore *
checkpoint_store_new (const Heap *heap)
{
  CheckpointStore *store = g_new0 (CheckpointStore, 1);
  store->heap = heap;
  store->im = heap->image;
  store->pool = block_pool_new ();
  uint64_t pages = (store->im->heap_end - store->im->meta_base) / IMAGE_PAGE_BYTES;
  store->n_leaves = div_round_up_u64 (pages, LEAF_PAGES);
  store->wanted = g_new0 (uint64_t, store->n_leaves * (LEAF_PAGES / 64));
  store->changed = g_new0 (uint64_t, store->n_leaves * (LEAF_PAGES / 64));
  return store;
}

void
checkpoint_store_free (CheckpointStore *store)
{
  if (store->base != NULL)
    checkpoint_free (store, store->base);
  block_pool_free (store->pool);
  g_free (store->wanted);
  g_free (store->changed);
  g_free (store);
}

uint64_t
checkpoint_store_bytes (const CheckpointStore *store)
{
  return store->bytes;
}

/* --- which pages --- */

void
image_each_touched (const Image *im, Addr from, Addr to, TouchedFunc func, void *context)
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

static void
want (void *context, Addr from, Addr to)
{
  CheckpointStore *store = context;
  for (Addr at = from; at < to; at += IMAGE_PAGE_BYTES)
    bitmap_set (store->wanted, (at - store->im->meta_base) / IMAGE_PAGE_BYTES);
}

static void
find_wanted (CheckpointStore *store, bool free_pages_too)
{
  const Image *im = store->im;
  const Heap *heap = store->heap;
  memset (store->wanted, 0, store->n_leaves * (LEAF_PAGES / 8));
  image_each_touched (im, im->meta_base, round_up_u64 (im->header->meta_cursor, IMAGE_PAGE_BYTES), want, store);
  want (store, im->globals_base, im->globals_end);
  if (free_pages_too)
    image_each_touched (im, im->heap_base, image_heap_mapped_end (im), want, store);
  for (uint32_t id = 1; id < heap->mheap->n_spans; id++)
    {
      const Mspan *s = heap_span (heap, id);
      if (s->state != MSPAN_DEAD)
        want (store, s->base, mspan_end (s));
    }
}

/* --- which pages may have changed --- */

static const SavedPage *
saved_page (const CheckpointStore *store, const Checkpoint *checkpoint, Addr addr)
{
  uint64_t page = (addr - store->im->meta_base) / IMAGE_PAGE_BYTES;
  const Leaf *leaf = checkpoint->leaves[page / LEAF_PAGES];
  return leaf != NULL ? leaf->pages[page % LEAF_PAGES] : NULL;
}

/* A page of span records, as saved. */
typedef struct { const SavedPage *page; uint8_t bytes[IMAGE_PAGE_BYTES]; } Records;

/* Whether nothing was allocated, freed or swept in the span since the base: its record is what it was. Quick when asked for
 * spans in the order of their records. */
static bool
is_settled (const CheckpointStore *store, const Mspan *s, Records *records)
{
  Addr record = image_addr (store->im, s), offset = (record - store->im->meta_base) % IMAGE_PAGE_BYTES;
  const SavedPage *page = saved_page (store, store->base, record);
  if (s->state != MSPAN_IN_USE || page == NULL)
    return false;
  if (page != records->page)
    packed_page_unpack (&page->packed, records->bytes);
  records->page = page;
  return memcmp (records->bytes + offset, s, sizeof *s) == 0;
}

static bool
is_written (const Image *im, Addr addr)
{
  const uint8_t *written = im->written + (addr - im->globals_base) / IMAGE_PAGE_BYTES;
  return written[0] != 0 || (addr > im->globals_base && written[-1] != 0);
}

/* All pages but those of settled spans where nothing was stored. Objects without a change of their span's record are
 * stored to by the program alone, and it notes that (image_touch()). */
static void
find_changed (CheckpointStore *store)
{
  const Image *im = store->im;
  Records records = { 0 };
  memset (store->changed, 0xff, store->n_leaves * (LEAF_PAGES / 8));
  for (uint32_t id = 1; store->base != NULL && id < store->heap->mheap->n_spans; id++)
    {
      const Mspan *s = heap_span (store->heap, id);
      if (!is_settled (store, s, &records))
        continue;
      for (Addr at = s->base; at < mspan_end (s); at += IMAGE_PAGE_BYTES)
        if (!is_written (im, at))
          bitmap_clear (store->changed, (at - im->meta_base) / IMAGE_PAGE_BYTES);
    }
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
}

/* --- taking --- */

static uint32_t
saved_page_bytes (uint32_t n_packed)
{
  return block_pool_size ((uint32_t) offsetof (SavedPage, packed) + n_packed + PACKED_PAGE_SLACK);
}

static void
page_unref (CheckpointStore *store, SavedPage *page)
{
  if (page == NULL || --page->refs > 0)
    return;
  store->bytes -= saved_page_bytes (page->n_bytes);
  block_pool_give (store->pool, page, saved_page_bytes (page->n_bytes));
}

static void
leaf_unref (CheckpointStore *store, Leaf *leaf)
{
  if (leaf == NULL || --leaf->refs > 0)
    return;
  for (guint i = 0; i < LEAF_PAGES; i++)
    page_unref (store, leaf->pages[i]);
  store->bytes -= sizeof *leaf;
  g_free (leaf);
}

static SavedPage *
save_page (CheckpointStore *store, const void *bytes, SavedPage *before, bool changed)
{
  PackedPageRoom room;
  uint32_t n = before == NULL || changed ? packed_page_pack (&room, bytes) : 0;
  if (before != NULL && (!changed || (n == before->n_bytes && memcmp (&before->packed, &room, n) == 0)))
    {
      before->refs++;
      return before;
    }
  SavedPage *page = block_pool_take (store->pool, saved_page_bytes (n));
  page->refs = 1;
  page->n_bytes = n;
  memcpy (&page->packed, &room, n);
  store->bytes += saved_page_bytes (n);
  return page;
}

static Leaf *
save_leaf (CheckpointStore *store, uint64_t index, Leaf *before)
{
  const uint64_t *wanted = store->wanted + index * (LEAF_PAGES / 64);
  const uint64_t *changed = store->changed + index * (LEAF_PAGES / 64);
  const uint8_t *bytes = image_ptr (store->im, store->im->meta_base + index * LEAF_PAGES * IMAGE_PAGE_BYTES);
  SavedPage *pages[LEAF_PAGES];
  bool any = false, same = before != NULL;
  for (guint i = 0; i < LEAF_PAGES; i++)
    {
      SavedPage *old = before != NULL ? before->pages[i] : NULL;
      pages[i] = bitmap_get (wanted, i) ? save_page (store, bytes + i * IMAGE_PAGE_BYTES, old, bitmap_get (changed, i))
                                        : NULL;
      any = any || pages[i] != NULL;
      same = same && pages[i] == old;
    }
  if (!any)
    return NULL;
  if (same)
    {
      for (guint i = 0; i < LEAF_PAGES; i++)
        page_unref (store, pages[i]);
      before->refs++;
      return before;
    }
  Leaf *leaf = g_malloc (sizeof *leaf);
  leaf->refs = 1;
  memcpy (leaf->pages, pages, sizeof pages);
  store->bytes += sizeof *leaf;
  return leaf;
}

static gsize
checkpoint_bytes (const CheckpointStore *store)
{
  return sizeof (Checkpoint) + store->n_leaves * sizeof (Leaf *);
}

Checkpoint *
checkpoint_take (CheckpointStore *store, bool free_pages_too)
{
  Checkpoint *checkpoint = g_malloc (checkpoint_bytes (store)), *before = store->base;
  find_wanted (store, free_pages_too);
  find_changed (store);
  checkpoint->refs = 1;
  checkpoint->heap_mapped_end = image_heap_mapped_end (store->im);
  for (uint64_t i = 0; i < store->n_leaves; i++)
    checkpoint->leaves[i] = save_leaf (store, i, before != NULL ? before->leaves[i] : NULL);
  store->bytes += checkpoint_bytes (store);
  rebase (store, checkpoint);
  return checkpoint;
}

void
checkpoint_free (CheckpointStore *store, Checkpoint *checkpoint)
{
  if (--checkpoint->refs > 0)
    return;
  for (uint64_t i = 0; i < store->n_leaves; i++)
    leaf_unref (store, checkpoint->leaves[i]);
  store->bytes -= checkpoint_bytes (store);
  g_free (checkpoint);
}

/* --- restoring --- */

typedef struct { CheckpointStore *store; const Checkpoint *checkpoint; } Restore;

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
      if (end - at < DROP_BYTES)
        memset (image_ptr (r->store->im, at), 0, end - at);
      else
        madvise (image_ptr (r->store->im, at), end - at, MADV_DONTNEED);
      at = end + IMAGE_PAGE_BYTES;
    }
}

/* Copies what the checkpoint has in [from, to), but for what the image has already. */
static void
copy_saved (CheckpointStore *store, const Checkpoint *checkpoint, Addr from, Addr to)
{
  for (Addr at = from; at < to; at += IMAGE_PAGE_BYTES)
    {
      const SavedPage *page = saved_page (store, checkpoint, at);
      if (page == NULL)
        continue;
      if (store->base == NULL || page != saved_page (store, store->base, at)
          || bitmap_get (store->changed, (at - store->im->meta_base) / IMAGE_PAGE_BYTES))
        packed_page_unpack (&page->packed, image_ptr (store->im, at));
    }
}

GccoreStatus
checkpoint_restore (CheckpointStore *store, Checkpoint *checkpoint, GccoreError *error)
{
  Image *im = store->im;
  Restore r = { store, checkpoint };
  Addr old_end = image_heap_mapped_end (im), meta_end = round_up_u64 (im->header->meta_cursor, IMAGE_PAGE_BYTES);

  find_changed (store);
  image_each_touched (im, im->meta_base, meta_end, drop_unsaved, &r);
  copy_saved (store, checkpoint, im->meta_base, im->meta_end);
  GccoreStatus status = image_restore_mapping (im, old_end, error);
  if (status != GCCORE_OK)
    return status;
  image_each_touched (im, im->heap_base, max_u64 (old_end, checkpoint->heap_mapped_end), drop_unsaved, &r);
  copy_saved (store, checkpoint, im->globals_base, checkpoint->heap_mapped_end);
  rebase (store, checkpoint);
  return GCCORE_OK;
}

Addr
checkpoint_find_missed (CheckpointStore *store)
{
  const Image *im = store->im;
  find_wanted (store, false);
  find_changed (store);
  for (Addr at = im->heap_base; at < image_heap_mapped_end (im); at += IMAGE_PAGE_BYTES)
    {
      uint64_t page = (at - im->meta_base) / IMAGE_PAGE_BYTES;
      const SavedPage *saved = store->base != NULL ? saved_page (store, store->base, at) : NULL;
      if (saved == NULL || !bitmap_get (store->wanted, page) || bitmap_get (store->changed, page))
        continue;
      const uint8_t *bytes = image_ptr (im, at);
      uint8_t before[IMAGE_PAGE_BYTES];
      packed_page_unpack (&saved->packed, before);
      for (uint32_t i = 0; i < IMAGE_PAGE_BYTES; i++)
        if (bytes[i] != before[i])
          return at + i;
    }
  return 0;
}
