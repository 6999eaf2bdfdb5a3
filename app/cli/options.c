/* Options: messages, GOptionContext, and the knobs as options. */

#include "cli/cli.h"

#include "config.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

int
cli_fail (int status, const char *command, const char *format, ...)
{
  va_list args;
  fflush (stdout);
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  if (command != NULL)
    g_printerr ("spanscape %s: %s\n", command, text);
  else
    g_printerr ("spanscape: %s\n", text);
  return status;
}

int
cli_flush (int status, const char *command)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  return cli_fail (MAX (status, CLI_BAD_INPUT), command, _("standard output cannot be written"));
}

int
cli_usage (const char *command, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  cli_fail (CLI_USAGE, command, "%s", text);
  if (command != NULL)
    g_printerr (_("Try “spanscape %s --help”.\n"), command);
  else
    g_printerr (_("Try “spanscape --help”.\n"));
  return CLI_USAGE;
}

GOptionContext *
cli_context_new (const char *command, const char *arguments, const char *summary)
{
  g_autofree char *program = g_strdup_printf ("spanscape %s", command);
  GOptionContext *context = g_option_context_new (arguments);

  g_set_prgname (program);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, summary);
  return context;
}

gboolean
cli_parse (GOptionContext *context, const char *command, int *argc, char ***argv)
{
  g_autoptr (GError) error = NULL;
  gboolean good = g_option_context_parse (context, argc, argv, &error);

  g_option_context_free (context);
  if (!good)
    cli_usage (command, "%s", error->message);
  return good;
}

static gboolean
knob_option_cb (const char *option, const char *value, gpointer data, GError **error)
{
  const GccoreKnob *knob = gccore_knob_find_flag (option + 2);
  GccoreError why = { 0 };
  int64_t number = 1;

  if (knob->kind != GCCORE_KNOB_SWITCH && gccore_knob_parse (knob, value, &number, &why) != GCCORE_OK)
    {
      /* The error names the knob; a person knows the flag. */
      const char *text = g_str_has_prefix (why.text, knob->name) ? why.text + strlen (knob->name) : why.text;
      while (*text == ':' || *text == ' ')
        text++;
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s %s: %s", option, value, text);
      return FALSE;
    }
  gccore_knob_set (knob, data, number);
  return TRUE;
}

static const char *
value_name (const GccoreKnob *knob)
{
  switch (knob->kind)
    {
    case GCCORE_KNOB_PERCENT:
      return _("PERCENT|off");
    case GCCORE_KNOB_SIZE:
      return _("SIZE");
    case GCCORE_KNOB_COUNT:
      return _("N");
    case GCCORE_KNOB_SWITCH:
      return NULL;
    }
  g_return_val_if_reached (NULL);
}

const char *
cli_getenv (const char *name)
{
  return getenv (name);
}

gboolean
cli_add_options (GOptionContext *context, const GOptionEntry *entries, GccoreKnobs *knobs)
{
  guint n_knobs, n = 0;
  const GccoreKnob *table = gccore_knob_table (&n_knobs);
  g_autofree GOptionEntry *knob_entries = g_new0 (GOptionEntry, n_knobs + 1);
  GccoreError error = { 0 };

  gccore_knobs_init (knobs);
  if (gccore_knobs_read_environment (knobs, cli_getenv, &error) != GCCORE_OK)
    {
      /* Go says it in these words and with this status. */
      g_option_context_free (context);
      g_printerr ("%s\n", error.text);
      return FALSE;
    }

  for (guint i = 0; i < n_knobs; i++)
    {
      if (table[i].flag == NULL)
        continue;
      GOptionEntry *entry = &knob_entries[n++];
      entry->long_name = table[i].flag;
      entry->arg = G_OPTION_ARG_CALLBACK;
      entry->arg_data = (gpointer) knob_option_cb;
      entry->description = table[i].help;
      entry->arg_description = value_name (&table[i]);
      if (table[i].kind == GCCORE_KNOB_SWITCH)
        entry->flags = G_OPTION_FLAG_NO_ARG;
    }
  GOptionGroup *group = g_option_group_new (NULL, NULL, NULL, knobs, NULL);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_group_add_entries (group, entries);
  g_option_group_add_entries (group, knob_entries);
  g_option_context_set_main_group (context, group);
  return TRUE;
}

GccoreStop *
cli_parse_stop (const char *command, const char *text)
{
  GccoreError error = { 0 };
  GccoreStop *stop = gccore_stop_parse (text, &error);
  if (stop == NULL)
    cli_usage (command, "%s", error.text);
  return stop;
}

gboolean
cli_check_stop (const char *command, const GccoreStop *stop, GccoreMachine *machine)
{
  GccoreError error = { 0 };
  if (stop == NULL || gccore_stop_check (stop, machine, &error) == GCCORE_OK)
    return TRUE;
  cli_fail (CLI_USAGE, command, "%s", error.text);
  return FALSE;
}
