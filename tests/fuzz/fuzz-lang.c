/* Any bytes as a program: the front end answers with diagnostics or a checked unit, and never ends the process.
 *
 * How it is run: fuzz.h. */

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "lang/unit.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const LangOptions options = { .any_package = true };
  LangUnit *unit = lang_check ("f.go", (const char *) data, size, &options);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < unit->diagnostics->len; i++)
    g_free (lang_format_diagnostic (unit, unit->diagnostics->pdata[i]));
  if (lang_unit_ok (unit) && unit->main != NULL)
    lang_dump_ast (text, unit->main->files[0]);
  g_string_free (text, TRUE);
  lang_unit_free (unit);
  return 0;
}
