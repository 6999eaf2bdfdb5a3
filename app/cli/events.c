/* spanscape events: what the machine does, one line a tick. */

#include "cli/cli.h"

#include "config.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "session/events.h"

typedef struct {
  GccoreEventFilter filter;
  gboolean json;
  JsonGenerator *generator;
} Listing;

static void
print_text (const GccoreFrameEvent *event)
{
  printf ("%10" G_GUINT64_FORMAT " %14.6f ms  %-12s %s\n", event->tick, (double) event->t_ns / 1e6,
          gccore_event_name (event->kind), event->text);
}

static void
add_int (JsonObject *object, const char *name, gint64 value)
{
  json_object_set_int_member (object, name, value);
}

static void
print_json (JsonGenerator *generator, const GccoreFrameEvent *event)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  char addr[32];

  add_int (object, "tick", (gint64) event->tick);
  add_int (object, "t_ns", event->t_ns);
  json_object_set_string_member (object, "kind", gccore_event_name (event->kind));
  if (event->p >= 0)
    add_int (object, "p", event->p);
  if (event->g >= 0)
    add_int (object, "g", event->g);
  if (event->addr != 0)
    {
      g_snprintf (addr, sizeof addr, "0x%" G_GINT64_MODIFIER "x", event->addr);
      json_object_set_string_member (object, "addr", addr);
    }
  add_int (object, "arg", (gint64) event->arg);
  if (event->line != 0)
    add_int (object, "line", event->line);
  json_object_set_string_member (object, "text", event->text);
  json_node_set_object (node, object);
  json_generator_set_root (generator, node);
  g_autofree char *text = json_generator_to_data (generator, NULL);
  puts (text);
}

static void
event_cb (const GccoreFrameEvent *event, gpointer data)
{
  Listing *listing = data;
  if (!gccore_event_filter_match (&listing->filter, event))
    return;
  if (listing->json)
    print_json (listing->generator, event);
  else
    print_text (event);
}

static int
list_events (GccoreMachine *machine, GccoreStop *from, GccoreStop *to, Listing *listing)
{
  CliDriveResult result = CLI_DRIVE_HIT;

  cli_drive_init ();
  if (from != NULL)
    result = cli_drive ("events", machine, from);
  if (result == CLI_DRIVE_HIT)
    {
      gccore_machine_set_events (machine, event_cb, listing);
      result = cli_drive ("events", machine, to);
    }
  fflush (stdout);
  /* How the program itself ended is not this command's status. */
  return result == CLI_DRIVE_ENDED ? CLI_OK : cli_drive_status (result, machine);
}

int
cli_events (int argc, char **argv)
{
  g_autofree char *from_text = NULL, *to_text = NULL, *kinds = NULL;
  GccoreKnobs knobs;
  Listing listing = { 0 };
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from_text, N_("Begin there (default: at the start)"), N_("COND") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to_text, N_("End there (default: at the end)"), N_("COND") },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &kinds, N_("Only these kinds, separated by commas"), N_("KINDS") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &listing.json, N_("One JSON object a line"), NULL },
    { NULL },
  };
  GOptionContext *context =
      cli_context_new ("events", "FILE.go|FILE.scape", _("List what the machine does, tick by tick."));
  g_autofree char *names = gccore_event_names ();
  g_autofree char *description = g_strdup_printf (_("Kinds: %s."), names);

  g_option_context_set_description (context, description);
  if (!cli_add_options (context, entries, &knobs) || !cli_parse (context, "events", &argc, &argv))
    return CLI_USAGE;

  GccoreError error = { 0 };
  if (gccore_event_filter_parse (&listing.filter, kinds, &error) != GCCORE_OK)
    return cli_usage ("events", "--kind: %s", error.text);

  g_auto (CliSource) source = { 0 };
  GccoreStop *from = NULL, *to = NULL;
  GccoreMachine *machine = NULL;
  int status = CLI_USAGE;
  if ((from_text == NULL || (from = cli_parse_stop ("events", from_text)) != NULL)
      && (to_text == NULL || (to = cli_parse_stop ("events", to_text)) != NULL)
      && (status = cli_source_read (&source, "events", argc, argv)) == CLI_OK
      && (machine = cli_load ("events", &source, &knobs, &status)) != NULL)
    {
      listing.generator = json_generator_new ();
      status = cli_check_stop ("events", from, machine) && cli_check_stop ("events", to, machine)
                 ? list_events (machine, from, to, &listing) : CLI_USAGE;
      g_object_unref (listing.generator);
    }
  g_clear_pointer (&machine, gccore_machine_free);
  gccore_stop_free (from);
  gccore_stop_free (to);
  return status;
}
