/* spanscape escape: what `go build -gcflags='-m -l'` and '-m=2 -l' print; as JSON; or checked against the ERROR
 * comments in the program. */

#include "cli/escape.h"

#include "config.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

typedef struct {
  EscapeFlags flags;
  gboolean json, check;
} Options;

/* -- the compiler's flags ------------------------------------------------------------------------------------------ */

/* "escapemutationscalls,zerocopy=1" */
static EscapeFlagResult
take_debug_items (EscapeFlags *flags, const char *list, char **why)
{
  g_auto (GStrv) items = g_strsplit (list, ",", -1);

  for (guint i = 0; items[i]; i++)
    if (g_str_equal (items[i], "escapemutationscalls") || g_str_equal (items[i], "escapemutationscalls=1"))
      flags->mutations = TRUE;
    else if (!g_str_equal (items[i], "zerocopy") && !g_str_equal (items[i], "zerocopy=1")) {
      *why = g_strdup_printf (_("-d knows escapemutationscalls and zerocopy, not “%s”"), items[i]);
      return ESCAPE_FLAG_UNKNOWN;
    }
  return ESCAPE_FLAG_TAKEN;
}

EscapeFlagResult
cli_escape_take_flag (EscapeFlags *flags, const char *word, char **why)
{
  if (g_str_equal (word, "-m") || g_str_equal (word, "-m=1"))
    flags->level = MAX (flags->level, 1);
  else if (g_str_equal (word, "-m=2"))
    flags->level = 2;
  else if (g_str_has_prefix (word, "-m=")) {
    *why = g_strdup_printf (_("-m takes 1 or 2, not “%s”"), word + 3);
    return ESCAPE_FLAG_UNKNOWN;
  } else if (g_str_has_prefix (word, "-d="))
    return take_debug_items (flags, word + 3, why);
  else if (g_str_equal (word, "-l"))
    flags->no_inlining = TRUE;
  else if (!g_str_equal (word, "-0") && !g_str_equal (word, "-N"))
    return ESCAPE_FLAG_NONE;
  return ESCAPE_FLAG_TAKEN;
}

/* Takes the compiler's flags out of argv, whose syntax GOptionContext does not have. False: a message was printed. */
static gboolean
take_flags (int *argc, char **argv, EscapeFlags *flags)
{
  int kept = 1;

  for (int i = 1; i < *argc; i++) {
    g_autofree char *why = NULL;

    if (g_str_equal (argv[i], "--")) {
      for (; i < *argc; i++)
        argv[kept++] = argv[i];
      break;
    }
    switch (cli_escape_take_flag (flags, argv[i], &why)) {
    case ESCAPE_FLAG_TAKEN:
      break;
    case ESCAPE_FLAG_NONE:
      argv[kept++] = argv[i];
      break;
    default:
      cli_usage ("escape", "%s", why);
      return FALSE;
    }
  }
  argv[kept] = NULL;
  *argc = kept;
  return TRUE;
}

/* -- text and JSON ------------------------------------------------------------------------------------------------- */

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
begin_message (JsonBuilder *json, int line, int column, const char *text)
{
  json_builder_begin_object (json);
  json_builder_set_member_name (json, "line");
  json_builder_add_int_value (json, line);
  json_builder_set_member_name (json, "column");
  json_builder_add_int_value (json, column);
  json_builder_set_member_name (json, "message");
  json_builder_add_string_value (json, text);
}

/* `lines`, or, where the file does not compile, NULL and why. */
static void
add_json (JsonBuilder *json, const char *name, const GPtrArray *lines, const GPtrArray *diagnostics)
{
  json_builder_begin_object (json);
  json_builder_set_member_name (json, "file");
  json_builder_add_string_value (json, name);
  json_builder_set_member_name (json, lines ? "lines" : "errors");
  json_builder_begin_array (json);
  for (guint i = 0; !lines && i < diagnostics->len; i++) {
    const GccoreDiagnostic *error = diagnostics->pdata[i];

    begin_message (json, error->line, error->column, error->text);
    json_builder_end_object (json);
  }
  for (guint i = 0; lines && i < lines->len; i++) {
    const GccoreEscapeLine *line = lines->pdata[i];
    g_auto (GStrv) parts = g_strsplit (line->text, "\n", -1);

    begin_message (json, line->line, line->column, parts[0]);
    json_builder_set_member_name (json, "kind");
    json_builder_add_string_value (json, kind_name (line->kind));
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

/* -- the command --------------------------------------------------------------------------------------------------- */

static unsigned
lines_wanted (const EscapeFlags *flags)
{
  return GCCORE_ESCAPE_ANY_PACKAGE | (flags->level >= 2 ? GCCORE_ESCAPE_REASONS : 0)
         | (flags->mutations ? GCCORE_ESCAPE_MUTATIONS : 0);
}

static int
do_file (const char *path, const Options *options, JsonBuilder *json)
{
  char *one[] = { (char *) "escape", (char *) path, NULL };
  EscapeFlags flags = options->flags;
  g_auto (CliSource) source = { 0 };
  g_autoptr (GPtrArray) diagnostics = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  int status = cli_source_read (&source, "escape", 2, one);

  if (status != CLI_OK)
    return status;
  if (options->check)
    cli_escape_header_flags (&source, &flags);
  lines = gccore_escape_lines (source.name, source.text, source.length, lines_wanted (&flags), &diagnostics);
  if (json)
    add_json (json, source.name, lines, diagnostics);
  else if (!lines)
    cli_print_diagnostics (source.name, diagnostics);
  else if (options->check)
    return cli_escape_check (&source, lines);
  else
    print_lines (lines);
  return lines ? CLI_OK : CLI_BAD_INPUT;
}

int
cli_escape (int argc, char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("Print JSON for tools"), NULL },
    { "check", 0, 0, G_OPTION_ARG_NONE, &options.check,
      N_("Compare with the // ERROR \"regexp\" comments in the program"), NULL },
    { NULL }
  };
  GOptionContext *context = cli_context_new ("escape", "[-m | -m=2] FILE.go…",
                                             _("Print what escapes to the heap, as the Go compiler does."));
  g_autoptr (JsonBuilder) json = NULL;
  int worst = CLI_OK;

  g_option_context_set_description (
    context, _("-m prints the decisions, -m=2 the reasons too, as “go build -gcflags='-m -l'” and “'-m=2 -l'” do;\n"
               "-d=escapemutationscalls also what is written and called through parameters."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!take_flags (&argc, argv, &options.flags)) {
    g_option_context_free (context);
    return CLI_USAGE;
  }
  if (!cli_parse (context, "escape", &argc, &argv))
    return CLI_USAGE;
  if (argc > 1 && g_str_equal (argv[1], "--")) {
    argv++;
    argc--;
  }
  if (argc < 2)
    return cli_usage ("escape", _("name a Go file, or - for standard input"));
  if (options.json && options.check)
    return cli_usage ("escape", _("--json and --check do not go together"));
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
  return cli_flush (worst, "escape");
}
