#include "session/session-file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "session/branches.h"
#include "session/knobs.h"

#define MAGIC "spanscape session "
#define SUM "sha256 "
#define SUM_LENGTH (strlen (SUM) + 64 + 1)
#define MAX_SOURCE_BYTES (64u << 20)

/* --- writing --- */

/* Escapes what would end a line; letters of other languages stay readable. */
static char *
escape (const char *text)
{
  char letters[129];
  for (guint i = 0; i < 128; i++)
    letters[i] = (char) (0x80 + i);
  letters[128] = '\0';
  return g_strescape (text, letters);
}

/* A name that ends at the next space: spaces are escaped, too. */
static void
append_word (GString *out, const char *word)
{
  g_autofree char *escaped = escape (word);
  for (const char *c = escaped; *c != '\0'; c++)
    if (*c == ' ')
      g_string_append (out, "\\040");
    else
      g_string_append_c (out, *c);
}

static void
append_rest (GString *out, const char *key, const char *text)
{
  g_autofree char *escaped = escape (text);
  g_string_append_printf (out, "%s %s\n", key, escaped);
}

static void
append_branch (GString *out, const GccoreSessionBranch *b)
{
  g_string_append (out, "branch ");
  append_word (out, b->name);
  g_string_append_printf (out, " %" G_GUINT64_FORMAT "\nat %" G_GUINT64_FORMAT " %u\n", b->last_tick, b->position.tick,
                          b->position.step);
  for (guint i = 0; i < b->changes->len; i++)
    {
      const GccoreSessionChange *change = &g_array_index (b->changes, GccoreSessionChange, i);
      g_string_append_printf (out, "change %" G_GUINT64_FORMAT " %s %" G_GINT64_FORMAT "\n", change->tick, change->knob,
                              change->value);
    }
}

char *
gccore_session_format (const GccoreSession *session, gsize *length)
{
  GString *out = g_string_new (NULL);
  guint n_knobs;
  const GccoreKnob *knobs = gccore_knob_table (&n_knobs);

  g_string_append_printf (out, MAGIC "%d\n", GCCORE_SESSION_VERSION);
  append_rest (out, "name", session->name);
  for (guint i = 0; i < n_knobs; i++)
    g_string_append_printf (out, "knob %s %" G_GINT64_FORMAT "\n", knobs[i].name,
                            gccore_knob_get (&knobs[i], &session->knobs));
  for (guint i = 0; session->args != NULL && session->args[i] != NULL; i++)
    append_rest (out, "arg", session->args[i]);
  for (guint i = 0; i < session->branches->len; i++)
    append_branch (out, g_ptr_array_index (session->branches, i));
  for (guint i = 0; i < session->bookmarks->len; i++)
    {
      const GccoreBookmark *b = &g_array_index (session->bookmarks, GccoreBookmark, i);
      g_string_append_printf (out, "bookmark %" G_GUINT64_FORMAT " %u ", b->position.tick, b->position.step);
      append_word (out, b->branch);
      append_rest (out, "", b->name);
    }
  for (guint i = 0; i < session->stops->len; i++)
    append_rest (out, "stop", g_ptr_array_index (session->stops, i));
  g_string_append_printf (out, "source %" G_GSIZE_FORMAT "\n", session->source_length);
  g_string_append_len (out, session->source, (gssize) session->source_length);
  g_string_append_c (out, '\n');
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) out->str, out->len);
  g_string_append_printf (out, SUM "%s\n", sum);
  *length = out->len;
  return g_string_free (out, FALSE);
}

/* Something that is no file (a pipe, a device) is written to, never replaced. */
static bool
write_through (const char *path, const char *text, gsize length, GError **error)
{
  FILE *out = fopen (path, "w");
  bool good = out != NULL && fwrite (text, 1, length, out) == length;
  int why = errno;
  if (out != NULL && fclose (out) != 0 && good)
    {
      why = errno;
      good = false;
    }
  if (!good)
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (why), "%s: %s", path, g_strerror (why));
  return good;
}

bool
gccore_session_save (const GccoreSession *session, const char *path, GError **error)
{
  gsize length;
  g_autofree char *text = gccore_session_format (session, &length);
  if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return write_through (path, text, length, error);
  return g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0666, error);
}

/* --- reading --- */

/* The text between its first line and its sum, read line by line. */
typedef struct {
  const char *at, *end;
  guint line;                 /* number of the line that was read last */
  GccoreSession *session;
  GccoreError *error;
} Reader;

/* Of a line between the first and the sum. */
static bool
damaged (Reader *r)
{
  if (r->line > 0)
    gccore_error_put_into (r->error, N_("the session file is damaged: line %u: %s"), r->line);
  return false;
}

static bool G_GNUC_PRINTF (2, 3)
refuse (Reader *r, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  gccore_error_set_va (r->error, GCCORE_ERR_USAGE, format, args);
  va_end (args);
  return damaged (r);
}

static bool
refuse_because (Reader *r, const GccoreError *why)
{
  if (r->error != NULL)
    *r->error = *why;
  return damaged (r);
}

bool
gccore_session_is_one (const char *text, gsize length)
{
  return length >= strlen (MAGIC) && memcmp (text, MAGIC, strlen (MAGIC)) == 0;
}

/* The version and the sum; what lies between is then what somebody has saved. */
static bool
open_file (Reader *r, const char *text, gsize length)
{
  char *rest;
  if (!gccore_session_is_one (text, length))
    return refuse (r, N_("this is no session file"));
  const char *first_end = memchr (text, '\n', MIN (length, 64));
  g_autofree char *number = first_end != NULL ? g_strndup (text + strlen (MAGIC), first_end - text - strlen (MAGIC)) : NULL;
  guint64 version = number != NULL ? g_ascii_strtoull (number, &rest, 10) : 0;
  if (number == NULL || !g_ascii_isdigit (number[0]) || *rest != '\0' || version == 0)
    return refuse (r, N_("the session file is damaged: its version cannot be read"));
  if (version > GCCORE_SESSION_VERSION)
    return refuse (r, N_("the session was saved by a later version of Spanscape "
                         "(format %llu; this one reads up to %d)"),
                   (unsigned long long) version, GCCORE_SESSION_VERSION);
  if (length < SUM_LENGTH || memcmp (text + length - SUM_LENGTH, SUM, strlen (SUM)) != 0 || text[length - 1] != '\n')
    return refuse (r, N_("the session file is cut short"));
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, length - SUM_LENGTH);
  if (memcmp (sum, text + length - SUM_LENGTH + strlen (SUM), 64) != 0)
    return refuse (r, N_("the session file was changed since it was saved: its checksum does not match"));
  r->at = first_end + 1;
  r->end = text + length - SUM_LENGTH;
  r->line = 1;
  return true;
}

/* A whole number that ends at a space or at the line's end; *text goes beyond it. */
static bool
read_number (Reader *r, char **text, uint64_t max, uint64_t *n)
{
  char *word = *text, *space = strchr (word, ' ');
  if (space != NULL)
    *space = '\0';
  *text = space != NULL ? space + 1 : word + strlen (word);
  guint64 value;
  if (!g_ascii_string_to_unsigned (word, 10, 0, max, &value, NULL))
    return refuse (r, N_("\"%.40s\" is no number that can stand here"), word);
  *n = value;
  return true;
}

/* A name or argument as it was before it was escaped; NULL: refused. */
static char *
unescape (Reader *r, const char *text)
{
  gsize backslashes = 0, length = strlen (text);
  while (backslashes < length && text[length - 1 - backslashes] == '\\')
    backslashes++;
  g_autofree char *plain = backslashes % 2 == 0 ? g_strcompress (text) : NULL;
  if (plain != NULL && g_utf8_validate (plain, -1, NULL))
    return g_steal_pointer (&plain);
  refuse (r, N_("the text cannot be read"));
  return NULL;
}

static char *
read_word (Reader *r, char **text)
{
  char *word = *text, *space = strchr (word, ' ');
  if (space != NULL)
    *space = '\0';
  *text = space != NULL ? space + 1 : word + strlen (word);
  return unescape (r, word);
}

static bool
read_knob (Reader *r, char *text, const GccoreKnob **knob, int64_t *value)
{
  GccoreError why = { 0 };
  g_autofree char *name = read_word (r, &text);
  if (name == NULL)
    return false;
  *knob = gccore_knob_find (name);
  if (*knob == NULL)
    return refuse (r, N_("there is no knob \"%.40s\""), name);
  if (!g_ascii_string_to_signed (text, 10, INT64_MIN, INT64_MAX, value, NULL))
    return refuse (r, N_("\"%.40s\" is no number"), text);
  if (gccore_knob_check (*knob, *value, &why) != GCCORE_OK)
    return refuse_because (r, &why);
  return true;
}

static GccoreSessionBranch *
last_branch (const Reader *r)
{
  const GPtrArray *branches = r->session->branches;
  return branches->len > 0 ? g_ptr_array_index (branches, branches->len - 1) : NULL;
}

static void
session_branch_free (GccoreSessionBranch *b)
{
  g_free (b->name);
  g_array_unref (b->changes);
  g_free (b);
}

static bool
read_branch (Reader *r, char *text)
{
  GccoreSessionBranch *b = g_new0 (GccoreSessionBranch, 1);
  b->changes = g_array_new (FALSE, FALSE, sizeof (GccoreSessionChange));
  b->name = read_word (r, &text);
  g_ptr_array_add (r->session->branches, b);
  if (b->name == NULL)
    return false;
  if (b->name[0] == '\0')
    return refuse (r, N_("a branch needs a name"));
  return read_number (r, &text, UINT64_MAX - 1, &b->last_tick);
}

static bool
read_position (Reader *r, char **text, GccorePosition *position)
{
  uint64_t step;
  if (!read_number (r, text, UINT64_MAX - 1, &position->tick) || !read_number (r, text, UINT32_MAX, &step))
    return false;
  position->step = (uint32_t) step;
  return true;
}

static bool
read_change (Reader *r, char *text, GccoreSessionBranch *b)
{
  GccoreSessionChange change = { 0 };
  const GccoreKnob *knob;
  if (!read_number (r, &text, UINT64_MAX - 1, &change.tick) || !read_knob (r, text, &knob, &change.value))
    return false;
  if (!knob->live)
    return refuse (r, N_("%s cannot change while the program runs"), knob->name);
  if (b->changes->len > 0 && g_array_index (b->changes, GccoreSessionChange, b->changes->len - 1).tick > change.tick)
    return refuse (r, N_("changes must ascend"));
  change.knob = knob->name;
  g_array_append_val (b->changes, change);
  return true;
}

static bool
read_bookmark (Reader *r, char *text)
{
  GccoreBookmark bookmark = { 0 };
  if (!read_position (r, &text, &bookmark.position))
    return false;
  bookmark.branch = read_word (r, &text);
  bookmark.name = bookmark.branch != NULL ? unescape (r, text) : NULL;
  g_array_append_val (r->session->bookmarks, bookmark);
  return bookmark.name != NULL;
}

static bool
read_stop (Reader *r, const char *text)
{
  GccoreError why = { 0 };
  g_autofree char *condition = unescape (r, text);
  if (condition == NULL)
    return false;
  GccoreStop *stop = gccore_stop_parse (condition, &why);
  if (stop == NULL)
    return refuse_because (r, &why);
  g_ptr_array_add (r->session->stops, gccore_stop_format (stop));
  gccore_stop_free (stop);
  return true;
}

/* The rest of the file: so many bytes and a newline. */
static bool
read_source (Reader *r, char *text)
{
  uint64_t length;
  if (!read_number (r, &text, MAX_SOURCE_BYTES, &length))
    return false;
  if ((uint64_t) (r->end - r->at) != length + 1 || r->end[-1] != '\n')
    return refuse (r, N_("the source has another length than it says"));
  r->session->source = g_strndup ("", length); /* room for all of it, NULs too */
  memcpy (r->session->source, r->at, length);
  r->session->source_length = length;
  r->at = r->end;
  return true;
}

static bool
read_line (Reader *r, const char *key, char *text, GPtrArray *args)
{
  GccoreSession *session = r->session;
  GccoreSessionBranch *b = last_branch (r);
  const GccoreKnob *knob;
  int64_t value;

  if (strcmp (key, "name") == 0)
    {
      g_free (session->name);
      session->name = unescape (r, text);
      return session->name != NULL;
    }
  if (strcmp (key, "knob") == 0)
    {
      if (!read_knob (r, text, &knob, &value))
        return false;
      gccore_knob_set (knob, &session->knobs, value);
      return true;
    }
  if (strcmp (key, "arg") == 0)
    {
      char *arg = unescape (r, text);
      if (arg != NULL)
        g_ptr_array_add (args, arg);
      return arg != NULL;
    }
  if (strcmp (key, "branch") == 0)
    return read_branch (r, text);
  if (strcmp (key, "at") == 0 || strcmp (key, "change") == 0)
    {
      if (b == NULL)
        return refuse (r, N_("it belongs to no branch"));
      return key[0] == 'a' ? read_position (r, &text, &b->position) : read_change (r, text, b);
    }
  if (strcmp (key, "bookmark") == 0)
    return read_bookmark (r, text);
  if (strcmp (key, "stop") == 0)
    return read_stop (r, text);
  if (strcmp (key, "source") == 0)
    return read_source (r, text);
  return refuse (r, N_("\"%.40s\" means nothing here"), key);
}

static bool
read_lines (Reader *r, GPtrArray *args)
{
  while (r->session->source == NULL)
    {
      const char *newline = memchr (r->at, '\n', (gsize) (r->end - r->at));
      r->line++;
      if (newline == NULL)
        return refuse (r, N_("the source is missing"));
      g_autofree char *line = g_strndup (r->at, (gsize) (newline - r->at));
      char *space = strchr (line, ' '), *text = space != NULL ? space + 1 : line + strlen (line);
      if (space != NULL)
        *space = '\0';
      r->at = newline + 1;
      if (!read_line (r, line, text, args))
        return false;
    }
  if (r->session->name == NULL || r->session->branches->len == 0)
    return refuse (r, N_("it has no %s"), r->session->name == NULL ? N_("name") : N_("branch"));
  return true;
}

static void
bookmark_clear (gpointer data)
{
  GccoreBookmark *bookmark = data;
  g_free ((char *) bookmark->name);
  g_free ((char *) bookmark->branch);
}

static GccoreSession *
session_new (void)
{
  GccoreSession *session = g_new0 (GccoreSession, 1);
  gccore_knobs_init (&session->knobs);
  session->branches = g_ptr_array_new_with_free_func ((GDestroyNotify) session_branch_free);
  session->bookmarks = g_array_new (FALSE, FALSE, sizeof (GccoreBookmark));
  g_array_set_clear_func (session->bookmarks, bookmark_clear);
  session->stops = g_ptr_array_new_with_free_func (g_free);
  return session;
}

GccoreSession *
gccore_session_parse (const char *text, gsize length, GccoreError *error)
{
  g_autoptr (GccoreSession) session = session_new ();
  g_autoptr (GPtrArray) args = g_ptr_array_new_with_free_func (g_free);
  Reader r = { .session = session, .error = error };
  if (!open_file (&r, text, length) || !read_lines (&r, args))
    return NULL;
  g_ptr_array_add (args, NULL);
  session->args = (GStrv) g_ptr_array_steal (args, NULL);
  session->knobs.args = (const char *const *) session->args;
  return g_steal_pointer (&session);
}

void
gccore_session_free (GccoreSession *session)
{
  g_free (session->name);
  g_free (session->source);
  g_strfreev (session->args);
  g_ptr_array_unref (session->branches);
  g_array_unref (session->bookmarks);
  g_ptr_array_unref (session->stops);
  g_free (session);
}

/* --- machines --- */

static void
add_branch (GccoreSession *session, const GccoreMachine *m, guint i)
{
  const GccoreBranch of = gccore_machine_branch (m, i);
  const GArray *changes = branches_changes (m, i);
  GccoreSessionBranch *b = g_new0 (GccoreSessionBranch, 1);
  b->name = g_strdup (of.name);
  b->last_tick = of.last_tick;
  b->position = of.position;
  b->changes = g_array_new (FALSE, FALSE, sizeof (GccoreSessionChange));
  for (guint k = 0; k < changes->len; k++)
    {
      const KnobChange *change = &g_array_index (changes, KnobChange, k);
      const GccoreSessionChange saved = { change->tick, change->knob->name, change->value };
      g_array_append_val (b->changes, saved);
    }
  g_ptr_array_add (session->branches, b);
}

GccoreSession *
gccore_session_of (const GccoreMachine *m, const char *const *stops)
{
  GccoreSession *session = session_new ();
  session->name = g_strdup (m->name);
  session->source = g_memdup2 (m->source, m->source_length + 1);
  session->source_length = m->source_length;
  session->knobs = m->first_knobs;
  session->args = g_strdupv (m->args);
  session->knobs.args = (const char *const *) session->args;
  for (guint i = 0; i < gccore_machine_n_branches (m); i++)
    add_branch (session, m, i);
  for (guint i = 0; i < gccore_machine_n_bookmarks (m); i++)
    {
      const GccoreBookmark b = gccore_machine_bookmark (m, i);
      const GccoreBookmark copy = { g_strdup (b.name), g_strdup (b.branch), b.position };
      g_array_append_val (session->bookmarks, copy);
    }
  for (guint i = 0; stops != NULL && stops[i] != NULL; i++)
    g_ptr_array_add (session->stops, g_strdup (stops[i]));
  return session;
}

static GArray *
changes_of (const GccoreSessionBranch *b)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (KnobChange));
  for (guint i = 0; i < b->changes->len; i++)
    {
      const GccoreSessionChange *saved = &g_array_index (b->changes, GccoreSessionChange, i);
      const KnobChange change = { saved->tick, gccore_knob_find (saved->knob), saved->value, -1 };
      g_array_append_val (changes, change);
    }
  return changes;
}

GccoreMachine *
gccore_session_load (const GccoreSession *session, GPtrArray **diagnostics, GccoreError *error)
{
  GccoreMachine *m = gccore_machine_load (session->name, session->source, session->source_length, &session->knobs,
                                          diagnostics, error);
  if (m == NULL)
    return NULL;
  for (guint i = 0; i < session->branches->len; i++)
    {
      const GccoreSessionBranch *b = g_ptr_array_index (session->branches, i);
      branches_put (m, b->name, changes_of (b), b->last_tick, b->position, i == 0);
    }
  for (guint i = 0; i < session->bookmarks->len; i++)
    gccore_machine_put_bookmark (m, &g_array_index (session->bookmarks, GccoreBookmark, i));
  return m;
}
