/* spanscape run: the program, with the runtime's own ways of telling what it does. */

#include "cli/cli.h"

#include "config.h"

#include <inttypes.h>
#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

typedef enum { MEMSTATS_NONE, MEMSTATS_TEXT, MEMSTATS_JSON } MemstatsForm;

typedef struct {
  GccoreKnobs knobs;
  gboolean gctrace;
  gboolean dump_bytecode;
  char *until, *save;
  MemstatsForm memstats;
} RunOptions;

static gboolean
memstats_cb (const char *option, const char *value, gpointer data, GError **error)
{
  RunOptions *options = data; /* begins with the knobs */
  if (strcmp (value, "text") == 0)
    options->memstats = MEMSTATS_TEXT;
  else if (strcmp (value, "json") == 0)
    options->memstats = MEMSTATS_JSON;
  else
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--memstats takes text or json, not “%s”"), value);
      return FALSE;
    }
  return TRUE;
}

/* Whether GODEBUG asks for trace lines: a list of name=value, the last one counts (Go 1.22 runtime/runtime1.go,
 * parsedebugvars). */
static gboolean
godebug_gctrace (const char *godebug)
{
  gboolean on = FALSE;
  if (godebug == NULL)
    return FALSE;
  g_auto (GStrv) settings = g_strsplit (godebug, ",", -1);
  for (guint i = 0; settings[i] != NULL; i++)
    if (g_str_has_prefix (settings[i], "gctrace="))
      on = atoi (settings[i] + strlen ("gctrace=")) > 0;
  return on;
}

static void
trace_cb (const char *line, gpointer data)
{
  fflush (stdout);
  fprintf (stderr, "%s\n", line);
}

static void
print_memstats_json (const GccoreFrame *frame)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();

  json_builder_begin_object (builder);
  for (guint i = 0; i < frame->n_stats; i++)
    {
      json_builder_set_member_name (builder, frame->stats[i].name);
      json_builder_add_int_value (builder, (gint64) frame->stats[i].value);
    }
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  g_autofree char *text = json_generator_to_data (generator, NULL);
  fprintf (stderr, "%s\n", text);
}

static void
print_memstats (GccoreMachine *machine, MemstatsForm form)
{
  const GccoreFrameRequest request = { 0 };
  if (form == MEMSTATS_NONE)
    return;
  GccoreFrame *frame = gccore_machine_frame (machine, &request);
  if (form == MEMSTATS_JSON)
    print_memstats_json (frame);
  else
    for (guint i = 0; i < frame->n_stats; i++)
      fprintf (stderr, "%-14s %" G_GUINT64_FORMAT "\n", frame->stats[i].name, frame->stats[i].value);
  gccore_frame_unref (frame);
}

/* --memstats alone is text; GLib would take the next word for its value. */
static void
complete_memstats (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], "--memstats") == 0)
      argv[i] = (char *) "--memstats=text";
}

/* Cuts argv at "--": what follows is the program's. */
static const char *const *
split_arguments (int *argc, char **argv)
{
  for (int i = 1; i < *argc; i++)
    if (strcmp (argv[i], "--") == 0)
      {
        argv[i] = NULL;
        *argc = i;
        return (const char *const *) argv + i + 1;
      }
  return NULL;
}

/* What was run, and where it stands, for the window or another command. */
static gboolean
save_session (GccoreMachine *machine, const char *path)
{
  g_autoptr (GccoreSession) session = gccore_session_of (machine, NULL);
  g_autoptr (GError) error = NULL;
  if (gccore_session_save (session, path, &error))
    return TRUE;
  cli_fail (CLI_BAD_INPUT, "run", "%s", error->message);
  return FALSE;
}

static int
run_machine (GccoreMachine *machine, const RunOptions *options, GccoreStop *stop)
{
  gccore_machine_set_output (machine, cli_drive_output, NULL);
  if (options->gctrace)
    gccore_machine_set_gctrace (machine, trace_cb, NULL);
  gccore_machine_forget_grey (machine);
  cli_drive_init ();

  CliDriveResult result = cli_drive ("run", machine, stop);
  fflush (stdout);
  if (result == CLI_DRIVE_HIT)
    fprintf (stderr, _("spanscape: stopped at %s, tick %" PRIu64 "\n"), options->until,
             gccore_machine_tick (machine));
  else if (result == CLI_DRIVE_ENDED && stop != NULL && strcmp (options->until, "end") != 0)
    fprintf (stderr, _("spanscape: the program ended at tick %" PRIu64 ", before %s\n"),
             gccore_machine_tick (machine), options->until);
  print_memstats (machine, options->memstats);
  if (options->save != NULL && !save_session (machine, options->save))
    return CLI_BAD_INPUT;
  return cli_drive_status (result, machine);
}

int
cli_run (int argc, char **argv)
{
  RunOptions options = { .gctrace = godebug_gctrace (g_getenv ("GODEBUG")) };
  const GOptionEntry entries[] = {
    { "gctrace", 0, 0, G_OPTION_ARG_NONE, &options.gctrace, N_("Print Go's trace line after each collection"), NULL },
    { "until", 0, 0, G_OPTION_ARG_STRING, &options.until, N_("Stop there, such as cycle:2/mark:50%"), N_("COND") },
    { "save", 0, 0, G_OPTION_ARG_FILENAME, &options.save, N_("Save the session there when it stops"), N_("FILE.scape") },
    { "memstats", 0, 0, G_OPTION_ARG_CALLBACK, (gpointer) memstats_cb,
      N_("Print runtime.MemStats at the end"), "text|json" },
    { "dump-bytecode", 0, 0, G_OPTION_ARG_NONE, &options.dump_bytecode,
      N_("Print the compiled program instead of running it"), NULL },
    { NULL },
  };
  g_auto (CliSource) source = { 0 };
  int status = CLI_OK;

  const char *const *arguments = split_arguments (&argc, argv);
  complete_memstats (argc, argv);
  GOptionContext *context = cli_context_new ("run", _("FILE.go|FILE.scape [-- ARGS]"),
                                             _("Run a Go program on Spanscape's allocator and collector."));
  if (!cli_add_options (context, entries, &options.knobs))
    return CLI_USAGE;
  g_option_context_set_description (context,
    _("Exit status: the program's own (2 after a panic); 1 if it does not compile or cannot be read;\n"
      "2 for a wrong command line; 130 after an interrupt."));
  if (!cli_parse (context, "run", &argc, &argv))
    return CLI_USAGE;
  options.knobs.args = arguments;

  g_autofree char *until = options.until, *save = options.save;
  GccoreStop *stop = NULL;
  if (until != NULL && (stop = cli_parse_stop ("run", until)) == NULL)
    return CLI_USAGE;
  status = cli_source_read (&source, "run", argc, argv);
  GccoreMachine *machine = status == CLI_OK ? cli_load ("run", &source, &options.knobs, &status) : NULL;
  if (machine != NULL && options.dump_bytecode)
    {
      g_autofree char *listing = gccore_machine_bytecode (machine);
      fputs (listing, stdout);
    }
  else if (machine != NULL)
    status = cli_check_stop ("run", stop, machine) ? run_machine (machine, &options, stop) : CLI_USAGE;
  g_clear_pointer (&machine, gccore_machine_free);
  gccore_stop_free (stop);
  return status;
}
