#include "lang/arena.h"

#include <stdarg.h>
#include <string.h>

typedef struct Block {
  struct Block *next;
  gsize size;
  char data[] __attribute__ ((aligned (16)));
} Block;

struct Arena {
  Block *blocks;              /* the first one is being filled */
  gsize used;                 /* in the first block */
  gsize total_bytes;
  GHashTable *names;          /* text -> the arena's copy; lookup only */
};

#define BLOCK_BYTES ((gsize) 64 * 1024)

Arena *
arena_new (void)
{
  Arena *arena = g_new0 (Arena, 1);

  arena->names = g_hash_table_new (g_str_hash, g_str_equal);
  return arena;
}

void
arena_free (Arena *arena)
{
  if (arena == NULL)
    return;
  for (Block *block = arena->blocks, *next; block != NULL; block = next)
    {
      next = block->next;
      g_free (block);
    }
  g_hash_table_destroy (arena->names);
  g_free (arena);
}

static Block *
block_new (Arena *arena, gsize size)
{
  Block *block = g_malloc0 (sizeof (Block) + size);

  block->size = size;
  arena->total_bytes += size;
  return block;
}

void *
arena_alloc (Arena *arena, gsize size)
{
  void *result;

  size = (size + 15) & ~(gsize) 15;
  if (size > BLOCK_BYTES / 4)
    {
      /* Large pieces get their own block, behind the one being filled. */
      Block *block = block_new (arena, size);

      if (arena->blocks == NULL)
        {
          arena->blocks = block;
          arena->used = size;
        }
      else
        {
          block->next = arena->blocks->next;
          arena->blocks->next = block;
        }
      return block->data;
    }
  if (arena->blocks == NULL || arena->used + size > arena->blocks->size)
    {
      Block *block = block_new (arena, BLOCK_BYTES);

      block->next = arena->blocks;
      arena->blocks = block;
      arena->used = 0;
    }
  result = arena->blocks->data + arena->used;
  arena->used += size;
  return result;
}

void *
arena_copy (Arena *arena, const void *data, gsize size)
{
  void *copy = arena_alloc (arena, size);

  if (size != 0)
    memcpy (copy, data, size);
  return copy;
}

const char *
arena_intern (Arena *arena, const char *text, gsize len)
{
  g_autofree char *key = g_strndup (text, len);

  return arena_intern_string (arena, key);
}

const char *
arena_intern_string (Arena *arena, const char *text)
{
  char *known = g_hash_table_lookup (arena->names, text);

  if (known == NULL)
    {
      known = arena_copy (arena, text, strlen (text) + 1);
      g_hash_table_add (arena->names, known);
    }
  return known;
}

char *
arena_printf (Arena *arena, const char *format, ...)
{
  va_list args;
  g_autofree char *text = NULL;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  return arena_copy (arena, text, strlen (text) + 1);
}

gsize
arena_bytes (const Arena *arena)
{
  return arena->total_bytes;
}

void *
arena_grow (Arena *arena, void *old, gsize n, gsize elem_size)
{
  void *list = arena_alloc (arena, (n == 0 ? 1 : n * 2) * elem_size);

  if (n != 0)
    memcpy (list, old, n * elem_size);
  return list;
}
