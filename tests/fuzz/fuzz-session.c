/* Any bytes as a session file: refused, or a session that says the same when it is written and read again, and whose
 * machine runs. The checksum would stop nearly everything, so each input is tried with one that fits, too. */

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "session/session-file.h"

#define MAX_TICKS 300

static void
run (const GccoreSession *session)
{
  const GccoreSessionBranch *present = g_ptr_array_index (session->branches, 0);
  GccoreMachine *m = gccore_session_load (session, NULL, NULL);
  if (m == NULL)
    return;
  gccore_machine_set_history (m, UINT64_C (16) << 20);
  gccore_machine_step (m, GCCORE_BY_TICK, MAX_TICKS, 0);
  if (present->position.tick < MAX_TICKS)
    gccore_machine_seek_to (m, present->position, 0);
  for (guint i = 0; i < gccore_machine_n_bookmarks (m); i++)
    if (gccore_machine_bookmark (m, i).position.tick < MAX_TICKS)
      gccore_machine_go_to_bookmark (m, i, 0);
  gccore_machine_free (m);
}

static void
try (const char *text, size_t length)
{
  GccoreError error = { 0 };
  GccoreSession *session = gccore_session_parse (text, length, &error), *again;
  gsize written, rewritten;
  if (session == NULL)
    {
      if (error.code != GCCORE_ERR_USAGE || error.text[0] == '\0')
        abort ();
      return;
    }
  g_autofree char *first = gccore_session_format (session, &written);
  if ((again = gccore_session_parse (first, written, &error)) == NULL)
    abort ();
  g_autofree char *second = gccore_session_format (again, &rewritten);
  if (written != rewritten || memcmp (first, second, written) != 0)
    abort ();
  gccore_session_free (again);
  if (session->knobs.heap_cap <= INT64_C (1) << 30 && session->knobs.procs <= 8)
    run (session);
  gccore_session_free (session);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *text = (const char *) data;
  size_t body = size;
  try (text, size);
  /* Up to the last line, with the sum of that. */
  while (body > 0 && (body == size || text[body - 1] != '\n'))
    body--;
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, body);
  GString *sealed = g_string_new_len (text, (gssize) body);
  g_string_append_printf (sealed, "sha256 %s\n", sum);
  try (sealed->str, sealed->len);
  g_string_free (sealed, TRUE);
  return 0;
}
