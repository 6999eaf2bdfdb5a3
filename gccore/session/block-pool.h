#pragma once

/* Blocks of a few sizes, many of them, that come and go: what saved pages live in. Fresh memory costs more to be mapped
 * 4 KiB at a time than a packed page costs to make; so a pool maps huge pages where the host has them, and cuts them up.
 * A block that was given back is the next of its size.
 *
 * Memory goes back to the host when the pool is freed, with all its blocks. Threads: any may take and give. */

#include <glib.h>
#include <stdint.h>

#define BLOCK_POOL_MAX_BYTES 8192u

typedef struct BlockPool BlockPool;

BlockPool *block_pool_new (void);
void block_pool_free (BlockPool *pool);
/* What a block for so many bytes takes. */
uint32_t block_pool_size (uint32_t bytes);
/* At most BLOCK_POOL_MAX_BYTES; aligned to 32 bytes. Aborts like g_malloc() when the host has no more. */
void *block_pool_take (BlockPool *pool, uint32_t bytes);
void block_pool_give (BlockPool *pool, void *block, uint32_t bytes);
