/* Sessions: saving and opening them, bookmarks, and the branches that began when a knob was moved in the past. */

#define G_LOG_DOMAIN "ScapeWindow"

#include "config.h"

#include <glib/gi18n.h>

#include <string.h>

#include "scene/format.h"
#include "widgets/scape-window-private.h"

gboolean
scape_window_is_session (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return g_str_has_suffix (name, GCCORE_SESSION_SUFFIX);
}

/* Opening */

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (ScapeWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) contents = g_file_load_bytes_finish (G_FILE (object), result, NULL, &error);

  if (contents == NULL)
    {
      scape_window_show_error (self, error);
      return;
    }
  if (self->engine == NULL)
    return;
  self->then = SCAPE_THEN_STAY;
  g_clear_handle_id (&self->check_source, g_source_remove);
  self->load_serial = self->sent_serial = scape_engine_open_session (self->engine, contents);
  g_free (self->session_name);
  self->session_name = g_file_get_basename (G_FILE (object));
}

void
scape_window_open_session (ScapeWindow *self,
                           GFile       *file)
{
  g_file_load_bytes_async (file, self->cancellable, read_cb, g_object_ref (self));
}

/* The engine has read a session and its machine is there: script, knobs and stops are its. */
void
scape_window_take_session (ScapeWindow         *self,
                           const GccoreSession *session)
{
  scape_document_set_template (self->document, session->name, session->source);
  g_clear_handle_id (&self->check_source, g_source_remove);
  scape_window_keep_or_clear_stops (self);
  scape_stops_clear (self->stops);
  for (guint i = 0; i < session->stops->len; i++)
    scape_stops_add (self->stops, session->stops->pdata[i], NULL);
  scape_knobs_set (self->knobs, &session->knobs);
  self->known_last_tick = 0;
  self->seek_to = ((const GccoreSessionBranch *) g_ptr_array_index (session->branches, 0))->position.tick;
  self->history_changed = TRUE;
  self->sent_revision = self->revision;
  g_clear_pointer (&self->sent_text, g_bytes_unref);
  self->sent_text = scape_document_dup_text (self->document);
}

/* Saving */

static void
saved_cb (ScapeWindow *self,
          const char  *path,
          const char  *error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = NULL;

  /* Translators: %s is a file's name. */
  text = error != NULL ? g_strdup (error) : g_strdup_printf (_("Saved %s"), name);
  scape_window_toast (self, text);
}

static void
save_response_cb (ScapeWindow          *self,
                  int                   response,
                  GtkFileChooserNative *chooser)
{
  g_autoptr (GFile) file = scape_window_take_answer (self, chooser, response);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_auto (GStrv) stops = scape_stops_dup_enabled (self->stops);

  if (path != NULL)
    scape_engine_save_session (self->engine, path, (const char *const *) stops);
}

static void
save_session_action (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);
  GtkFileChooserNative *chooser = scape_window_new_chooser (self, _("Save the Session"), GTK_FILE_CHOOSER_ACTION_SAVE,
                                                            _("_Save"));
  const char *name = scape_document_get_name (self->document);
  g_autofree char *stem = g_str_has_suffix (name, ".go") ? g_strndup (name, strlen (name) - 3) : g_strdup (name);
  g_autofree char *suggested = g_strconcat (stem, GCCORE_SESSION_SUFFIX, NULL);

  scape_window_add_filter (chooser, _("Spanscape sessions"), "*" GCCORE_SESSION_SUFFIX);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), suggested);
  g_signal_connect_object (chooser, "response", G_CALLBACK (save_response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* Bookmarks and branches */

static void
bookmark_action (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);
  g_autofree char *name = NULL, *said = NULL;
  char tick[SCENE_TEXT_MAX];

  if (frame == NULL)
    return;
  /* Translators: a bookmark's first name; %u counts them. */
  name = g_strdup_printf (_("Bookmark %u"), frame->n_bookmarks + 1);
  scape_engine_add_bookmark (self->engine, name);
  /* Translators: a bookmark's name, a number like 48 211. */
  said = g_strdup_printf (_("%s is at tick %s"), name, scene_format_count (tick, frame->tick));
  scape_window_toast (self, said);
}

static void
add_place (GMenu          *menu,
           const char     *name,
           GccorePosition  position,
           const char     *action,
           guint           i)
{
  char tick[SCENE_TEXT_MAX];
  /* Translators: a bookmark's or branch's name, a number like 48 211. */
  g_autofree char *label = g_strdup_printf (_("%s · tick %s"), name, scene_format_count (tick, position.tick));
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "u", i);
  g_menu_append_item (menu, item);
}

static char *
places_key (const GccoreFrame *frame)
{
  GString *key = g_string_new (NULL);

  for (guint i = 0; i < frame->n_bookmarks; i++)
    g_string_append_printf (key, "%s %" G_GUINT64_FORMAT "\n", frame->bookmarks[i].name,
                            (guint64) frame->bookmarks[i].position.tick);
  for (guint i = 0; i < frame->n_branches; i++)
    g_string_append_printf (key, "/%s %" G_GUINT64_FORMAT "\n", frame->branches[i].name,
                            /* the present one moves with every tick, but is listed without it */
                            i > 0 ? (guint64) frame->branches[i].position.tick : 0);
  return g_string_free (key, FALSE);
}

static GMenuModel *
places_menu (const GccoreFrame *frame)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) bookmarks = g_menu_new (), removals = g_menu_new ();
  g_autoptr (GMenu) present = g_menu_new (), others = g_menu_new ();
  g_autofree char *title = NULL;

  g_menu_append (bookmarks, _("_Bookmark This Moment"), "win.bookmark");
  for (guint i = 0; frame != NULL && i < frame->n_bookmarks; i++)
    {
      add_place (bookmarks, frame->bookmarks[i].name, frame->bookmarks[i].position, "win.go-to-bookmark", i);
      add_place (removals, frame->bookmarks[i].name, frame->bookmarks[i].position, "win.remove-bookmark", i);
    }
  if (frame != NULL && frame->n_bookmarks > 0)
    g_menu_append_submenu (bookmarks, _("_Remove"), G_MENU_MODEL (removals));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (bookmarks));
  if (frame == NULL || frame->n_branches < 2)
    return G_MENU_MODEL (menu);
  for (guint i = 1; i < frame->n_branches; i++)
    add_place (others, frame->branches[i].name, frame->branches[i].position, "win.switch-branch", i);
  g_menu_append_section (menu, _("Other Branches"), G_MENU_MODEL (others));
  /* Translators: %s is the name of a branch of the program's history. */
  title = g_strdup_printf (_("_Rename “%s”…"), frame->branches[0].name);
  g_menu_append (present, title, "win.rename-branch");
  g_menu_append_section (menu, _("This Branch"), G_MENU_MODEL (present));
  return G_MENU_MODEL (menu);
}

/* Another menu rather than other items in it, which a submenu does not survive. */
void
scape_window_update_places (ScapeWindow *self)
{
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);
  g_autofree char *key = frame != NULL ? places_key (frame) : g_strdup ("");
  g_autoptr (GMenuModel) menu = NULL;

  if (g_strcmp0 (key, self->places) == 0)
    return;
  g_free (self->places);
  self->places = g_steal_pointer (&key);
  menu = places_menu (frame);
  gtk_menu_button_set_menu_model (self->places_button, menu);
}

static void
go_to_bookmark_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       data)
{
  ScapeWindow *self = data;
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);
  guint i = g_variant_get_uint32 (parameter);

  if (frame == NULL || i >= frame->n_bookmarks)
    return;
  self->seek_to = frame->bookmarks[i].position.tick;
  scape_engine_go_to_bookmark (self->engine, i);
}

static void
remove_bookmark_action (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       data)
{
  scape_engine_remove_bookmark (SCAPE_WINDOW (data)->engine, g_variant_get_uint32 (parameter));
}

static void
rename_response_cb (ScapeWindow *self, const char *response, AdwMessageDialog *dialog)
{
  GtkWidget *entry = adw_message_dialog_get_extra_child (dialog);

  if (g_str_equal (response, "rename"))
    scape_engine_rename_branch (self->engine, 0, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

/* The present one: the first of the frame's list. */
static void
rename_branch_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ScapeWindow *self = data;
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);
  AdwMessageDialog *dialog;
  GtkWidget *entry;

  if (frame == NULL || frame->n_branches == 0)
    return;
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), _("Rename This Branch"), NULL));
  entry = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (entry), frame->branches[0].name);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name of the branch"), -1);
  adw_message_dialog_set_extra_child (dialog, entry);
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "rename", _("Re_name"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "rename", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "rename");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (rename_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

/* Another history: what was known to come is of this one no more. */
static void
switch_branch_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       data)
{
  ScapeWindow *self = data;
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);
  guint i = g_variant_get_uint32 (parameter);

  if (frame == NULL || i >= frame->n_branches)
    return;
  self->last_tick = self->known_last_tick = 0;
  self->noted_end = 0;
  self->seek_to = frame->branches[i].position.tick;
  scape_timeline_forget (self->timeline);
  scape_engine_switch_branch (self->engine, i);
}

void
scape_window_class_init_session_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.save-session", NULL, save_session_action);
  gtk_widget_class_install_action (widget_class, "win.bookmark", NULL, bookmark_action);
}

void
scape_window_init_session (ScapeWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "go-to-bookmark", .activate = go_to_bookmark_action, .parameter_type = "u" },
    { .name = "remove-bookmark", .activate = remove_bookmark_action, .parameter_type = "u" },
    { .name = "rename-branch", .activate = rename_branch_action },
    { .name = "switch-branch", .activate = switch_branch_action, .parameter_type = "u" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  scape_window_update_places (self);
  g_signal_connect_object (self->engine, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
}
