/* spanscape escape: what `go build -gcflags='-m -l'` and '-m=2 -l' print; as JSON; or checked against the ERROR comments
 * in the program, the convention of the Go compiler's own tests: the messages of a line must match the comment's quoted
 * regular expressions, and a line without a comment must have none. */

#include "cli/cli.h"

#include "config.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "session/escape-lines.h"

typedef struct {
  int level;
  gboolean json, check;
  gboolean no_inlining, strict; /* the compiler's -l and -0: accepted, nothing to do */
} Options;

/* -m and -m=2, which GOptionContext cannot tell apart; the rest of argv is left. Returns the level, 0 if none was given,
 * -1 after a message. */
static int
take_level (int *argc, char **argv)
{
  int level = 0, kept = 1;

  for (int i = 1; i < *argc; i++) {
    if (strcmp (argv[i], "-m") == 0)
      level = MAX (level, 1);
    else if (strcmp (argv[i], "-m=1") == 0 || strcmp (argv[i], "-m=2") == 0)
      level = argv[i][3] - '0';
    else if (g_str_has_prefix (argv[i], "-m=")) {
      cli_usage ("escape", _("-m takes 1 or 2, not “%s”"), argv[i] + 3);
      return -1;
    } else
      argv[kept++] = argv[i];
  }
  argv[kept] = NULL;
  *argc = kept;
  return level;
}

/* -- text and JSON --------------------------------------------------------------------------------------------------- */

static void
print_lines (const GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    g_print ("%s\n", ((const GccoreEscapeLine *) lines->pdata[i])->full);
}

static const char *
kind_name (GccoreEscapeKind kind)
{
  switch (kind) {
  case GCCORE_ESCAPE_HEAP:
    return "heap";
  case GCCORE_ESCAPE_STACK:
    return "stack";
  case GCCORE_ESCAPE_LEAK:
    return "leak";
  default:
    return "note";
  }
}

static void
add_json (JsonBuilder *json, const char *name, const GPtrArray *lines)
{
  json_builder_begin_object (json);
  json_builder_set_member_name (json, "file");
  json_builder_add_string_value (json, name);
  json_builder_set_member_name (json, "lines");
  json_builder_begin_array (json);
  for (guint i = 0; i < lines->len; i++) {
    const GccoreEscapeLine *line = lines->pdata[i];
    g_auto (GStrv) parts = g_strsplit (line->text, "\n", -1);

    json_builder_begin_object (json);
    json_builder_set_member_name (json, "line");
    json_builder_add_int_value (json, line->line);
    json_builder_set_member_name (json, "column");
    json_builder_add_int_value (json, line->column);
    json_builder_set_member_name (json, "kind");
    json_builder_add_string_value (json, kind_name (line->kind));
    json_builder_set_member_name (json, "message");
    json_builder_add_string_value (json, parts[0]);
    if (parts[1]) {
      json_builder_set_member_name (json, "because");
      json_builder_begin_array (json);
      for (guint j = 1; parts[j]; j++)
        json_builder_add_string_value (json, g_strstrip (parts[j]));
      json_builder_end_array (json);
    }
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
  json_builder_end_object (json);
}

static void
print_json (JsonBuilder *json)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  g_autofree char *text = NULL;

  json_generator_set_pretty (generator, TRUE);
  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, NULL);
  g_print ("%s\n", text);
}

/* -- checking ---------------------------------------------------------------------------------------------------------- */

/* The quoted regular expressions behind "// ERROR" in a line of source, as they stand between the quotes; NULL: no such
 * comment. Back quotes serve where a line has no double quotes. */
static GPtrArray *
expected_in (const char *source_line)
{
  const char *at = strstr (source_line, "// ERROR");
  GPtrArray *found;
  char quote;

  if (!at || strstr (source_line, "////"))
    return NULL;
  found = g_ptr_array_new_with_free_func (g_free);
  quote = strchr (at, '"') ? '"' : '`';
  for (;;) {
    const char *start = strchr (at, quote);
    const char *end = start ? strchr (start + 1, quote) : NULL;

    if (!end)
      return found;
    g_ptr_array_add (found, g_strndup (start + 1, (gsize) (end - start - 1)));
    at = end + 1;
  }
}

/* Claims the messages of the line that match; false: none did, or the expression is malformed. */
static gboolean
claim (GPtrArray *messages, const char *expression, const char *name, guint line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) regex = g_regex_new (expression, 0, 0, &error);
  gboolean any = FALSE;

  if (!regex) {
    g_print ("%s:%u: `%s` is no regular expression: %s\n", name, line, expression, error->message);
    return TRUE;
  }
  for (guint i = messages->len; i-- > 0;)
    if (g_regex_match (regex, ((const GccoreEscapeLine *) messages->pdata[i])->text, 0, NULL)) {
      any = TRUE;
      g_ptr_array_remove_index (messages, i);
    }
  return any;
}

/* Prints what differs; returns how many lines do. */
static guint
check_lines (const CliSource *source, const GPtrArray *lines)
{
  g_auto (GStrv) text = g_strsplit (source->text, "\n", -1);
  guint wrong = 0, checked = 0;

  for (guint i = 0; text[i]; i++) {
    g_autoptr (GPtrArray) expected = expected_in (text[i]);
    g_autoptr (GPtrArray) messages = g_ptr_array_new ();
    guint before = wrong;

    for (guint j = 0; j < lines->len; j++)
      if (((const GccoreEscapeLine *) lines->pdata[j])->line == (int) i + 1)
        g_ptr_array_add (messages, lines->pdata[j]);
    checked += expected != NULL;
    for (guint j = 0; expected && j < expected->len; j++)
      if (!claim (messages, expected->pdata[j], source->name, i + 1)) {
        g_print ("%s:%u: no message matches `%s`\n", source->name, i + 1, (char *) expected->pdata[j]);
        wrong = before + 1;
      }
    for (guint j = 0; j < messages->len; j++) {
      g_print ("%s:%u: unexpected: %s\n", source->name, i + 1, ((const GccoreEscapeLine *) messages->pdata[j])->text);
      wrong = before + 1;
    }
  }
  if (wrong == 0)
    g_print (_("%s: all as expected, %u lines checked\n"), source->name, checked);
  return wrong;
}

/* -- the command --------------------------------------------------------------------------------------------------------- */

static int
do_file (const char *path, const Options *options, JsonBuilder *json)
{
  char *one[] = { (char *) "escape", (char *) path, NULL };
  CliSource source = { 0 };
  g_autoptr (GPtrArray) diagnostics = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  int status = cli_source_read (&source, "escape", 2, one);

  if (status != CLI_OK)
    return status;
  lines = gccore_escape_lines (source.name, source.text, source.length, options->check ? 1 : options->level, true,
                               &diagnostics);
  if (!lines) {
    cli_print_diagnostics (source.name, diagnostics);
    status = CLI_BAD_INPUT;
  } else if (options->check) {
    status = check_lines (&source, lines) > 0 ? CLI_BAD_INPUT : CLI_OK;
  } else if (json) {
    add_json (json, source.name, lines);
  } else {
    print_lines (lines);
  }
  cli_source_clear (&source);
  return status;
}

int
cli_escape (int argc, char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("Print JSON for tools"), NULL },
    { "check", 0, 0, G_OPTION_ARG_NONE, &options.check,
      N_("Compare with the // ERROR \"regexp\" comments in the program"), NULL },
    { "no-inlining", 'l', G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &options.no_inlining, NULL, NULL },
    { "strict", '0', G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &options.strict, NULL, NULL },
    { NULL }
  };
  GOptionContext *context = cli_context_new ("escape", "[-m | -m=2] FILE.go…",
                                             _("Print what escapes to the heap, as the Go compiler does."));
  g_autoptr (JsonBuilder) json = NULL;
  int worst = CLI_OK;
  int level = take_level (&argc, argv);

  if (level < 0) {
    g_option_context_free (context);
    return CLI_USAGE;
  }
  options.level = MAX (level, 1);
  g_option_context_set_description (
    context, _("-m prints the decisions, -m=2 the reasons too, as “go build -gcflags='-m -l'” and “'-m=2 -l'” do."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!cli_parse (context, "escape", &argc, &argv))
    return CLI_USAGE;
  if (argc < 2)
    return cli_usage ("escape", _("name a Go file, or - for standard input"));
  if (options.json) {
    json = json_builder_new ();
    json_builder_begin_array (json);
  }
  for (int i = 1; i < argc; i++) {
    int status = do_file (argv[i], &options, json);

    worst = MAX (worst, status);
  }
  if (json) {
    json_builder_end_array (json);
    print_json (json);
  }
  return worst;
}
