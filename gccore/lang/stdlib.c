#include "lang/check_priv.h"

#include <string.h>

#include "lang/std-reach.h"

const StdSource *
stdlib_find (const char *path)
{
  for (const StdSource *s = std_sources; s->path != NULL; s++)
    if (strcmp (s->path, path) == 0)
      return s;
  return NULL;
}

const StdOutline *
stdlib_find_outline (const char *path)
{
  for (const StdOutline *s = std_outlines; s->path != NULL; s++)
    if (strcmp (s->path, path) == 0)
      return s;
  return NULL;
}

static int
compare_text (const void *key, const void *item)
{
  return strcmp (key, *(const char *const *) item);
}

bool
stdlib_is_known (const char *path)
{
  return bsearch (path, std_known_packages, std_known_packages_n, sizeof *std_known_packages, compare_text) != NULL;
}

bool
stdlib_has_member (const char *path, const char *name)
{
  g_autofree char *full = g_strconcat (path, ".", name, NULL);

  return bsearch (full, std_known_names, std_known_names_n, sizeof *std_known_names, compare_text) != NULL;
}
