#pragma once

/* The window's struct, for its files: scape-window.c (the object and its parts' manners), scape-window-machine.c (the
 * script, its machine and what the machine tells), scape-window-frame.c (the newest frame and who shows it),
 * scape-window-parts.c (children and their room), scape-window-actions.c (commands and keys), scape-window-stops.c
 * (stops), scape-window-files.c (the script's file), scape-window-export.c (pictures), scape-window-find.c (the
 * finder), scape-window-session.c (sessions, bookmarks, branches), scape-window-progress.c (what takes long). */

#include "engine/scape-engine.h"
#include "scene/export.h"
#include "widgets/scape-document.h"
#include "widgets/scape-editor.h"
#include "widgets/scape-finder.h"
#include "widgets/scape-knobs.h"
#include "widgets/scape-legend.h"
#include "widgets/scape-output.h"
#include "widgets/scape-picture.h"
#include "widgets/scape-ribbon.h"
#include "widgets/scape-span-map.h"
#include "widgets/scape-stops-page.h"
#include "widgets/scape-table.h"
#include "widgets/scape-timeline.h"
#include "widgets/scape-transport.h"
#include "widgets/scape-window.h"

G_BEGIN_DECLS

#define SCAPE_MAX_WATCHED 1024
#define SCAPE_N_CANVASES 20
#define SCAPE_N_MOVING 6

/* What to do once the script as it is has been compiled. */
typedef enum { SCAPE_THEN_STAY, SCAPE_THEN_RUN, SCAPE_THEN_RUN_TO_END, SCAPE_THEN_STEP } ScapeThen;

typedef struct _ScapeSeries ScapeSeries;

struct _ScapeWindow
{
  AdwApplicationWindow parent_instance;

  /* template children */
  AdwToastOverlay *toasts;
  AdwToast *said;             /* by scape_window_toast(), while it is seen; weak */
  AdwWindowTitle *title;
  GtkWidget *open_button;
  GtkPaned *side_paned;
  GtkWidget *side;
  GtkStack *side_stack;
  GtkStackPage *stops_stack_page;
  ScapeEditor *editor;
  ScapeStopsPage *stops_page;
  GtkScrolledWindow *knobs_scroller;
  ScapeKnobs *knobs;
  GtkInfoBar *banner;
  GtkLabel *banner_label;
  GtkWidget *banner_button;
  GtkRevealer *progress_revealer;
  GtkLabel *progress_label;
  GtkProgressBar *progress_bar;
  ScapeFinder *finder;
  GtkStack *centre_stack;
  AdwStatusPage *error_page;
  GtkPaned *output_paned;
  ScapeOutputPanel *output;
  ScapeRibbon *ribbon;
  GtkLabel *map_title;
  GtkWidget *colour_label;
  GtkMenuButton *colour_button;
  GtkLabel *zoom_label;
  GtkStack *view_stack;
  GtkMenuButton *view_button;
  GtkMenuButton *places_button;
  GtkWidget *map_tools;
  ScapeSpanMap *map;
  ScapePicture *board;
  ScapePicture *objects;
  ScapePicture *fragmentation;
  ScapeLegend *map_legend;
  ScapeTimeline *timeline;
  ScapeLegend *lanes_legend;
  AdwFlap *inspector_flap;
  GtkWidget *inspector;
  GtkScrolledWindow *inspector_scroller, *events_scroller;
  GtkExpander *goroutines_expander;
  GtkWidget *span_group;
  GtkWidget *hint_group;
  ScapeTable *span_table;
  ScapeTable *strip_table;
  ScapeLegend *objects_legend;
  ScapeTable *object_table;
  ScapeTable *pacer_table;
  ScapeTable *events_table;
  ScapeTable *cycles_table;
  ScapeTable *keepers_table;
  ScapeTable *ps_table;
  ScapeTable *goroutines_table;
  ScapeTable *stats_table;
  ScapeTable *trace_table;
  ScapeTransport *transport;

  /* owned */
  ScapeDocument *document;
  ScapeEngine *engine;
  ScapeStops *stops;
  char *stops_of;             /* the script they belong to */
  char *places;               /* what the menu of bookmarks and branches lists */
  GArray *watched;            /* guint64: spans, as last told to the engine */
  ScapeWatch watch;           /* told with them */
  guint64 selected_tick;      /* at which the selection was made; G_MAXUINT64: none is */
  GCancellable *cancellable;  /* cancelled when the window goes */
  GSimpleAction *inspector_action;
  GFile *asked_file;          /* what a confirmation is being asked about */

  /* the newest frame's readers: first those that move, then those that are read and keep the pace of the labels */
  ScapeCanvas *canvases[SCAPE_N_CANVASES];

  /* the script and its machine */
  guint revision;             /* counts edits */
  guint sent_revision;        /* of the newest load or check */
  guint sent_serial;          /* of the newest load or check */
  guint machine_revision;     /* of the machine's source; differs from revision after an edit */
  GBytes *sent_text;          /* of the newest load or check */
  GBytes *machine_text;       /* the machine's source */
  guint load_serial;          /* awaited; 0 none */
  ScapeThen then;
  GccoreGranularity then_by;
  gboolean has_machine;       /* the machine shown belongs to this script */
  gboolean compiles;          /* the text as last compiled */
  guint64 last_tick;          /* of the machine's whole history, once it was run to its end; else 0 */
  guint64 known_last_tick;    /* the same, kept over a restart of the same history */
  GArray *marks;              /* SceneSourceMark: the margin, for pictures */
  GPtrArray *escapes;         /* GccoreEscapeLine: decisions on the text as it is; NULL none */
  guint n_heap, n_stack;      /* decided by escape analysis */
  guint64 noted_end;          /* the tick whose end the output has a note of */
  char *session_name;         /* owned: of the session file being opened; NULL none */
  char *hit;                  /* owned: the condition at which the machine stands; NULL none */
  gboolean running_back;      /* a search for a stop, backwards, is under way */
  gboolean running_to_end;    /* stops do not count */
  gboolean history_changed;   /* a live knob was moved: the next run may have another end */

  /* what takes long */
  ScapeSeries *series; /* owned: of pictures; NULL none */
  gint64 seek_began_us;
  guint64 seek_from, seek_to, seek_low; /* ticks: before it, its aim (G_MAXUINT64: not known), the lowest met */

  guint frames_to_reveal;     /* display frames until the list of goroutines is scrolled into sight; 0: none is awaited */
  int stack_g;                /* the goroutine whose stack was asked for; 0: the first's is shown */
  guint64 followed;           /* the span the inspector shows while nothing is selected */
  gboolean narrow;            /* the window is; the sides give way */
  gboolean inspector_over;    /* it was asked for while there is no room beside the centre */
  int width, height;          /* as last given */
  guint size_source;

  guint check_source;
  guint text_source;
  gint64 text_due_us;
  gboolean closing;           /* unsaved edits were dealt with */
};

void     scape_window_init_actions         (ScapeWindow       *self);
void     scape_window_class_init_actions   (GtkWidgetClass    *widget_class);
/* The one place where commands become possible or impossible. */
void     scape_window_update_actions       (ScapeWindow       *self);

void scape_window_init_stops (ScapeWindow *self);
void scape_window_class_init_stop_actions (GtkWidgetClass *widget_class);
/* After another script, or the same anew, was put into the document. */
void scape_window_keep_or_clear_stops (ScapeWindow *self);
/* (transfer full): what is said when a stop was hit. */
char *scape_window_stop_text (const char *condition);
/* Runs to the next stop, or, whatever stops there are, to the end. */
void scape_window_run (ScapeWindow *self);
void scape_window_run_to_end (ScapeWindow *self);
/* Opens the side panel at a page, "script" or "stops". */
void scape_window_show_side (ScapeWindow *self, const char *page);

void     scape_window_class_bind_children  (GtkWidgetClass    *widget_class);
/* Gives the parts the room that the window's present size leaves them; watch: whenever it changes. */
void     scape_window_update_room          (ScapeWindow       *self);
/* The same soon: sizes may not be asked for while they are being given. */
void     scape_window_queue_room           (ScapeWindow       *self);
void     scape_window_watch_room           (ScapeWindow       *self);
void     scape_window_show_inspector       (ScapeWindow       *self);

void     scape_window_init_files           (ScapeWindow       *self);
void     scape_window_class_init_file_actions (GtkWidgetClass *widget_class);
/* Asks about unsaved edits, then closes; TRUE when it may close at once. */
gboolean scape_window_confirm_close        (ScapeWindow       *self);

void scape_window_show_error (ScapeWindow *self, const GError *error);
/* A file chooser that lives until it has answered (take_answer: transfer full, NULL when nothing was chosen). */
GtkFileChooserNative *scape_window_new_chooser (ScapeWindow *self, const char *title, GtkFileChooserAction action,
                                                const char *accept);
GFile *scape_window_take_answer (ScapeWindow *self, GtkFileChooserNative *chooser, int response);
GtkFileFilter *scape_window_add_filter (GtkFileChooserNative *chooser, const char *name, const char *pattern);

void scape_window_class_init_export_actions (GtkWidgetClass *widget_class);
/* The machine stopped while a series of pictures was being made; TRUE when the stop was the series' own. */
gboolean scape_window_series_stopped (ScapeWindow *self, GccoreStopReason reason);
gboolean scape_window_cancel_series (ScapeWindow *self);
void scape_window_clear_series (ScapeWindow *self);

void scape_window_init_session (ScapeWindow *self);
void scape_window_class_init_session_actions (GtkWidgetClass *widget_class);
gboolean scape_window_is_session (GFile *file);
void scape_window_open_session (ScapeWindow *self, GFile *file);
/* Script, knobs and stops are the session's whose machine was loaded. */
void scape_window_take_session (ScapeWindow *self, const GccoreSession *session);
/* Bookmarks and branches may be others. */
void scape_window_update_places (ScapeWindow *self);

void scape_window_init_find (ScapeWindow *self);
void scape_window_class_init_find_actions (GtkWidgetClass *widget_class);

void scape_window_init_progress (ScapeWindow *self);
/* What the inspector is about: the view's selection. */
void scape_window_inspect (ScapeWindow *self, const SceneMapView *view);
void scape_window_init_inspector (ScapeWindow *self);
/* The goroutine whose stack frames shall tell; 0: none is looked at. */
int scape_window_stack_g (ScapeWindow *self, const GccoreFrame *frame);
/* What frames shall tell may have changed. */
void scape_window_update_watched (ScapeWindow *self);
void scape_window_class_init_inspector_actions (GtkWidgetClass *widget_class);
void scape_window_show_line (ScapeWindow *self, guint line);
void scape_window_class_init_progress_actions (GtkWidgetClass *widget_class);
/* @text: NULL when it is done. */
void scape_window_show_progress (ScapeWindow *self, const char *text, double fraction);
void scape_window_seek (ScapeWindow *self, guint64 tick);
/* The same for a place inside a tick (GccorePosition). */
void scape_window_seek_to (ScapeWindow *self, guint64 tick, guint step);
/* Ends what takes long; FALSE when nothing does. */
gboolean scape_window_give_up (ScapeWindow *self);

void scape_window_init_machine (ScapeWindow *self);
void scape_window_class_init_machine (GtkWidgetClass *widget_class);
/* Compiles the text as it is, then @then. */
void scape_window_load (ScapeWindow *self, ScapeThen then, GccoreGranularity by);
/* A different script was put into the document. */
void scape_window_script_replaced (ScapeWindow *self);

void scape_window_init_frame (ScapeWindow *self);
/* What is read rather than watched: titles, labels, the sentence, the line being run. */
void scape_window_update_texts (ScapeWindow *self);
void scape_window_update_lines (ScapeWindow *self);
void scape_window_update_title (ScapeWindow *self);
/* The canvas, or why there is none. */
/* There is no program, or one that does not compile, and none before it. */
gboolean scape_window_has_nothing (ScapeWindow *self);
void scape_window_show_centre (ScapeWindow *self);
/* (transfer full) */
char *scape_window_ended_text (const GccoreFrame *frame);

gboolean scape_window_is_stale             (ScapeWindow       *self);
/* Goes to a source line and shows why what it allocates is on the heap. */
void     scape_window_show_allocation      (ScapeWindow       *self,
                                            guint              line);
void     scape_window_toast                (ScapeWindow       *self,
                                            const char        *text);
void scape_window_show_output (ScapeWindow *self, const char *page);

G_END_DECLS
