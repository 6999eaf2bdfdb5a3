#include "session/block-pool.h"

#include <pthread.h>
#include <sys/mman.h>

#define GRAIN 32u
#define CHUNK_BYTES (UINT64_C (32) << 20) /* of address space, aligned to huge pages */
#define HUGE_PAGE_BYTES (UINT64_C (2) << 20)

typedef struct FreeBlock { struct FreeBlock *next; } FreeBlock;

struct BlockPool {
  pthread_mutex_t mutex;
  uint8_t *next, *end;        /* of the chunk that is being cut up */
  GPtrArray *chunks;          /* as mapped */
  FreeBlock *free[BLOCK_POOL_MAX_BYTES / GRAIN + 1]; /* by size in grains */
};

BlockPool *
block_pool_new (void)
{
  BlockPool *pool = g_new0 (BlockPool, 1);
  pthread_mutex_init (&pool->mutex, NULL);
  pool->chunks = g_ptr_array_new ();
  return pool;
}

void
block_pool_free (BlockPool *pool)
{
  for (guint i = 0; i < pool->chunks->len; i++)
    munmap (g_ptr_array_index (pool->chunks, i), CHUNK_BYTES + HUGE_PAGE_BYTES);
  g_ptr_array_unref (pool->chunks);
  pthread_mutex_destroy (&pool->mutex);
  g_free (pool);
}

uint32_t
block_pool_size (uint32_t bytes)
{
  return (bytes + GRAIN - 1) / GRAIN * GRAIN;
}

static void
add_chunk (BlockPool *pool)
{
  uint64_t bytes = CHUNK_BYTES + HUGE_PAGE_BYTES;
  uint8_t *chunk = mmap (NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (chunk == MAP_FAILED)
    g_error ("no memory for %" G_GUINT64_FORMAT " bytes of checkpoints", bytes);
  g_ptr_array_add (pool->chunks, chunk);
  pool->next = chunk + (HUGE_PAGE_BYTES - (uintptr_t) chunk % HUGE_PAGE_BYTES);
  pool->end = pool->next + CHUNK_BYTES;
  madvise (pool->next, CHUNK_BYTES, MADV_HUGEPAGE); /* a hint: it works without */
}

void *
block_pool_take (BlockPool *pool, uint32_t bytes)
{
  uint32_t size = block_pool_size (bytes);
  pthread_mutex_lock (&pool->mutex);
  FreeBlock **head = &pool->free[size / GRAIN];
  void *block = *head;
  if (block != NULL)
    *head = (*head)->next;
  else
    {
      if ((uint64_t) (pool->end - pool->next) < size)
        add_chunk (pool);
      block = pool->next;
      pool->next += size;
    }
  pthread_mutex_unlock (&pool->mutex);
  return block;
}

void
block_pool_give (BlockPool *pool, void *block, uint32_t bytes)
{
  FreeBlock **head = &pool->free[block_pool_size (bytes) / GRAIN], *freed = block;
  pthread_mutex_lock (&pool->mutex);
  freed->next = *head;
  *head = freed;
  pthread_mutex_unlock (&pool->mutex);
}
