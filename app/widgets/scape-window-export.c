/* The window's pictures: a screenshot, its copy on the clipboard, a series of them. The drawing is the painters'
 * (scene/ export.h) and done by another thread, from a frame, which is immutable. */

#define G_LOG_DOMAIN "ScapeWindow"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "scene/chrome.h"
#include "scene/compose.h"
#include "scene/sentence.h"
#include "widgets/scape-export-dialog.h"
#include "widgets/scape-window-private.h"

#define PREVIEW_WIDTH 400.0

/* A picture under way: everything that its drawing reads. */
typedef struct {
  GccoreFrame *frame;
  SceneExportOptions options;
  char *source, *caption;
  GArray *marks;
  GPtrArray *escapes;
  char *path;
} Job;

static void
job_free (Job *job)
{
  gccore_frame_unref (job->frame);
  g_array_unref (job->marks);
  g_clear_pointer (&job->escapes, g_ptr_array_unref);
  g_free (job->source);
  g_free (job->caption);
  g_free (job->path);
  g_free (job);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

struct _ScapeSeries
{
  ScapeExportChoice choice;   /* but for the caption, which is each moment's own; its texts are owned by the two below */
  char *format, *style;
  gboolean captioned;
  GFile *folder;
  char *stem;
  guint n_done;
  gboolean ended;             /* the program was over before all pictures were made */
};

static void
series_free (ScapeSeries *series)
{
  g_free (series->format);
  g_free (series->style);
  g_object_unref (series->folder);
  g_free (series->stem);
  g_free (series);
}

/* What the picture is of */

static const char *
shown_view (ScapeWindow *self)
{
  const char *page = gtk_stack_get_visible_child_name (self->view_stack);

  return g_strcmp0 (page, "map") == 0 ? "spans" : page;
}

static double
text_scale (ScapeWindow *self)
{
  return scape_canvas_get_theme (SCAPE_CANVAS (self->map))->text_scale;
}

static Job *
new_job (ScapeWindow             *self,
         const ScapeExportChoice *choice)
{
  Job *job = g_new0 (Job, 1);
  SceneExportOptions *options = &job->options;
  g_autoptr (GBytes) text = scape_document_dup_text (self->document);
  GtkWidget *part = choice->whole ? GTK_WIDGET (self) : GTK_WIDGET (self->centre_stack);
  GccoreKnobs knobs;

  gccore_knobs_init (&knobs);
  scape_knobs_get (self->knobs, &knobs);
  job->frame = gccore_frame_ref (scape_engine_get_frame (self->engine));
  job->source = g_strndup (g_bytes_get_data (text, NULL), g_bytes_get_size (text));
  job->marks = g_array_copy (self->marks);
  job->caption = g_strdup (choice->caption);

  scene_export_options_init (options);
  options->view = choice->whole ? "window" : shown_view (self);
  options->middle = shown_view (self);
  options->width = MAX (choice->whole ? 1024 : 480, gtk_widget_get_width (part));
  options->height = MAX (choice->whole ? 640 : 360, gtk_widget_get_height (part));
  options->scale = choice->scale;
  options->theme = scape_canvas_theme_kind ();
  if (choice->style != NULL)
    scene_theme_parse (choice->style, &options->theme);
  options->palette = scape_canvas_theme_palette ();
  options->text_scale = text_scale (self);
  options->caption = job->caption;
  options->source = job->source;
  options->seed = knobs.seed;
  options->marks = (const SceneSourceMark *) (gpointer) job->marks->data;
  options->n_marks = job->marks->len;
  if (self->escapes != NULL && !scape_window_is_stale (self))
    options->escapes = job->escapes = g_ptr_array_ref (self->escapes);
  options->n_heap = self->n_heap;
  options->n_stack = self->n_stack;
  options->last_tick = self->last_tick;
  options->map = *scape_span_map_get_view (self->map);
  options->map.hovered = 0;
  options->timeline = *scape_timeline_get_view (self->timeline);
  options->timeline.hover_ns = -1;
  return job;
}

/* "binary-trees.go · cycle 2 · concurrent mark · 12.482 ms · P1 greys …" */
static char *
suggest_caption (ScapeWindow *self)
{
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);
  g_autofree char *subtitle = scene_subtitle (frame), *sentence = scene_step_sentence (frame);

  if (*sentence != '\0')
    return g_strdup_printf ("%s · %s · %s", frame->name, subtitle, sentence);
  return g_strdup_printf ("%s · %s", frame->name, subtitle);
}

static char *
stem_of (ScapeWindow *self)
{
  const char *name = scape_document_get_name (self->document);

  return g_str_has_suffix (name, ".go") ? g_strndup (name, strlen (name) - 3) : g_strdup (name);
}

/* Clipboard and preview */

static GdkTexture *
draw_texture (const Job *job,
              GError   **error)
{
  cairo_surface_t *drawn = scene_render (job->frame, &job->options, error), *surface;
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture;
  cairo_t *cr;
  int width, height;

  if (drawn == NULL)
    return NULL;
  /* With an alpha channel that means something. */
  width = cairo_image_surface_get_width (drawn);
  height = cairo_image_surface_get_height (drawn);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_surface_set_device_scale (drawn, 1, 1);
  cr = cairo_create (surface);
  cairo_set_source_surface (cr, drawn, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (drawn);
  cairo_surface_flush (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface),
                       (gsize) cairo_image_surface_get_stride (surface) * (gsize) height);
  texture = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes,
                                    (gsize) cairo_image_surface_get_stride (surface));
  cairo_surface_destroy (surface);
  return texture;
}

static void
copy_picture (ScapeWindow             *self,
              const ScapeExportChoice *choice)
{
  g_autoptr (Job) job = new_job (self, choice);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = draw_texture (job, &error);

  if (texture == NULL)
    {
      scape_window_show_error (self, error);
      return;
    }
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
  scape_window_toast (self, _("The picture is on the clipboard"));
}

static void
preview_cb (ScapeWindow       *self,
            ScapeExportDialog *dialog)
{
  ScapeExportChoice choice;
  g_autoptr (GdkTexture) texture = NULL;

  if (scape_engine_get_frame (self->engine) == NULL)
    return;
  scape_export_dialog_get_choice (dialog, &choice);
  {
    g_autoptr (Job) job = new_job (self, &choice);

    job->options.scale = MAX (0.25, PREVIEW_WIDTH / job->options.width);
    texture = draw_texture (job, NULL);
  }
  scape_export_dialog_set_preview (dialog, texture != NULL ? GDK_PAINTABLE (texture) : NULL);
}

/* Files */

static void
show_folder_cb (AdwToast *toast)
{
  GFile *file = g_object_get_data (G_OBJECT (toast), "file");
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = folder != NULL ? g_file_get_uri (folder) : NULL;

  if (uri != NULL)
    gtk_show_uri (NULL, uri, GDK_CURRENT_TIME);
}

static void
say_saved (ScapeWindow *self,
           const char  *text,
           GFile       *file)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_button_label (toast, _("_Show"));
  g_object_set_data_full (G_OBJECT (toast), "file", g_object_ref (file), g_object_unref);
  g_signal_connect (toast, "button-clicked", G_CALLBACK (show_folder_cb), NULL);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
write_picture (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;

  if (scene_export (job->frame, &job->options, job->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Takes @job. */
static void
write_async (ScapeWindow         *self,
             Job                 *job,
             GFile               *file,
             GAsyncReadyCallback  callback)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, NULL);
  g_autofree char *name = g_file_get_basename (file);

  job->path = g_file_get_path (file);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  if (job->path == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("“%s” is not on this computer."), name);
  else
    g_task_run_in_thread (task, write_picture);
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  ScapeWindow *self = SCAPE_WINDOW (object);
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *name = NULL, *said = NULL;

  if (self->engine == NULL)
    return;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      scape_window_show_error (self, error);
      return;
    }
  file = g_file_new_for_path (job->path);
  name = g_path_get_basename (job->path);
  /* Translators: %s is a file's name. */
  said = g_strdup_printf (_("Saved %s"), name);
  say_saved (self, said, file);
}

/* A series: a picture, a step, a picture ... */

static void
series_end (ScapeWindow *self)
{
  g_autoptr (GFile) file = g_file_get_child (self->series->folder, self->series->stem);
  g_autofree char *said = g_strdup_printf (ngettext ("Saved %u picture", "Saved %u pictures", self->series->n_done),
                                           self->series->n_done);

  if (self->series->n_done > 0)
    say_saved (self, said, file);
  g_clear_pointer (&self->series, series_free);
  scape_window_show_progress (self, NULL, 0);
}

static void
series_written_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      data)
{
  ScapeWindow *self = SCAPE_WINDOW (object);
  g_autoptr (GError) error = NULL;
  gboolean good = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->engine == NULL || self->series == NULL)
    return;
  if (!good)
    {
      scape_window_show_error (self, error);
      series_end (self);
      return;
    }
  self->series->n_done++;
  if (self->series->n_done == self->series->choice.n_pictures || self->series->ended)
    series_end (self);
  else
    scape_engine_step (self->engine, self->series->choice.by, 1);
}

static void
series_picture (ScapeWindow *self)
{
  ScapeSeries *series = self->series;
  g_autofree char *caption = suggest_caption (self);
  g_autofree char *name = g_strdup_printf ("%s-%03u.%s", series->stem, series->n_done + 1, series->format);
  g_autofree char *text = NULL;
  g_autoptr (GFile) file = g_file_get_child (series->folder, name);
  ScapeExportChoice choice = series->choice;

  /* Translators: "Picture 3 of 24". */
  text = g_strdup_printf (_("Picture %u of %u"), series->n_done + 1, series->choice.n_pictures);
  scape_window_show_progress (self, text, (double) series->n_done / series->choice.n_pictures);
  choice.caption = series->captioned ? caption : NULL;
  write_async (self, new_job (self, &choice), file, series_written_cb);
}

gboolean
scape_window_series_stopped (ScapeWindow     *self,
                             GccoreStopReason reason)
{
  if (self->series == NULL)
    return FALSE;
  self->series->ended = reason != GCCORE_STOP_STEPPED;
  series_picture (self);
  return reason == GCCORE_STOP_STEPPED;
}

gboolean
scape_window_cancel_series (ScapeWindow *self)
{
  if (self->series == NULL)
    return FALSE;
  series_end (self);
  return TRUE;
}

void
scape_window_clear_series (ScapeWindow *self)
{
  g_clear_pointer (&self->series, series_free);
}

static void
begin_series (ScapeWindow             *self,
              const ScapeExportChoice *choice,
              GFile                   *folder)
{
  ScapeSeries *series = g_new0 (ScapeSeries, 1);

  scape_engine_pause (self->engine);
  series->choice = *choice;
  series->format = g_strdup (choice->format);
  series->style = g_strdup (choice->style);
  series->choice.format = series->format;
  series->choice.style = series->style;
  series->captioned = choice->caption != NULL;
  series->folder = g_object_ref (folder);
  series->stem = stem_of (self);
  scape_window_clear_series (self);
  self->series = series;
  series_picture (self);
}

/* The dialog */

static void
answered_cb (ScapeWindow          *self,
             int                   response,
             GtkFileChooserNative *chooser)
{
  g_autoptr (ScapeExportDialog) dialog = g_object_ref (g_object_get_data (G_OBJECT (chooser), "dialog"));
  g_autoptr (GFile) file = scape_window_take_answer (self, chooser, response);
  ScapeExportChoice choice;

  if (file == NULL || scape_engine_get_frame (self->engine) == NULL)
    return;
  scape_export_dialog_get_choice (dialog, &choice);
  if (choice.n_pictures > 1)
    begin_series (self, &choice, file);
  else
    write_async (self, new_job (self, &choice), file, written_cb);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static GtkFileChooserNative *
picture_chooser (ScapeWindow             *self,
                 const ScapeExportChoice *choice)
{
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);
  g_autofree char *stem = stem_of (self);
  g_autofree char *name = g_strdup_printf ("%s-%" G_GUINT64_FORMAT ".%s", stem, (guint64) frame->tick, choice->format);
  g_autofree char *pattern = g_strdup_printf ("*.%s", choice->format);
  GtkFileChooserNative *chooser;

  if (choice->n_pictures > 1)
    return scape_window_new_chooser (self, _("A Folder for the Pictures"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                     _("_Save"));
  chooser = scape_window_new_chooser (self, _("Save a Picture"), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"));
  scape_window_add_filter (chooser, pattern, pattern);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  return chooser;
}

static void
save_cb (ScapeWindow       *self,
         ScapeExportDialog *dialog)
{
  const char *folder = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);
  GtkFileChooserNative *chooser;
  ScapeExportChoice choice;

  if (scape_engine_get_frame (self->engine) == NULL)
    return;
  scape_export_dialog_get_choice (dialog, &choice);
  chooser = picture_chooser (self, &choice);
  gtk_native_dialog_set_transient_for (GTK_NATIVE_DIALOG (chooser), GTK_WINDOW (dialog));
  if (folder != NULL)
    {
      g_autoptr (GFile) pictures = g_file_new_for_path (folder);

      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), pictures, NULL);
    }
  g_object_set_data_full (G_OBJECT (chooser), "dialog", g_object_ref (dialog), g_object_unref);
  g_signal_connect_object (chooser, "response", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
copy_cb (ScapeWindow       *self,
         ScapeExportDialog *dialog)
{
  ScapeExportChoice choice;

  scape_export_dialog_get_choice (dialog, &choice);
  if (scape_engine_get_frame (self->engine) != NULL)
    copy_picture (self, &choice);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
screenshot_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);
  g_autofree char *caption = suggest_caption (self);
  ScapeExportDialog *dialog = scape_export_dialog_new (GTK_WINDOW (self), gtk_menu_button_get_label (self->view_button),
                                                       caption);

  scape_engine_pause (self->engine);
  g_signal_connect_object (dialog, "changed", G_CALLBACK (preview_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "save", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "copy", G_CALLBACK (copy_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* What is shown, at once, without asking. */
static void
copy_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);
  g_autofree char *caption = suggest_caption (self);
  ScapeExportChoice choice = { .format = "png", .scale = 2, .caption = caption, .n_pictures = 1 };

  copy_picture (self, &choice);
}

void
scape_window_class_init_export_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.screenshot", NULL, screenshot_action);
  gtk_widget_class_install_action (widget_class, "win.copy-picture", NULL, copy_action);
}
