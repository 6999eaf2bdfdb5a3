/* Any bytes as a program: the front end answers with diagnostics or a program, and never ends the process.
 *
 * The library costs a hundred times what a small program does, so each input is first checked, explained and printed
 * without it, where imports fail; a share of the inputs, told by their bytes, goes the whole way: those that import
 * nothing and have no mistake more often than the rest.
 *
 * How it is run: fuzz.h. */

#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "fuzz.h"
#include "lang/codegen.h"
#include "lang/escape.h"
#include "lang/unit.h"

/* Of so many inputs one goes the whole way. */
enum { SHARE_OF_VALID = 8, SHARE_OF_REST = 64 };

static void
format_diagnostics (const LangUnit *unit)
{
  for (guint i = 0; i < unit->diagnostics->len; i++)
    g_free (lang_format_diagnostic (unit, unit->diagnostics->pdata[i]));
}

/* Whether the program is right without the library. */
static bool
check_alone (const char *source, size_t size)
{
  const LangOptions options = { .any_package = true, .no_std = true };
  LangUnit *unit = lang_check ("f.go", source, size, &options);
  bool ok = lang_unit_ok (unit);

  format_diagnostics (unit);
  if (ok)
    {
      GString *text = g_string_new (NULL);

      lang_dump_ast (text, unit->main->files[0]);
      g_string_free (text, TRUE);
      g_ptr_array_unref (escape_report (unit, ESCAPE_M2, true));
    }
  lang_unit_free (unit);
  return ok;
}

static void
compile (const char *source, size_t size)
{
  LangUnit *unit = lang_check ("f.go", source, size, NULL);

  format_diagnostics (unit);
  if (lang_unit_ok (unit))
    {
      GccoreError error = { 0 };

      program_unref (codegen_program (unit, &error));
    }
  lang_unit_free (unit);
}

static uint32_t
hash_bytes (const uint8_t *data, size_t size)
{
  uint32_t hash = 2166136261u;

  for (size_t i = 0; i < size; i++)
    hash = (hash ^ data[i]) * 16777619u;
  return hash >> 8;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *source = (const char *) data;
  bool alone = check_alone (source, size);

  if (hash_bytes (data, size) % (alone ? SHARE_OF_VALID : SHARE_OF_REST) == 0)
    compile (source, size);
  return 0;
}
