#include "session/checkpoint.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define LEAF_PAGES 512u

typedef struct { uint64_t refs; uint8_t bytes[IMAGE_PAGE_BYTES]; } SavedPage;

/* NULL: not saved; reads as zeros when restored. */
typedef struct { uint64_t refs; SavedPage *pages[LEAF_PAGES]; } Leaf;

struct Checkpoint {
  Addr heap_mapped_end;
  Leaf *leaves[];             /* NULL: nothing saved there */
};

struct CheckpointStore {
  const Heap *heap;
  Image *im;
  uint64_t n_leaves;
  uint64_t bytes;
  uint64_t *wanted;           /* scratch of a checkpoint being taken: bit per page of the image */
};

CheckpointStore *
checkpoint_store_new (const Heap *heap)
{
  CheckpointStore *store = g_new0 (CheckpointStore, 1);
  store->heap = heap;
  store->im = heap->image;
  uint64_t pages = (store->im->heap_end - store->im->meta_base) / IMAGE_PAGE_BYTES;
  store->n_leaves = div_round_up_u64 (pages, LEAF_PAGES);
  store->wanted = g_new0 (uint64_t, store->n_leaves * (LEAF_PAGES / 64));
  return store;
}

void
checkpoint_store_free (CheckpointStore *store)
{
  g_free (store->wanted);
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
find_wanted (CheckpointStore *store)
{
  const Image *im = store->im;
  const Heap *heap = store->heap;
  memset (store->wanted, 0, store->n_leaves * (LEAF_PAGES / 8));
  image_each_touched (im, im->meta_base, round_up_u64 (im->header->meta_cursor, IMAGE_PAGE_BYTES), want, store);
  want (store, im->globals_base, im->globals_end);
  for (uint32_t id = 1; id < heap->mheap->n_spans; id++)
    {
      const Mspan *s = heap_span (heap, id);
      if (s->state != MSPAN_DEAD)
        want (store, s->base, mspan_end (s));
    }
}

/* --- taking --- */

static void
page_unref (CheckpointStore *store, SavedPage *page)
{
  if (page == NULL || --page->refs > 0)
    return;
  store->bytes -= sizeof *page;
  g_free (page);
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
save_page (CheckpointStore *store, const void *bytes, SavedPage *before)
{
  if (before != NULL && memcmp (before->bytes, bytes, IMAGE_PAGE_BYTES) == 0)
    {
      before->refs++;
      return before;
    }
  SavedPage *page = g_malloc (sizeof *page);
  page->refs = 1;
  memcpy (page->bytes, bytes, IMAGE_PAGE_BYTES);
  store->bytes += sizeof *page;
  return page;
}

static Leaf *
save_leaf (CheckpointStore *store, uint64_t index, Leaf *before)
{
  const uint64_t *wanted = store->wanted + index * (LEAF_PAGES / 64);
  const uint8_t *bytes = image_ptr (store->im, store->im->meta_base + index * LEAF_PAGES * IMAGE_PAGE_BYTES);
  SavedPage *pages[LEAF_PAGES];
  bool any = false, same = before != NULL;
  for (guint i = 0; i < LEAF_PAGES; i++)
    {
      SavedPage *old = before != NULL ? before->pages[i] : NULL;
      pages[i] = bitmap_get (wanted, i) ? save_page (store, bytes + i * IMAGE_PAGE_BYTES, old) : NULL;
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
checkpoint_take (CheckpointStore *store, const Checkpoint *before)
{
  Checkpoint *checkpoint = g_malloc (checkpoint_bytes (store));
  find_wanted (store);
  checkpoint->heap_mapped_end = image_heap_mapped_end (store->im);
  for (uint64_t i = 0; i < store->n_leaves; i++)
    checkpoint->leaves[i] = save_leaf (store, i, before != NULL ? before->leaves[i] : NULL);
  store->bytes += checkpoint_bytes (store);
  return checkpoint;
}

void
checkpoint_free (CheckpointStore *store, Checkpoint *checkpoint)
{
  for (uint64_t i = 0; i < store->n_leaves; i++)
    leaf_unref (store, checkpoint->leaves[i]);
  store->bytes -= checkpoint_bytes (store);
  g_free (checkpoint);
}

/* --- restoring --- */

typedef struct { CheckpointStore *store; const Checkpoint *checkpoint; } Restore;

static const SavedPage *
saved_page (const CheckpointStore *store, const Checkpoint *checkpoint, Addr addr)
{
  uint64_t page = (addr - store->im->meta_base) / IMAGE_PAGE_BYTES;
  const Leaf *leaf = checkpoint->leaves[page / LEAF_PAGES];
  return leaf != NULL ? leaf->pages[page % LEAF_PAGES] : NULL;
}

/* Drops the touched pages that the checkpoint does not have: they read as zeros again. */
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
        madvise (image_ptr (r->store->im, at), end - at, MADV_DONTNEED);
      at = end + IMAGE_PAGE_BYTES;
    }
}

static void
copy_saved (CheckpointStore *store, const Checkpoint *checkpoint, Addr from, Addr to)
{
  for (Addr at = from; at < to; at += IMAGE_PAGE_BYTES)
    {
      const SavedPage *page = saved_page (store, checkpoint, at);
      if (page != NULL)
        memcpy (image_ptr (store->im, at), page->bytes, IMAGE_PAGE_BYTES);
    }
}

GccoreStatus
checkpoint_restore (CheckpointStore *store, const Checkpoint *checkpoint, GccoreError *error)
{
  Image *im = store->im;
  Restore r = { store, checkpoint };
  Addr old_end = image_heap_mapped_end (im), meta_end = round_up_u64 (im->header->meta_cursor, IMAGE_PAGE_BYTES);

  image_each_touched (im, im->meta_base, meta_end, drop_unsaved, &r);
  copy_saved (store, checkpoint, im->meta_base, im->meta_end);
  GccoreStatus status = image_restore_mapping (im, old_end, error);
  if (status != GCCORE_OK)
    return status;
  image_each_touched (im, im->heap_base, max_u64 (old_end, checkpoint->heap_mapped_end), drop_unsaved, &r);
  copy_saved (store, checkpoint, im->globals_base, checkpoint->heap_mapped_end);
  return GCCORE_OK;
}
