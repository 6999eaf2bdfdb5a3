#define G_LOG_DOMAIN "ScapeWorker"

#include "config.h"

#include <string.h>

#include "engine/scape-error.h"
#include "engine/scape-worker-private.h"

static void
diagnostic_free (GccoreDiagnostic *diagnostic)
{
  g_free (diagnostic->text);
  g_free (diagnostic);
}

static void
adopt (ScapeWorker *worker, GccoreMachine *machine)
{
  scape_worker_forget_output (worker);
  g_clear_pointer (&worker->machine, gccore_machine_free);
  worker->machine = machine;
  worker->state = gccore_machine_ended (machine, NULL) ? SCAPE_ENGINE_ENDED : SCAPE_ENGINE_PAUSED;
  worker->steps_left = 0;
  gccore_machine_set_history (machine, worker->history_bytes);
  scape_worker_listen (worker, machine);
}

/* What came of making a machine; takes what it is given but for the machine, which the caller has dealt with. */
static void
answer_load (ScapeWorker *worker, ScapeCommand *command, GPtrArray *diagnostics, const GccoreError *error,
             ScapeMessage *message)
{
  message->load.serial = command->serial;
  message->load.check = command->flag;
  message->load.diagnostics = diagnostics != NULL ? diagnostics : g_ptr_array_new ();
  g_ptr_array_set_free_func (message->load.diagnostics, (GDestroyNotify)diagnostic_free);
  if (!message->load.compiled)
    {
      GccoreError first = *error;
      g_autoptr (GError) why = NULL;

      if (first.code == GCCORE_OK)
        first.code = GCCORE_ERR_PROGRAM;
      why = scape_error_from_gccore (&first);
      message->text = g_strdup (why->message);
      message->load.host_error = first.code == GCCORE_ERR_HOST_MEMORY;
    }

  if (message->load.adopted)
    {
      scape_worker_post_with_frame (worker, message);
    }
  else
    {
      message->state = worker->state;
      message->last_tick = scape_worker_last_tick (worker);
      scape_worker_post (worker, message);
    }
}

static void
keep_bookmarks (ScapeWorker *worker, GccoreMachine *machine)
{
  for (guint i = 0; worker->machine != NULL && i < gccore_machine_n_bookmarks (worker->machine); i++)
    {
      GccoreBookmark bookmark = gccore_machine_bookmark (worker->machine, i);

      gccore_machine_put_bookmark (machine, &bookmark);
    }
}

/* What escape analysis decided of a good source, with its reasons. They take almost as long as the machine, which need
 * not wait for them to be seen. */
static void
explain (ScapeWorker *worker, guint serial, const char *name, const char *source, gsize length)
{
  ScapeMessage *message = scape_message_new (SCAPE_MESSAGE_ESCAPES);

  message->load.serial = serial;
  message->escapes = gccore_escape_lines (name, source, length, GCCORE_ESCAPE_REASONS, NULL);
  scape_worker_post (worker, message);
}

void
scape_worker_load (ScapeWorker *worker, ScapeCommand *command)
{
  ScapeMessage *message = scape_message_new (SCAPE_MESSAGE_LOADED);
  GccoreError error = { 0 };
  GPtrArray *diagnostics = NULL;
  gsize length;
  const char *source = g_bytes_get_data (command->source, &length);
  GccoreMachine *machine;
  gboolean untouched, compiled;

  untouched = worker->machine == NULL || (!scape_worker_is_busy (worker) && gccore_machine_tick (worker->machine) == 0);
  machine =
      gccore_machine_load (command->name, source != NULL ? source : "", length, &command->knobs, &diagnostics, &error);
  message->load.compiled = machine != NULL;
  message->load.adopted = machine != NULL && (!command->flag || untouched);
  if (machine != NULL)
    gccore_machine_remember_lines (machine); /* without, the inspector says less */
  if (message->load.adopted)
    {
      if (command->keep)
        keep_bookmarks (worker, machine);
      adopt (worker, machine);
    }
  else
    {
      g_clear_pointer (&machine, gccore_machine_free);
    }
  compiled = message->load.compiled;
  answer_load (worker, command, diagnostics, &error, message);
  if (compiled)
    explain (worker, command->serial, command->name, source, length);
}

/* The machine of a session, on its way to where it stood. */
void
scape_worker_open_session (ScapeWorker *worker, ScapeCommand *command)
{
  ScapeMessage *message = scape_message_new (SCAPE_MESSAGE_LOADED);
  GccoreError error = { 0 };
  GPtrArray *diagnostics = NULL;
  gsize length;
  const char *contents = g_bytes_get_data (command->source, &length);
  GccoreMachine *machine = NULL;
  g_autofree char *name = NULL, *source = NULL;
  GccorePosition stood = { 0 };

  message->session = gccore_session_parse (contents != NULL ? contents : "", length, &error);
  if (message->session != NULL)
    machine = gccore_session_load (message->session, &diagnostics, &error);
  message->load.compiled = message->load.adopted = machine != NULL;
  if (machine != NULL)
    {
      const GccoreSessionBranch *present = g_ptr_array_index (message->session->branches, 0);

      name = g_strdup (message->session->name);
      source = g_strndup (message->session->source, message->session->source_length);
      stood = present->position;
      adopt (worker, machine);
    }
  answer_load (worker, command, diagnostics, &error, message);
  if (source != NULL)
    explain (worker, command->serial, name, source, strlen (source));
  if (gccore_position_compare (stood, (GccorePosition) { 0 }) > 0)
    {
      worker->seek_to = stood;
      scape_worker_begin (worker, SCAPE_ENGINE_SEEKING);
    }
}

/* Sessions, branches and bookmarks */

void
scape_worker_save_session (ScapeWorker *worker, ScapeCommand *command)
{
  ScapeMessage *message = scape_message_new (SCAPE_MESSAGE_SAVED);
  g_autoptr (GccoreSession) session = gccore_session_of (worker->machine, (const char *const *)command->stops);
  g_autoptr (GError) error = NULL;

  message->path = g_strdup (command->name);
  if (!gccore_session_save (session, command->name, &error))
    message->text = g_strdup (error->message);
  scape_worker_post (worker, message);
}

/* Branches and bookmarks. The window's list may be older than ours: what is not there is left alone. */
void
scape_worker_change_marks (ScapeWorker *worker, ScapeCommand *command)
{
  GccoreMachine *machine = worker->machine;
  guint n = (guint)command->n;
  GccoreError error = { 0 };

  switch (command->kind)
    {
    case SCAPE_COMMAND_RENAME_BRANCH:
      if (n < gccore_machine_n_branches (machine)
          && gccore_machine_rename_branch (machine, n, command->name, &error) != GCCORE_OK)
        scape_worker_refuse (worker, &error);
      break;

    case SCAPE_COMMAND_ADD_BOOKMARK: gccore_machine_add_bookmark (machine, command->name); break;

    case SCAPE_COMMAND_RENAME_BOOKMARK:
      if (n < gccore_machine_n_bookmarks (machine))
        gccore_machine_rename_bookmark (machine, n, command->name);
      break;

    default:
      if (n < gccore_machine_n_bookmarks (machine))
        gccore_machine_remove_bookmark (machine, n);
      break;
    }
  scape_worker_publish_frame (worker);
}

/* Goes to where the machine stood in a branch, or to a bookmark. */
void
scape_worker_go_to_mark (ScapeWorker *worker, ScapeCommand *command)
{
  GccoreStopReason reason = GCCORE_STOP_STEPPED;
  guint n = (guint)command->n;

  scape_worker_begin (worker, SCAPE_ENGINE_SEEKING);
  if (command->kind == SCAPE_COMMAND_GO_TO_BOOKMARK && n < gccore_machine_n_bookmarks (worker->machine))
    {
      worker->seek_to = gccore_machine_bookmark (worker->machine, n).position;
      reason = gccore_machine_go_to_bookmark (worker->machine, n, SCAPE_SLICE_US);
    }
  else if (command->kind == SCAPE_COMMAND_SWITCH_BRANCH && n < gccore_machine_n_branches (worker->machine))
    {
      worker->seek_to = gccore_machine_branch (worker->machine, n).position;
      reason = gccore_machine_switch_branch (worker->machine, n, SCAPE_SLICE_US);
    }
  if (reason != GCCORE_STOP_BUDGET) /* else it is a seek like any other from here on */
    scape_worker_stop (worker, reason, NULL);
}
