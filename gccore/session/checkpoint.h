#pragma once

/* Checkpoints: saved images that share what did not change.
 *
 * A checkpoint is a two-level table of pages of 4 KiB over the whole image (saved-pages.h). Pages and second-level tables
 * are immutable and refcounted, so a checkpoint costs what changed since the one before it. No signal handler finds
 * changes: pages of spans of objects in which nothing was stored (Image.written) are the same, here and when going back, and
 * so are mark and alloc bits that nobody writes to in a cycle (heap/gcbits.h); other metadata is compared. Not saved:
 * constants, free pages of the heap and gaps of the metadata (base/image.h), whose bytes are not history.
 *
 * Units: bytes, ticks. Threads: the machine's; another one packs what was saved. */

#include <glib.h>

#include "gc/gc.h"

typedef struct CheckpointStore CheckpointStore;
typedef struct Checkpoint Checkpoint;

CheckpointStore *checkpoint_store_new (const Gc *gc);
void checkpoint_store_free (CheckpointStore *store);
/* Memory that all checkpoints of the store take. */
uint64_t checkpoint_store_bytes (const CheckpointStore *store);
/* How many of them copies that wait to be packed may take, about. */
void checkpoint_store_set_room (CheckpointStore *store, uint64_t bytes);

/* Saves the image, sharing with the checkpoint that was taken or restored last. `free_pages_too`: a program on a
 * collector broken on purpose may look at what was freed under it. */
Checkpoint *checkpoint_take (CheckpointStore *store, bool free_pages_too);
/* Makes the image what it was; free pages hold anything, as they do for whoever takes one, unless they were never used.
 * What becomes of spans is noted (Heap.changed_spans); the caller attaches heap and all else again. The host's memory
 * is not given back: going back and forth would have it mapped again each time. GCCORE_ERR_HOST_MEMORY: the system
 * refused to map the heap. */
GccoreStatus checkpoint_restore (CheckpointStore *store, Checkpoint *checkpoint, GccoreError *error);
void checkpoint_free (CheckpointStore *store, Checkpoint *checkpoint);
/* Compares all that is taken for unchanged since the checkpoint taken or restored last, and for zeros: the address of a
 * difference, or 0. For tests. */
Addr checkpoint_find_missed (CheckpointStore *store);
