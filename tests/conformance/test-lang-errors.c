/* Wrong programs and what go1.22.12 says to them: the same lines, in the same order. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lang/unit.h"

static char *
check_file (const char *path)
{
  g_autofree char *source = NULL;
  g_autofree char *name = g_path_get_basename (path);
  GString *out = g_string_new (NULL);
  LangUnit *unit;
  gsize len;

  assert_true (g_file_get_contents (path, &source, &len, NULL));
  unit = lang_check (name, source, len, NULL);
  for (guint i = 0; i < unit->diagnostics->len; i++)
    {
      g_autofree char *line = lang_format_diagnostic (unit, unit->diagnostics->pdata[i]);

      g_string_append_printf (out, "%s\n", line);
    }
  lang_unit_free (unit);
  return g_string_free (out, FALSE);
}

static void
test_errors (void **state)
{
  const char *path = *state;
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (".go"));
  g_autofree char *want_path = g_strconcat (stem, ".want", NULL);
  g_autofree char *want = NULL;
  g_autofree char *got = check_file (path);

  assert_true (g_file_get_contents (want_path, &want, NULL, NULL));
  assert_string_equal (got, want);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree struct CMUnitTest *tests = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (argc != 2 || (dir = g_dir_open (argv[1], 0, NULL)) == NULL)
    return 99;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".go"))
      g_ptr_array_add (paths, g_build_filename (argv[1], name, NULL));
  g_ptr_array_sort (paths, compare_names);
  if (paths->len == 0)
    return 99;
  tests = g_new0 (struct CMUnitTest, paths->len);
  for (guint i = 0; i < paths->len; i++)
    {
      tests[i].name = strrchr (paths->pdata[i], '/') + 1;
      tests[i].test_func = test_errors;
      tests[i].initial_state = paths->pdata[i];
    }
  return _cmocka_run_group_tests ("errors", tests, paths->len, NULL, NULL);
}
