#include "session/saved-pages.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>

#include "session/block-pool.h"

#define BATCH_PAGES 128u
#define MIN_BATCHES 2u
#define MAX_BATCHES 128u
/* What copies will take when they are packed is told by those of late, over so many batches, with a margin. */
#define COPY_MARGIN 1.5
#define COPY_MEMORY 32
/* Changes are kept by themselves where they take so many times less than the whole page, as reading them takes longer. */
#define MIN_GAIN 4u
/* Those of smaller pages never do. */
#define MIN_WHOLE_BYTES (MIN_GAIN * (uint32_t) offsetof (PackedChanges, words.rest))
/* Pages that a thread takes at once to read; with fewer the other is not woken. */
#define READ_PAGES 128u

/* A copy, laid out like a SavedPage that is not packed. */
typedef struct { uint32_t refs, n_bytes; SavedPage *whole; uint8_t plain[IMAGE_PAGE_BYTES]; } Copy;

_Static_assert (offsetof (Copy, plain) == offsetof (SavedPage, packed), "a copy is a saved page");

typedef struct {
  SavedPage **place;          /* the owner's */
  SavedPage *before;          /* held; NULL: none */
  SavedPage *packed;          /* the outcome: `before` or a new one */
} Job;

typedef struct {
  guint n;
  Job jobs[BATCH_PAGES];
  Copy copies[BATCH_PAGES];
} Batch;

typedef struct { const SavedPage *page; void *bytes; } Read;

struct SavedPages {
  BlockPool *pool;            /* of packed pages */
  uint64_t packed_bytes;
  guint n_batches, max_batches;
  guint n_copies;             /* not collected yet */
  double copy_bytes;          /* what one will take when it is packed, by those of late */
  Batch *filling;             /* NULL: none */
  GPtrArray *free;            /* Batch */
  GArray *reads;              /* Read */

  pthread_mutex_t mutex;      /* guards what follows */
  pthread_cond_t work, done_one;
  GPtrArray *waiting, *done;  /* Batch */
  guint n_packing;            /* by the second thread: 0 or 1 */
  guint next_read, n_reads;   /* of reads, to be done by whoever comes */
  bool is_reading;            /* the second thread */
  bool ends;
  bool has_thread;
  pthread_t thread;
};

static uint32_t
saved_page_bytes (uint32_t n_packed)
{
  return block_pool_size ((uint32_t) offsetof (SavedPage, packed) + n_packed + PACKED_PAGE_SLACK);
}

/* --- reading, on either thread --- */

void
saved_page_read (const SavedPage *page, void *bytes)
{
  if (page->n_bytes == 0)
    memcpy (bytes, ((const Copy *) page)->plain, IMAGE_PAGE_BYTES);
  else
    packed_page_unpack (page->whole != NULL ? &page->whole->packed : &page->packed, bytes);
  if (page->whole != NULL)
    packed_changes_unpack (&page->changes, bytes);
}

/* --- packing, on either thread --- */

static void
make (SavedPages *pages, Job *job, const PackedPageRoom *room, uint32_t n_bytes, SavedPage *whole)
{
  job->packed = block_pool_take (pages->pool, saved_page_bytes (n_bytes));
  job->packed->refs = 1;
  job->packed->n_bytes = n_bytes;
  job->packed->whole = whole;
  memcpy (&job->packed->packed, room, n_bytes);
}

/* Whether this room holds what `page` does. */
static bool
holds (const SavedPage *page, const PackedPageRoom *room, uint32_t n_bytes, const SavedPage *whole)
{
  return page != NULL && page->whole == whole && page->n_bytes == n_bytes && memcmp (&page->packed, room, n_bytes) == 0;
}

/* False: they are not worth it. */
static bool
pack_changes (SavedPages *pages, Job *job, const Copy *copy, SavedPage *whole)
{
  _Alignas (16) uint8_t was[IMAGE_PAGE_BYTES];
  PackedPageRoom room;
  packed_page_unpack (&whole->packed, was);
  uint32_t n = packed_changes_pack (&room, copy->plain, was);
  if (n > whole->n_bytes / MIN_GAIN)
    return false;
  if (holds (job->before, &room, n, whole) || (job->before == whole && memcmp (copy->plain, was, sizeof was) == 0))
    job->packed = job->before;
  else
    make (pages, job, &room, n, whole);
  return true;
}

static void
pack (SavedPages *pages, Job *job, const Copy *copy)
{
  SavedPage *before = job->before, *whole = before != NULL && before->whole != NULL ? before->whole : before;
  PackedPageRoom room;
  if (whole != NULL && whole->n_bytes >= MIN_WHOLE_BYTES && pack_changes (pages, job, copy, whole))
    return;
  uint32_t n = packed_page_pack (&room, copy->plain);
  if (holds (before, &room, n, NULL))
    job->packed = before;
  else
    make (pages, job, &room, n, NULL);
}

static void
pack_batch (SavedPages *pages, Batch *batch)
{
  for (guint i = 0; i < batch->n; i++)
    pack (pages, &batch->jobs[i], &batch->copies[i]);
}

/* --- reading many, on either thread --- */

/* With the mutex, which it gives up in between. */
static void
read_some (SavedPages *pages)
{
  while (pages->next_read < pages->n_reads)
    {
      guint i = pages->next_read, end = MIN (i + READ_PAGES, pages->n_reads);
      pages->next_read = end;
      pthread_mutex_unlock (&pages->mutex);
      for (; i < end; i++)
        {
          const Read *r = &g_array_index (pages->reads, Read, i);
          if (i + 2 < end)
            __builtin_prefetch (r[2].page);
          if (i + 1 < end && r[1].page->whole != NULL)
            __builtin_prefetch (r[1].page->whole);
          saved_page_read (r->page, r->bytes);
        }
      pthread_mutex_lock (&pages->mutex);
    }
}

/* --- the second thread --- */

/* With the mutex. */
static void
work (SavedPages *pages)
{
  if (pages->next_read < pages->n_reads)
    {
      pages->is_reading = true;
      read_some (pages);
      pages->is_reading = false;
      pthread_cond_signal (&pages->done_one);
      return;
    }
  Batch *batch = g_ptr_array_remove_index (pages->waiting, 0);
  pages->n_packing = 1;
  pthread_mutex_unlock (&pages->mutex);
  pack_batch (pages, batch);
  pthread_mutex_lock (&pages->mutex);
  pages->n_packing = 0;
  g_ptr_array_add (pages->done, batch);
  pthread_cond_signal (&pages->done_one);
}

static void *
run_thread (void *data)
{
  SavedPages *pages = data;
  pthread_mutex_lock (&pages->mutex);
  while (!pages->ends)
    if (pages->waiting->len > 0 || pages->next_read < pages->n_reads)
      work (pages);
    else
      pthread_cond_wait (&pages->work, &pages->mutex);
  pthread_mutex_unlock (&pages->mutex);
  return NULL;
}

/* Signals are for the program's own threads. Without a thread the owner packs all. */
static void
start_thread (SavedPages *pages)
{
  sigset_t all, before;
  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &before);
  pages->has_thread = pthread_create (&pages->thread, NULL, run_thread, pages) == 0;
  pthread_sigmask (SIG_SETMASK, &before, NULL);
}

SavedPages *
saved_pages_new (void)
{
  SavedPages *pages = g_new0 (SavedPages, 1);
  pages->pool = block_pool_new ();
  pages->max_batches = MIN_BATCHES;
  pages->copy_bytes = saved_page_bytes (sizeof (PackedPageRoom));
  pages->free = g_ptr_array_new ();
  pages->reads = g_array_new (FALSE, FALSE, sizeof (Read));
  pages->waiting = g_ptr_array_new ();
  pages->done = g_ptr_array_new ();
  pthread_mutex_init (&pages->mutex, NULL);
  pthread_cond_init (&pages->work, NULL);
  pthread_cond_init (&pages->done_one, NULL);
  start_thread (pages);
  return pages;
}

void
saved_pages_free (SavedPages *pages)
{
  saved_pages_settle (pages);
  if (pages->has_thread)
    {
      pthread_mutex_lock (&pages->mutex);
      pages->ends = true;
      pthread_cond_signal (&pages->work);
      pthread_mutex_unlock (&pages->mutex);
      pthread_join (pages->thread, NULL);
    }
  g_ptr_array_set_free_func (pages->free, g_free);
  g_ptr_array_unref (pages->free);
  g_array_unref (pages->reads);
  g_ptr_array_unref (pages->waiting);
  g_ptr_array_unref (pages->done);
  pthread_mutex_destroy (&pages->mutex);
  pthread_cond_destroy (&pages->work);
  pthread_cond_destroy (&pages->done_one);
  block_pool_free (pages->pool);
  g_free (pages);
}

void
saved_pages_set_room (SavedPages *pages, uint64_t bytes)
{
  pages->max_batches = (guint) CLAMP (bytes / sizeof (Batch), MIN_BATCHES, MAX_BATCHES);
}

uint64_t
saved_pages_bytes (const SavedPages *pages)
{
  return pages->packed_bytes + pages->n_batches * sizeof (Batch)
         + (uint64_t) (pages->n_copies * pages->copy_bytes);
}

/* --- the owner's side --- */

static void
collect_batch (SavedPages *pages, Batch *batch)
{
  uint64_t bytes = 0;
  for (guint i = 0; i < batch->n; i++)
    {
      const Job *job = &batch->jobs[i];
      if (job->packed != job->before)
        {
          bytes += saved_page_bytes (job->packed->n_bytes);
          if (job->packed->whole != NULL)
            job->packed->whole->refs++;
          saved_page_unref (pages, job->before);
        }
      *job->place = job->packed;
    }
  pages->packed_bytes += bytes;
  pages->copy_bytes += (COPY_MARGIN * (double) bytes / batch->n - pages->copy_bytes) / COPY_MEMORY;
  pages->n_copies -= batch->n;
  batch->n = 0;
  g_ptr_array_add (pages->free, batch);
}

/* Collects what is done; when that is nothing, packs a batch that waits, or waits for the one that is being packed. There
 * is one. */
static void
collect (SavedPages *pages)
{
  pthread_mutex_lock (&pages->mutex);
  while (pages->done->len == 0 && pages->waiting->len == 0 && pages->n_packing > 0)
    pthread_cond_wait (&pages->done_one, &pages->mutex);
  if (pages->done->len == 0 && pages->waiting->len > 0)
    {
      Batch *mine = g_ptr_array_steal_index (pages->waiting, pages->waiting->len - 1);
      pthread_mutex_unlock (&pages->mutex);
      pack_batch (pages, mine);
      collect_batch (pages, mine);
      return;
    }
  GPtrArray *done = pages->done;
  pages->done = g_ptr_array_new ();
  pthread_mutex_unlock (&pages->mutex);
  for (guint i = 0; i < done->len; i++)
    collect_batch (pages, g_ptr_array_index (done, i));
  g_ptr_array_unref (done);
}

static void
submit (SavedPages *pages)
{
  pthread_mutex_lock (&pages->mutex);
  g_ptr_array_add (pages->waiting, pages->filling);
  pthread_cond_signal (&pages->work);
  pthread_mutex_unlock (&pages->mutex);
  pages->filling = NULL;
}

static Batch *
free_batch (SavedPages *pages)
{
  while (pages->free->len == 0 && pages->n_batches >= pages->max_batches)
    collect (pages);
  if (pages->free->len > 0)
    return g_ptr_array_steal_index (pages->free, pages->free->len - 1);
  Batch *batch = g_malloc (sizeof *batch);
  batch->n = 0;
  pages->n_batches++;
  return batch;
}

void
saved_pages_add (SavedPages *pages, const void *bytes, SavedPage *before, SavedPage **place)
{
  if (pages->filling == NULL)
    pages->filling = free_batch (pages);
  Batch *batch = pages->filling;
  Copy *copy = &batch->copies[batch->n];
  if (before != NULL)
    before->refs++;
  batch->jobs[batch->n++] = (Job) { place, before, NULL };
  copy->refs = 1;
  copy->n_bytes = 0;
  copy->whole = NULL;
  memcpy (copy->plain, bytes, IMAGE_PAGE_BYTES);
  *place = (SavedPage *) copy;
  pages->n_copies++;
  if (batch->n == BATCH_PAGES)
    submit (pages);
}

void
saved_pages_begin (SavedPages *pages)
{
  if (pages->filling != NULL)
    submit (pages);
}

void
saved_pages_settle (SavedPages *pages)
{
  saved_pages_begin (pages);
  while (pages->n_copies > 0)
    collect (pages);
}

void
saved_page_unref (SavedPages *pages, SavedPage *page)
{
  if (page == NULL || --page->refs > 0)
    return;
  saved_page_unref (pages, page->whole);
  pages->packed_bytes -= saved_page_bytes (page->n_bytes);
  block_pool_give (pages->pool, page, saved_page_bytes (page->n_bytes));
}

void
saved_pages_will_read (SavedPages *pages, const SavedPage *page, void *bytes)
{
  const Read r = { page, bytes };
  g_array_append_val (pages->reads, r);
}

void
saved_pages_read (SavedPages *pages)
{
  pthread_mutex_lock (&pages->mutex);
  pages->next_read = 0;
  pages->n_reads = pages->reads->len;
  if (pages->n_reads > 2 * READ_PAGES)
    pthread_cond_signal (&pages->work);
  read_some (pages);
  while (pages->is_reading)
    pthread_cond_wait (&pages->done_one, &pages->mutex);
  pthread_mutex_unlock (&pages->mutex);
  g_array_set_size (pages->reads, 0);
}
