#include "lang/std-reach.h"

#include <string.h>

#include "lang/std-sources.h"

struct StdReach {
  GPtrArray *packages;        /* StdSource*: those the program loads */
  bool *keys;                 /* by number in std_declared: it is reached */
};

/* Methods that the machine calls itself: panics print themselves. */
static const char *const machine_names[] = { "Error", "String" };

typedef struct { const char *text; gsize len; } Word;

static int
compare_word (const void *key, const void *item)
{
  const Word *word = key;
  const char *name = *(const char *const *) item;
  int order = strncmp (word->text, name, word->len);

  return order != 0 ? order : name[word->len] == ' ' ? 0 : -1;
}

/* A word of the program may mean what any package declares, and methods. */
static void
reach_word (StdReach *reach, const char *text, gsize len)
{
  Word word = { text, len };
  const char *const *found = bsearch (&word, std_declared, std_declared_n, sizeof *std_declared, compare_word);
  const char *const *end = std_declared + std_declared_n;

  if (found == NULL)
    return;
  while (found > std_declared && compare_word (&word, found - 1) == 0)
    found--;
  for (; found < end && compare_word (&word, found) == 0; found++)
    reach->keys[found - std_declared] = true;
}

static bool
in_word (char c)
{
  return g_ascii_isalnum (c) || c == '_' || (c & 0x80) != 0;
}

/* Words in comments and strings count, too: they do no harm. */
static void
reach_words (StdReach *reach, const char *source, gsize len)
{
  for (gsize i = 0; i < len;)
    {
      gsize start = i;

      while (i < len && in_word (source[i]))
        i++;
      if (i > start)
        reach_word (reach, source + start, i - start);
      else
        i++;
    }
}

static void
load_package (StdReach *reach, const StdSource *std)
{
  if (std == NULL || g_ptr_array_find (reach->packages, std, NULL))
    return;
  g_ptr_array_add (reach->packages, (gpointer) std);
  for (const char *const *path = std->imports; *path != NULL; path++)
    load_package (reach, stdlib_find (*path));
}

/* Whether a path occurs as a whole string literal. */
static bool
is_quoted (const char *source, gsize len, const char *path)
{
  const char *at = source, *end = source + len;
  gsize path_len = strlen (path);

  while ((at = g_strstr_len (at, end - at, path)) != NULL)
    {
      const char *behind = at + path_len;

      if (at > source && behind < end && (at[-1] == '"' || at[-1] == '`') && *behind == at[-1])
        return true;
      at = behind;
    }
  return false;
}

static void
load_packages (StdReach *reach, const char *source, gsize len)
{
  load_package (reach, stdlib_find ("runtime"));
  for (const StdSource *std = std_sources; std->path != NULL; std++)
    if (is_quoted (source, len, std->path))
      load_package (reach, std);
}

/* The machine makes values of the runtime's types and calls its functions by name. */
static void
reach_runtime (StdReach *reach)
{
  const StdSource *runtime = stdlib_find ("runtime");

  for (unsigned i = 0; i < runtime->n_items; i++)
    if (runtime->items[i].key != STD_ALWAYS && runtime->items[i].receiver == STD_ALWAYS)
      reach->keys[runtime->items[i].key] = true;
}

static bool
key_is_reached (const StdReach *reach, uint16_t key)
{
  return key == STD_ALWAYS || reach->keys[key];
}

static bool
is_reached (const StdReach *reach, const StdItem *item)
{
  return key_is_reached (reach, item->key) && key_is_reached (reach, item->receiver);
}

/* Follows the items of a package that were not followed before; whether there were any. */
static bool
follow (StdReach *reach, const StdSource *std, bool *followed)
{
  bool any = false;

  for (unsigned i = 0; i < std->n_items; i++)
    {
      const StdItem *item = &std->items[i];

      if (followed[i] || !is_reached (reach, item))
        continue;
      followed[i] = any = true;
      for (unsigned k = 0; k < item->n_uses; k++)
        reach->keys[std_uses[item->first_use + k]] = true;
    }
  return any;
}

static void
follow_all (StdReach *reach)
{
  g_autoptr (GPtrArray) followed = g_ptr_array_new_with_free_func (g_free);
  bool any = true;

  for (guint i = 0; i < reach->packages->len; i++)
    g_ptr_array_add (followed, g_new0 (bool, ((const StdSource *) reach->packages->pdata[i])->n_items));
  while (any)
    {
      any = false;
      for (guint i = 0; i < reach->packages->len; i++)
        any |= follow (reach, reach->packages->pdata[i], followed->pdata[i]);
    }
}

StdReach *
std_reach_new (const char *source, gsize len)
{
  StdReach *reach = g_new0 (StdReach, 1);

  reach->packages = g_ptr_array_new ();
  reach->keys = g_new0 (bool, std_declared_n);
  for (guint i = 0; i < G_N_ELEMENTS (machine_names); i++)
    reach_word (reach, machine_names[i], strlen (machine_names[i]));
  reach_runtime (reach);
  reach_words (reach, source, len);
  load_packages (reach, source, len);
  follow_all (reach);
  return reach;
}

void
std_reach_free (StdReach *reach)
{
  if (reach == NULL)
    return;
  g_ptr_array_unref (reach->packages);
  g_free (reach->keys);
  g_free (reach);
}

/* Lines keep their numbers. */
static void
leave_out (GString *out, const char *text, gsize len)
{
  const char *end = text + len;

  while ((text = memchr (text, '\n', (gsize) (end - text))) != NULL)
    {
      g_string_append_c (out, '\n');
      text++;
    }
}

GString *
std_reach_source (const StdReach *reach, const StdSource *std)
{
  GString *out = g_string_sized_new (std->len + 1);
  gsize at = 0;

  for (unsigned i = 0; i < std->n_items; i++)
    {
      const StdItem *item = &std->items[i];

      if (item->body_end == 0 || is_reached (reach, item))
        continue;
      g_string_append_len (out, std->source + at, item->body - at);
      leave_out (out, std->source + item->body, item->body_end - item->body);
      at = item->body_end;
    }
  g_string_append_len (out, std->source + at, std->len - at);
  return out;
}
