/* spanscape escape --check: the convention of the Go compiler's own tests (Go 1.22 cmd/internal/testdir, errorCheck).
 *
 *     x := new(int) // ERROR "escapes to heap" "another message"
 *
 * For each quoted regular expression in turn some message of the line that none has claimed so far must match, and all
 * that match are claimed; in the end none may be left, whether the line has a comment or not. GC_ERROR means ERROR; in an
 * expression LINE, LINE+n and LINE-n stand for the file and a line; back quotes serve where there are no double quotes; a
 * line with //// is not looked at. A first line "// errorcheck -0 -m -l" holds the compiler's flags. */

#include "cli/escape.h"

#include "config.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const char *file;
  guint line;                 /* from 1 */
  const char *text;
  GPtrArray *messages;        /* const char*, owned: those of the line that nothing has claimed */
  guint complaints;
} CheckedLine;

static void complain (CheckedLine *at, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
complain (CheckedLine *at, const char *format, ...)
{
  va_list args;
  g_autofree char *text = NULL;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_print ("%s:%u: %s\n", at->file, at->line, text);
  at->complaints++;
}

/* -- comments ------------------------------------------------------------------------------------------------------ */

/* What stands between the quotes; NULL: the line has no such comment. */
static GPtrArray *
expressions_of (CheckedLine *at)
{
  g_autoptr (GRegex) comment = g_regex_new ("// (?:GC_)?ERROR (.*)", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *rest = NULL;
  GPtrArray *found;
  char quote;

  if (strstr (at->text, "////") || !g_regex_match (comment, at->text, 0, &match))
    return NULL;
  rest = g_match_info_fetch (match, 1);
  quote = strchr (rest, '"') ? '"' : '`';
  found = g_ptr_array_new_with_free_func (g_free);
  for (const char *start = strchr (rest, quote), *end; start; start = strchr (end + 1, quote)) {
    end = strchr (start + 1, quote);
    if (!end) {
      complain (at, _("a quote is not closed"));
      break;
    }
    g_ptr_array_add (found, g_strndup (start + 1, (gsize) (end - start - 1)));
  }
  if (found->len == 0 && at->complaints == 0)
    complain (at, _("no quoted expression behind // ERROR"));
  return found;
}

static gboolean
replace_place (const GMatchInfo *match, GString *out, gpointer data)
{
  const CheckedLine *at = data;
  g_autofree char *offset = g_match_info_fetch (match, 1);

  g_string_append_printf (out, "%s:%d", at->file, (int) at->line + atoi (offset));
  return FALSE;
}

static void
claim (CheckedLine *at, const char *expression)
{
  g_autoptr (GRegex) place = g_regex_new ("LINE([+-][0-9]+)?", 0, 0, NULL);
  g_autofree char *pattern = g_regex_replace_eval (place, expression, -1, 0, 0, replace_place, at, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) regex = pattern ? g_regex_new (pattern, 0, 0, &error) : NULL;
  guint before = at->messages->len;

  if (!regex) {
    complain (at, _("“%s” is no regular expression: %s"), expression, error ? error->message : "");
    return;
  }
  for (guint i = at->messages->len; i-- > 0;)
    if (g_regex_match (regex, at->messages->pdata[i], 0, NULL))
      g_ptr_array_remove_index (at->messages, i);
  if (at->messages->len == before)
    complain (at, _("no message matches “%s”"), expression);
}

/* -- the check ----------------------------------------------------------------------------------------------------- */

/* All messages, each line of an explanation for itself, by source line: element i has those of line i + 1. */
static GPtrArray *
messages_by_line (const GPtrArray *lines, guint n)
{
  GPtrArray *by_line = g_ptr_array_new_full (n, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (by_line, g_ptr_array_new_with_free_func (g_free));
  for (guint i = 0; i < lines->len; i++) {
    const GccoreEscapeLine *line = lines->pdata[i];
    g_auto (GStrv) parts = g_strsplit (line->text, "\n", -1);

    for (guint j = 0; line->line > 0 && (guint) line->line <= n && parts[j]; j++)
      g_ptr_array_add (by_line->pdata[line->line - 1], g_strdup (parts[j]));
  }
  return by_line;
}

int
cli_escape_check (const CliSource *source, const GPtrArray *lines)
{
  g_auto (GStrv) text = g_strsplit (source->text, "\n", -1);
  guint n = g_strv_length (text), n_commented = 0, n_held = 0, n_unexpected = 0, n_complaints = 0;
  g_autoptr (GPtrArray) messages = messages_by_line (lines, n);

  for (guint i = 0; i < n; i++) {
    CheckedLine at = { .file = source->name, .line = i + 1, .text = text[i], .messages = messages->pdata[i] };
    g_autoptr (GPtrArray) expressions = expressions_of (&at);

    for (guint j = 0; expressions && j < expressions->len; j++)
      claim (&at, expressions->pdata[j]);
    n_unexpected += at.messages->len;
    for (guint j = 0; j < at.messages->len; j++)
      complain (&at, _("unexpected: %s"), (const char *) at.messages->pdata[j]);
    n_commented += expressions != NULL;
    n_held += expressions && at.complaints == 0;
    n_complaints += at.complaints;
  }
  if (n_complaints == 0)
    g_print (_("%s: all as expected, %u lines checked\n"), source->name, n_commented);
  else
    g_print (_("%s: lines as expected: %u of %u; unexpected messages: %u\n"), source->name, n_held, n_commented,
             n_unexpected);
  return n_complaints == 0 ? CLI_OK : CLI_BAD_INPUT;
}

/* -- the head of a file -------------------------------------------------------------------------------------------- */

/* The first line that is neither blank nor a build constraint. */
static char *
first_line (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 20);

  for (guint i = 0; lines[i]; i++) {
    const char *line = g_strstrip (lines[i]);

    if (line[0] != '\0' && !g_str_has_prefix (line, "//go:build") && !g_str_has_prefix (line, "// +build"))
      return g_strdup (line);
  }
  return g_strdup ("");
}

void
cli_escape_header_flags (const CliSource *source, EscapeFlags *flags)
{
  g_autofree char *line = first_line (source->text);
  g_auto (GStrv) words = g_strsplit_set (line, " \t", -1);

  if (!words[0] || !g_str_equal (words[0], "//") || !words[1] || !g_str_has_prefix (words[1], "errorcheck"))
    return;
  for (guint i = 2; words[i]; i++) {
    g_autofree char *why = NULL;

    if (words[i][0] == '\0')
      continue;
    if (cli_escape_take_flag (flags, words[i], &why) != ESCAPE_FLAG_TAKEN)
      cli_fail (CLI_OK, "escape", _("%s: its errorcheck line has the flag %s, which is not known here"), source->name,
                words[i]);
  }
  if (!flags->no_inlining)
    cli_fail (CLI_OK, "escape", _("%s: its errorcheck line lacks -l: it expects inlining, which never happens here"),
              source->name);
}
