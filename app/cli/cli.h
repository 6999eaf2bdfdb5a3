#pragma once

/* The command line: `spanscape COMMAND ...`, session and scene, never a display.
 *
 * Every command is one function with main()'s shape (argv[0] is the command's name) in the table of commands.c; it
 * prints its own messages and returns the exit status. Options are GLib's (GOptionContext), so that `--help`, `--name
 * VALUE`, `--name=VALUE` and `--` work as everywhere. A program's own output is the only thing that `run` writes to
 * standard output; messages go to standard error as "spanscape COMMAND: text".
 *
 * Exit status: CLI_OK; CLI_BAD_INPUT, the program or file is at fault; CLI_USAGE, the command line is; `run` returns
 * the program's own status (2 after a panic, as in Go). */

#include <glib.h>
#include <stdio.h>

#include "session/knobs.h"
#include "session/machine.h"
#include "session/session-file.h"

enum { CLI_OK = 0, CLI_BAD_INPUT = 1, CLI_USAGE = 2, CLI_INTERRUPTED = 130 };

/* Runs the command in argv and returns its exit status, or CLI_OPEN_WINDOW when the arguments ask for the window (none,
 * or a file). */
#define CLI_OPEN_WINDOW (-1)
int cli_main (int argc, char **argv);

int cli_run (int argc, char **argv);
int cli_escape (int argc, char **argv);
int cli_render (int argc, char **argv);
int cli_events (int argc, char **argv);

/* options.c */

/* "spanscape COMMAND: text" on standard error; returns `status`. */
int cli_fail (int status, const char *command, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* The same for a wrong command line, with a hint where to find help; returns CLI_USAGE. */
int cli_usage (const char *command, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Writes what is left of standard output. Returns `status`, or CLI_BAD_INPUT after a message when that could not be
 * written in whole. */
int cli_flush (int status, const char *command);

/* A context whose --help speaks of `spanscape COMMAND`. */
GOptionContext *cli_context_new (const char *command, const char *arguments, const char *summary);
/* Parses argv (changed in place) and frees the context; false: a message was printed. */
gboolean cli_parse (GOptionContext *context, const char *command, int *argc, char ***argv);

/* Adds `entries` and, after them, --gogc, --memlimit and the other knobs, which are filled with the defaults and the
 * environment first. Callbacks of the entries get `knobs` as their data: a command with callbacks keeps its options in
 * a struct that begins with them. False: the environment is malformed, a message was printed and the context freed. */
gboolean cli_add_options (GOptionContext *context, const GOptionEntry *entries, GccoreKnobs *knobs);

/* getenv() for gccore_knobs_read_environment(). */
const char *cli_getenv (const char *name);

/* Parses one stop condition; NULL: a message was printed. */
GccoreStop *cli_parse_stop (const char *command, const char *text);
/* Whether it can come true on this machine (NULL: no condition, yes); false: a message was printed. */
gboolean cli_check_stop (const char *command, const GccoreStop *stop, GccoreMachine *machine);

/* source.c */

typedef struct {
  char *name;                 /* base name, for messages */
  char *text;
  gsize length;
  GccoreSession *session;     /* the file is a session; NULL: a Go program */
} CliSource;

/* The compiler's lines (element type GccoreDiagnostic*, may be NULL) on standard error, "name:line:col: text". */
void cli_print_diagnostics (const char *name, const GPtrArray *diagnostics);

/* Reads the only file of argv ("-": standard input). Returns CLI_OK, or a status whose message was printed. */
int cli_source_read (CliSource *source, const char *command, int argc, char **argv);
void cli_source_clear (CliSource *source);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliSource, cli_source_clear)

/* Compiles, or makes the machine that a session describes, at tick 0 (its knobs are its own: `knobs` may say nothing
 * but the environment's). NULL: the diagnostics were printed, *status is the exit status. */
GccoreMachine *cli_load (const char *command, const CliSource *source, const GccoreKnobs *knobs, int *status);

/* drive.c: running a machine while watching for signals */

typedef enum { CLI_DRIVE_HIT, CLI_DRIVE_ENDED, CLI_DRIVE_INTERRUPTED, CLI_DRIVE_QUIT, CLI_DRIVE_FAILED } CliDriveResult;

/* From now on SIGINT and SIGQUIT are looked at between slices of a run. */
void cli_drive_init (void);
/* Runs until `stop` (NULL: the end). FAILED: the host or the verifier had something to say, which was printed. On QUIT
 * the goroutine dump was printed. */
CliDriveResult cli_drive (const char *command, GccoreMachine *machine, GccoreStop *stop);
/* The exit status that goes with it. */
int cli_drive_status (CliDriveResult result, const GccoreMachine *machine);
/* Standard output for the program's own bytes, standard error for its fd 2; what came first is written first. */
void cli_drive_output (int fd, const char *bytes, gsize length, uint64_t tick, gpointer data);
