/* The table of commands, and what is common to all: help, version, unknown commands. */

#include "cli/cli.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cli/bench.h"
#include "cli/vectors.h"

typedef struct {
  const char *name;
  int (*run) (int argc, char **argv);
  const char *arguments;
  const char *summary;
} Command;

static const Command commands[] = {
  { "run", cli_run, N_("FILE.go [OPTION…] [-- ARGS]"), N_("Run a Go program; its output and exit status are its own") },
  { "render", cli_render, N_("FILE.go -o OUT.png [OPTION…]"), N_("Draw the machine at a moment of the run") },
  { "events", cli_events, N_("FILE.go [OPTION…]"), N_("List what the machine does, tick by tick") },
  { "escape", cli_escape, N_("FILE.go…"), N_("Print what escapes to the heap, as the Go compiler does") },
  { "vectors", vectors_main, N_("KIND FILE…"), N_("Replay recorded vectors of the Go runtime (for tests)") },
  { "bench", bench_main, N_("NAME…"), N_("Run built-in benchmarks; prints name: value lines") },
};

static const Command *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

static int
print_help (void)
{
  g_print ("%s\n", _("Usage:"));
  g_print ("  spanscape [FILE.go]  %s\n", _("open the window"));
  g_print ("  spanscape COMMAND …\n\n%s\n", _("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-8s %s\n", commands[i].name, _(commands[i].summary));
  g_print ("  %-8s %s\n", "help", _("Show this, or the help of a command"));
  g_print ("\n%s\n", _("“spanscape help COMMAND” tells the options of a command; “spanscape --version” the version."));
  return CLI_OK;
}

static int
help (int argc, char **argv)
{
  if (argc < 2)
    return print_help ();
  const Command *command = find_command (argv[1]);
  if (command == NULL)
    return cli_usage (NULL, _("there is no command “%s”"), argv[1]);
  char *arguments[] = { argv[1], (char *) "--help", NULL };
  return command->run (2, arguments);
}

/* "foo" is a mistyped command; "foo.go", "./foo" and whatever exists is a file for the window. */
static gboolean
looks_like_file (const char *argument)
{
  return g_str_has_suffix (argument, ".go") || strchr (argument, G_DIR_SEPARATOR) != NULL
         || g_file_test (argument, G_FILE_TEST_EXISTS);
}

int
cli_main (int argc, char **argv)
{
  if (argc < 2)
    return CLI_OPEN_WINDOW;
  const char *first = argv[1];
  if (strcmp (first, "--help") == 0 || strcmp (first, "-h") == 0)
    return print_help ();
  if (strcmp (first, "help") == 0)
    return help (argc - 1, argv + 1);
  if (strcmp (first, "--version") == 0)
    {
      g_print ("spanscape %s\n", PACKAGE_VERSION);
      return CLI_OK;
    }
  const Command *command = find_command (first);
  if (command != NULL)
    return command->run (argc - 1, argv + 1);
  if (first[0] == '-')
    return cli_usage (NULL, _("unknown option “%s”"), first);
  if (!looks_like_file (first))
    return cli_usage (NULL, _("there is no command “%s”"), first);
  if (argc > 2)
    return cli_usage (NULL, _("the window opens one file; “spanscape run FILE.go -- ARGS” gives a program arguments"));
  return CLI_OPEN_WINDOW;
}
