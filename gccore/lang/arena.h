#pragma once

/* Memory that is freed all at once: what a unit's tree, types and names live in. Zeroed, 16-byte aligned. Not
 * thread-safe. */

#include <glib.h>

typedef struct Arena Arena;

Arena *arena_new (void);
void arena_free (Arena *arena);
void *arena_alloc (Arena *arena, gsize size);
void *arena_copy (Arena *arena, const void *data, gsize size);
/* One copy of each text: equal texts are equal pointers. */
const char *arena_intern (Arena *arena, const char *text, gsize len);
const char *arena_intern_string (Arena *arena, const char *text);
char *arena_printf (Arena *arena, const char *format, ...) G_GNUC_PRINTF (2, 3);
gsize arena_bytes (const Arena *arena);

#define ARENA_NEW(arena, type) ((type *) arena_alloc ((arena), sizeof (type)))
#define ARENA_NEW_N(arena, type, n) ((type *) arena_alloc ((arena), sizeof (type) * (gsize) (n)))

/* A list in the arena that grows by doubling: `list` has fields v and n; capacity is the next power of two, so that it
 * needs no field. */
#define ARENA_APPEND(arena, list, item) \
  G_STMT_START \
  { \
    if (((list)->n & ((list)->n - 1)) == 0) \
      (list)->v = arena_grow ((arena), (list)->v, (gsize) (list)->n, sizeof *(list)->v); \
    (list)->v[(list)->n++] = (item); \
  } \
  G_STMT_END
void *arena_grow (Arena *arena, void *old, gsize n, gsize elem_size);
