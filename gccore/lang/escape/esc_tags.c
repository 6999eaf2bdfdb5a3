#include "lang/escape/esc_analyze.h"

#include <stdlib.h>
#include <string.h>

typedef struct { const char *function, *tags; } Tag;

static const Tag tags[] = {
#define ESC_TAG(function, words) { function, words },
#include "lang/escape/std_tags.def"
#undef ESC_TAG
};

static int
compare_tag (const void *function, const void *tag)
{
  return strcmp (function, ((const Tag *) tag)->function);
}

static const char *
find (const char *function)
{
  const Tag *found = bsearch (function, tags, G_N_ELEMENTS (tags), sizeof *tags, compare_tag);

  return found ? found->tags : NULL;
}

/* "heap@1+r0@0" */
static void
parse_word (const char *word, EscLeaks *leaks)
{
  g_auto (GStrv) items = g_strsplit (word, "+", -1);

  for (guint i = 0; items[i]; i++) {
    const char *at = strchr (items[i], '@');
    int derefs = at ? atoi (at + 1) : 0;

    if (g_str_has_prefix (items[i], "heap"))
      esc_leaks_add (&leaks->heap, derefs);
    else if (g_str_has_prefix (items[i], "mut"))
      esc_leaks_add (&leaks->mutator, derefs);
    else if (g_str_has_prefix (items[i], "call"))
      esc_leaks_add (&leaks->callee, derefs);
    else if (items[i][0] == 'r')
      esc_leaks_add (&leaks->result[items[i][1] - '0'], derefs);
  }
}

bool
esc_tags_lookup (const char *function, EscParam *params, guint n_params)
{
  const char *found = find (function);
  g_auto (GStrv) words = NULL;
  guint i_word = 0;

  if (!found)
    return false;
  words = g_strsplit (found, " ", -1);
  for (guint i = 0; i < n_params; i++) {
    esc_leaks_init (&params[i].leaks);
    if (type_has_pointers (params[i].type) && words[i_word])
      parse_word (words[i_word++], &params[i].leaks);
  }
  return true;
}
