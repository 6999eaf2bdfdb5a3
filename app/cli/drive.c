/* Running a machine from the command line: signals between slices, output in order. */

#include "cli/cli.h"

#include "config.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* How long the machine runs before signals are looked at. */
#define SLICE_US 20000

static volatile sig_atomic_t caught; /* the last signal, 0: none */

static void
catch_cb (int number)
{
  caught = number;
}

void
cli_drive_init (void)
{
  struct sigaction action = { .sa_handler = catch_cb };

  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGQUIT, &action, NULL);
  /* A closed pipe ends the command without a word, whatever the parent made of the signal. */
  signal (SIGPIPE, SIG_DFL);
}

void
cli_drive_output (int fd, const char *bytes, gsize length, uint64_t tick, gpointer data)
{
  if (fd == STDOUT_FILENO)
    {
      fwrite (bytes, 1, length, stdout);
      return;
    }
  fflush (stdout);
  fwrite (bytes, 1, length, stderr);
}

static void
print_dump (GccoreMachine *machine)
{
  g_autofree char *dump = gccore_machine_goroutine_dump (machine);
  fprintf (stderr, "SIGQUIT: quit\n\n%s", dump);
}

CliDriveResult
cli_drive (const char *command, GccoreMachine *machine, GccoreStop *stop)
{
  for (;;)
    {
      guint hit;
      GccoreStopReason reason = gccore_machine_run (machine, &stop, stop != NULL ? 1 : 0, SLICE_US, &hit);
      fflush (stdout);
      switch (reason)
        {
        case GCCORE_STOP_BUDGET:
        case GCCORE_STOP_STEPPED:
          break;
        case GCCORE_STOP_HIT:
          return CLI_DRIVE_HIT;
        case GCCORE_STOP_ENDED:
          return CLI_DRIVE_ENDED;
        case GCCORE_STOP_HOST_ERROR:
        case GCCORE_STOP_BROKEN:
          cli_fail (CLI_BAD_INPUT, command, "%s", gccore_machine_error (machine)->text);
          return CLI_DRIVE_FAILED;
        }
      if (caught == SIGINT)
        return CLI_DRIVE_INTERRUPTED;
      if (caught == SIGQUIT)
        {
          print_dump (machine);
          return CLI_DRIVE_QUIT;
        }
    }
}

int
cli_drive_status (CliDriveResult result, const GccoreMachine *machine)
{
  int status = CLI_OK;
  switch (result)
    {
    case CLI_DRIVE_HIT:
      return CLI_OK;
    case CLI_DRIVE_ENDED:
      gccore_machine_ended (machine, &status);
      return status & 0xff; /* all that the system tells of an exit status */
    case CLI_DRIVE_INTERRUPTED:
      return CLI_INTERRUPTED;
    case CLI_DRIVE_QUIT:
      return 2;
    case CLI_DRIVE_FAILED:
      return CLI_BAD_INPUT;
    }
  g_return_val_if_reached (CLI_BAD_INPUT);
}
