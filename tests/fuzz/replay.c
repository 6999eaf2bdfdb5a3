#include "fuzz.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

static uint64_t
next_random (uint64_t *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

/* A few edits: bytes overwritten, pieces removed, doubled or moved, words of the language put in. */
static void
mutate (GString *text, uint64_t *state)
{
  static const char *const words[] = {
    "func",  "{",       "}",    "(",      ")",    "[",     "]",      "type", "struct", "interface", "~",  "|",
    "...",   ":=",      "<-",   "chan",   "map[", "iota",  "nil",    ".",    "*",      "&",         "if", "for",
    "range", "switch",  "case", "select", "go",   "defer", "return", "goto", "L:",     "\n",        ";",  "any",
    "T",     "[T any]", "0x",   "1e999",  "'",    "\"",    "`",      "/*",   "//",     "\0",
  };
  int edits = 1 + (int) (next_random (state) % 4);

  for (int i = 0; i < edits && text->len > 0; i++)
    {
      gsize at = next_random (state) % text->len;
      gsize n = next_random (state) % 40;
      const char *word = words[next_random (state) % G_N_ELEMENTS (words)];

      n = MIN (n, text->len - at);
      switch (next_random (state) % 5)
        {
        case 0: text->str[at] = (char) next_random (state); break;
        case 1: g_string_erase (text, (gssize) at, (gssize) n); break;
        case 2: g_string_insert (text, (gssize) at, word); break;
        case 3:
          {
            g_autofree char *piece = g_memdup2 (text->str + at, n);

            g_string_insert_len (text, (gssize) (next_random (state) % text->len), piece, (gssize) n);
          }
          break;
        default: g_string_truncate (text, at); break;
        }
    }
}

static void
replay (const char *path, int n_mutations, uint64_t *state)
{
  g_autofree char *source = NULL;
  gsize len;

  if (!g_file_get_contents (path, &source, &len, NULL))
    return;
  LLVMFuzzerTestOneInput ((const uint8_t *) source, len);
  for (int i = 0; i < n_mutations; i++)
    {
      GString *text = g_string_new_len (source, (gssize) len);

      mutate (text, state);
      LLVMFuzzerTestOneInput ((const uint8_t *) text->str, text->len);
      g_string_free (text, TRUE);
    }
}

int
main (int argc, char **argv)
{
  int n_mutations = 0;
  uint64_t state = 88172645463325252u;

  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GDir) dir = NULL;
      const char *name;

      if (strcmp (argv[i], "--mutate") == 0 && i + 1 < argc)
        n_mutations = atoi (argv[++i]);
      else if (strcmp (argv[i], "--seed") == 0 && i + 1 < argc)
        state = (strtoull (argv[++i], NULL, 10) + 1) * 0x9e3779b97f4a7c15u;
      else if ((dir = g_dir_open (argv[i], 0, NULL)) != NULL)
        while ((name = g_dir_read_name (dir)) != NULL)
          {
            g_autofree char *path = g_build_filename (argv[i], name, NULL);

            replay (path, n_mutations, &state);
          }
      else
        replay (argv[i], n_mutations, &state);
    }
  return 0;
}
