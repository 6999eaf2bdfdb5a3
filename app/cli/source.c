/* Reading a program and compiling it. */

#include "cli/cli.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* No program that a person wrote comes near it; a generated table may come to a few MiB. */
#define MAX_SOURCE_BYTES (16u << 20)

static int
bad_file (const char *command, const char *name, const char *why)
{
  return cli_fail (CLI_BAD_INPUT, command, "%s: %s", name, why);
}

static int
read_all (GString *text, int fd, const char *command, const char *name)
{
  for (;;)
    {
      char block[65536];
      ssize_t n = read (fd, block, sizeof block);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return bad_file (command, name, g_strerror (errno));
      if (n == 0)
        return CLI_OK;
      g_string_append_len (text, block, n);
      if (text->len > MAX_SOURCE_BYTES)
        {
          g_autofree char *most = g_format_size_full (MAX_SOURCE_BYTES, G_FORMAT_SIZE_IEC_UNITS);
          return cli_fail (CLI_BAD_INPUT, command, _("%s: the file is too large for a Go program (more than %s)"), name,
                           most);
        }
    }
}

static int
read_file (GString *text, const char *command, const char *path)
{
  struct stat info;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (fd < 0)
    return bad_file (command, path, g_strerror (errno));
  int status = CLI_OK;
  if (fstat (fd, &info) != 0)
    status = bad_file (command, path, g_strerror (errno));
  else if (S_ISDIR (info.st_mode))
    status = bad_file (command, path, g_strerror (EISDIR));
  else
    {
      fcntl (fd, F_SETFL, 0); /* O_NONBLOCK was for open() alone */
      status = read_all (text, fd, command, path);
    }
  close (fd);
  return status;
}

static int
read_session (CliSource *source, const GString *text, const char *command, const char *path)
{
  GccoreError error = { 0 };
  source->session = gccore_session_parse (text->str, text->len, &error);
  if (source->session == NULL)
    return bad_file (command, path, error.text);
  source->name = g_strdup (source->session->name);
  source->text = g_memdup2 (source->session->source, source->session->source_length + 1);
  source->length = source->session->source_length;
  return CLI_OK;
}

int
cli_source_read (CliSource *source, const char *command, int argc, char **argv)
{
  if (argc < 2)
    return cli_usage (command, _("name a Go file, or - for standard input"));
  if (argc > 2)
    return cli_usage (command, _("one Go file at a time (“%s” is one too many)"), argv[2]);

  const char *path = argv[1];
  gboolean standard_input = strcmp (path, "-") == 0;
  g_autoptr (GString) text = g_string_new (NULL);
  int status = standard_input ? read_all (text, STDIN_FILENO, command, _("standard input"))
                              : read_file (text, command, path);
  if (status != CLI_OK)
    return status;
  if (gccore_session_is_one (text->str, text->len))
    return read_session (source, text, command, path);
  if (memchr (text->str, '\0', MIN (text->len, 8192)) != NULL)
    return bad_file (command, path, _("this is a binary file, not Go source"));

  source->name = standard_input ? g_strdup ("stdin.go") : g_path_get_basename (path);
  source->length = text->len;
  source->text = g_string_free (g_steal_pointer (&text), FALSE);
  return CLI_OK;
}

void
cli_source_clear (CliSource *source)
{
  g_clear_pointer (&source->name, g_free);
  g_clear_pointer (&source->text, g_free);
  g_clear_pointer (&source->session, gccore_session_free);
}

void
cli_print_diagnostics (const char *name, const GPtrArray *diagnostics)
{
  for (guint i = 0; diagnostics != NULL && i < diagnostics->len; i++)
    {
      const GccoreDiagnostic *line = g_ptr_array_index (diagnostics, i);
      if (line->line > 0 && line->column == 0)
        g_printerr ("%s:%d: %s\n", name, line->line, line->text);
      else if (line->line > 0)
        g_printerr ("%s:%d:%d: %s\n", name, line->line, line->column, line->text);
      else
        g_printerr ("%s: %s\n", name, line->text);
    }
}

/* Knobs or arguments from the command line cannot be put into what has happened already. */
static gboolean
changes_nothing (const GccoreKnobs *knobs)
{
  GccoreKnobs plain;
  guint n;
  const GccoreKnob *table = gccore_knob_table (&n);
  gboolean same = knobs->args == NULL || knobs->args[0] == NULL;
  gccore_knobs_init (&plain);
  gccore_knobs_read_environment (&plain, cli_getenv, NULL);
  for (guint i = 0; i < n; i++)
    same = same && gccore_knob_get (&table[i], knobs) == gccore_knob_get (&table[i], &plain);
  return same;
}

GccoreMachine *
cli_load (const char *command, const CliSource *source, const GccoreKnobs *knobs, int *status)
{
  GPtrArray *diagnostics = NULL;
  GccoreError error = { 0 };
  GccoreMachine *machine;

  if (source->session != NULL && !changes_nothing (knobs))
    {
      *status = cli_usage (command, _("a session has knobs and arguments of its own; it takes no others"));
      return NULL;
    }
  machine = source->session != NULL
              ? gccore_session_load (source->session, &diagnostics, &error)
              : gccore_machine_load (source->name, source->text, source->length, knobs, &diagnostics, &error);

  if (machine == NULL)
    {
      *status = CLI_BAD_INPUT;
      if (diagnostics == NULL || diagnostics->len == 0)
        cli_fail (CLI_BAD_INPUT, command, "%s: %s", source->name, error.text);
      cli_print_diagnostics (source->name, diagnostics);
    }
  g_clear_pointer (&diagnostics, g_ptr_array_unref);
  return machine;
}
