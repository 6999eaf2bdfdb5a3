#define G_LOG_DOMAIN "ScapeWindow"

#include "config.h"

#include <glib/gi18n.h>

#include "widgets/scape-settings.h"
#include "widgets/scape-window-private.h"

#define MAX_RECENT 8
#define DEFAULT_WORKLOAD "binary-trees.go"
#define GO_MIME_TYPE "text/x-go"

/* Opening */

void
scape_window_show_error (ScapeWindow *self, const GError *error)
{
  AdwToast *toast;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* A window that has nothing to show yet says it large. */
  if (!self->has_machine && scape_document_is_blank (self->document))
    {
      adw_status_page_set_title (self->error_page, _("The File Cannot Be Opened"));
      adw_status_page_set_description (self->error_page, error->message);
      gtk_stack_set_visible_child_name (self->centre_stack, "error");
      return;
    }
  toast = adw_toast_new (error->message);
  adw_toast_set_timeout (toast, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
remember (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  GtkRecentData data = {
    .mime_type = (char *) GO_MIME_TYPE,
    .app_name = (char *) "spanscape",
    .app_exec = (char *) "spanscape %f",
  };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

/* Edits of this very file that a crash cut short are offered, not forced on anybody. */
static void
offer_draft (ScapeWindow *self)
{
  AdwToast *toast;

  if (!scape_document_has_draft (scape_document_get_file (self->document)))
    return;
  toast = adw_toast_new (_ ("There are unsaved edits of this file from a session that was cut short"));
  adw_toast_set_button_label (toast, _ ("_Recover"));
  adw_toast_set_action_name (toast, "win.recover");
  adw_toast_set_timeout (toast, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
opened (ScapeWindow *self, const GError *error)
{
  if (error != NULL)
    {
      scape_window_show_error (self, error);
      return;
    }
  if (self->document == NULL)
    return;
  remember (scape_document_get_file (self->document));
  scape_window_script_replaced (self);
  offer_draft (self);
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (ScapeWindow) self = data;
  g_autoptr (GError) error = NULL;

  scape_document_load_finish (SCAPE_DOCUMENT (object), result, &error);
  opened (self, error);
}

static void
open_now (ScapeWindow *self,
          GFile       *file)
{
  if (scape_window_is_session (file))
    {
      scape_window_open_session (self, file);
      return;
    }
  if (g_file_is_native (file))
    {
      g_autoptr (GError) error = NULL;

      /* At once, so that the machine is being made while a new window is still being laid out. */
      scape_document_load (self->document, file, &error);
      opened (self, error);
      return;
    }
  scape_document_load_async (self->document, file, self->cancellable, opened_cb, g_object_ref (self));
}

static void
saved_then_close_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      data)
{
  g_autoptr (ScapeWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!scape_document_save_finish (SCAPE_DOCUMENT (object), result, &error))
    {
      scape_window_show_error (self, error);
      return;
    }
  self->closing = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void save_as (ScapeWindow *self, gboolean then_close);

static gboolean
close_cb (gpointer data)
{
  gtk_window_close (data);
  return G_SOURCE_REMOVE;
}

static void
close_response_cb (ScapeWindow *self,
                   const char  *response)
{
  GFile *file = scape_document_get_file (self->document);

  if (g_str_equal (response, "discard"))
    {
      self->closing = TRUE;
      /* Not before the dialog, which is transient for this window, is done with its answer. */
      g_idle_add_full (G_PRIORITY_LOW, close_cb, g_object_ref (self), g_object_unref);
    }
  else if (g_str_equal (response, "save") && file != NULL)
    scape_document_save_async (self->document, file, self->cancellable, saved_then_close_cb, g_object_ref (self));
  else if (g_str_equal (response, "save"))
    save_as (self, TRUE);
}

static AdwMessageDialog *
unsaved_dialog (ScapeWindow *self)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), _("Save Changes?"), NULL));

  adw_message_dialog_format_body (dialog,
                                  _("“%s” has edits that are not saved. They will be lost if you do not save them."),
                                  scape_document_get_name (self->document));
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "discard", _("_Discard"), "save", _("_Save"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save");
  adw_message_dialog_set_close_response (dialog, "cancel");
  return dialog;
}

gboolean
scape_window_confirm_close (ScapeWindow *self)
{
  AdwMessageDialog *dialog;

  if (self->closing || !scape_document_get_modified (self->document))
    return TRUE;
  dialog = unsaved_dialog (self);
  g_signal_connect_object (dialog, "response", G_CALLBACK (close_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  return FALSE;
}

/* What is to be done once unsaved edits are out of the way. */
typedef enum { GO_FILE, GO_EXAMPLE, GO_NEW } Where;

static void
open_example_now (ScapeWindow *self,
                  GFile       *file)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = scape_document_read_script (file, &error);
  g_autofree char *name = g_file_get_basename (file);

  if (text == NULL)
    {
      scape_window_show_error (self, error);
      return;
    }
  scape_document_set_template (self->document, name, text);
  scape_window_script_replaced (self);
}

static void
go_now (ScapeWindow *self,
        Where        where,
        GFile       *file)
{
  switch (where)
    {
    case GO_FILE:
      open_now (self, file);
      break;

    case GO_EXAMPLE:
      open_example_now (self, file);
      break;

    case GO_NEW:
    default:
      scape_document_set_template (self->document, _("untitled.go"), "");
      scape_window_script_replaced (self);
      gtk_widget_set_visible (self->side, TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (self->editor));
      break;
    }
}

static void
saved_then_go_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (ScapeWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!scape_document_save_finish (SCAPE_DOCUMENT (object), result, &error))
    scape_window_show_error (self, error);
  else
    go_now (self, (Where) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (self), "where")), self->asked_file);
}

static void
go_response_cb (ScapeWindow *self,
                const char  *response)
{
  GFile *file = scape_document_get_file (self->document);

  if (g_str_equal (response, "discard"))
    go_now (self, (Where) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (self), "where")), self->asked_file);
  else if (g_str_equal (response, "save") && file != NULL)
    scape_document_save_async (self->document, file, self->cancellable, saved_then_go_cb, g_object_ref (self));
  else if (g_str_equal (response, "save"))
    save_as (self, FALSE);
}

static void
go (ScapeWindow *self,
    Where        where,
    GFile       *file)
{
  AdwMessageDialog *dialog;

  if (!scape_document_get_modified (self->document))
    {
      go_now (self, where, file);
      return;
    }
  g_set_object (&self->asked_file, file);
  g_object_set_data (G_OBJECT (self), "where", GINT_TO_POINTER (where));
  dialog = unsaved_dialog (self);
  g_signal_connect_object (dialog, "response", G_CALLBACK (go_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
scape_window_open (ScapeWindow *self,
                   GFile       *file)
{
  g_return_if_fail (SCAPE_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  go (self, GO_FILE, file);
}

gboolean
scape_window_is_fresh (ScapeWindow *self)
{
  g_return_val_if_fail (SCAPE_IS_WINDOW (self), FALSE);

  return scape_document_get_file (self->document) == NULL && !scape_document_get_modified (self->document);
}

void
scape_window_open_default (ScapeWindow *self)
{
  g_autofree char *folder = scape_data_folder ("workloads");

  g_return_if_fail (SCAPE_IS_WINDOW (self));

  if (scape_document_recover (self->document, NULL))
    {
      scape_window_script_replaced (self);
      scape_window_toast (self, _("Unsaved edits were recovered"));
      return;
    }
  if (folder != NULL)
    {
      g_autofree char *path = g_build_filename (folder, DEFAULT_WORKLOAD, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      if (g_file_query_exists (file, NULL))
        open_example_now (self, file);
    }
}

GtkFileFilter *
scape_window_add_filter (GtkFileChooserNative *chooser, const char *name, const char *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  return filter;
}

GtkFileChooserNative *
scape_window_new_chooser (ScapeWindow *self, const char *title, GtkFileChooserAction action, const char *accept)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, accept, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  /* Lives until it has answered or the window goes. */
  g_object_set_data_full (G_OBJECT (self), "chooser", chooser, g_object_unref);
  return chooser;
}

GFile *
scape_window_take_answer (ScapeWindow *self, GtkFileChooserNative *chooser, int response)
{
  GFile *file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;

  g_object_set_data (G_OBJECT (self), "chooser", NULL);
  return file;
}

static void
open_response_cb (ScapeWindow          *self,
                  int                   response,
                  GtkFileChooserNative *chooser)
{
  g_autoptr (GFile) file = scape_window_take_answer (self, chooser, response);

  if (file != NULL)
    scape_window_open (self, file);
}

static void
open_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  ScapeWindow *self = data;
  GtkFileChooserNative *chooser =
      scape_window_new_chooser (self, _ ("Open a Go Program"), GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"));

  scape_window_add_filter (chooser, _ ("Go programs"), "*.go");
  scape_window_add_filter (chooser, _ ("All files"), "*");
  g_signal_connect_object (chooser, "response", G_CALLBACK (open_response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
open_example_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       data)
{
  g_autofree char *folder = scape_data_folder ("workloads");
  g_autofree char *name = g_path_get_basename (g_variant_get_string (parameter, NULL));

  if (folder != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      go (data, GO_EXAMPLE, file);
    }
}

static void
open_first_example_action (GSimpleAction *action,
                           GVariant      *parameter,
                           gpointer       data)
{
  open_example_action (action, g_variant_ref_sink (g_variant_new_string (DEFAULT_WORKLOAD)), data);
}

static void
open_recent_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  scape_window_open (data, file);
}

static void
new_action (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  go (data, GO_NEW, NULL);
}

/* Saving */

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (ScapeWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!scape_document_save_finish (SCAPE_DOCUMENT (object), result, &error))
    {
      scape_window_show_error (self, error);
      return;
    }
  if (self->document == NULL)
    return;
  remember (scape_document_get_file (self->document));
  scape_window_toast (self, _("Saved"));
  scape_window_update_actions (self);
}

static void
save_as_response_cb (ScapeWindow          *self,
                     int                   response,
                     GtkFileChooserNative *chooser)
{
  gboolean then_close = g_object_get_data (G_OBJECT (chooser), "then-close") != NULL;
  g_autoptr (GFile) file = scape_window_take_answer (self, chooser, response);

  if (file != NULL)
    scape_document_save_async (self->document, file, self->cancellable, then_close ? saved_then_close_cb : saved_cb,
                               g_object_ref (self));
}

static void
save_as (ScapeWindow *self,
         gboolean     then_close)
{
  GtkFileChooserNative *chooser =
      scape_window_new_chooser (self, _ ("Save the Script"), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"));
  GFile *file = scape_document_get_file (self->document);

  scape_window_add_filter (chooser, _ ("Go programs"), "*.go");
  if (file != NULL)
    gtk_file_chooser_set_file (GTK_FILE_CHOOSER (chooser), file, NULL);
  else
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), scape_document_get_name (self->document));
  if (then_close)
    g_object_set_data (G_OBJECT (chooser), "then-close", self);
  g_signal_connect_object (chooser, "response", G_CALLBACK (save_as_response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);
  GFile *file = scape_document_get_file (self->document);

  if (file != NULL)
    scape_document_save_async (self->document, file, self->cancellable, saved_cb, g_object_ref (self));
  else
    save_as (self, FALSE);
}

static void
save_as_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  save_as (data, FALSE);
}

/* The file on disk */

static void
reload_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  ScapeWindow *self = data;
  GFile *file = scape_document_get_file (self->document);

  if (file != NULL)
    open_now (self, file);
}

static void
recover_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ScapeWindow *self = data;

  if (scape_document_recover (self->document, scape_document_get_file (self->document)))
    scape_window_script_replaced (self);
}

static void
changed_on_disk_cb (ScapeWindow *self)
{
  AdwToast *toast;

  if (!scape_document_get_modified (self->document))
    {
      reload_action (NULL, NULL, self);
      scape_window_toast (self, _("The file has changed and was read again"));
      return;
    }
  toast = adw_toast_new (_("The file has changed on disk; your edits are kept"));
  adw_toast_set_button_label (toast, _("_Reload"));
  adw_toast_set_action_name (toast, "win.reload");
  adw_toast_set_timeout (toast, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static gboolean
drop_cb (ScapeWindow  *self,
         const GValue *value)
{
  GSList *files;

  if (!G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;
  files = g_value_get_boxed (value);
  if (files == NULL)
    return FALSE;
  scape_window_open (self, files->data);
  return TRUE;
}

/* The Open menu */

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static GMenuModel *
examples_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autofree char *folder = scape_data_folder ("workloads");
  const char *name;
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".go"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (names->pdata[i], NULL);

      g_menu_item_set_action_and_target (item, "win.open-example", "s", names->pdata[i]);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static void
fill_recent (GMenu *menu)
{
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  int n = 0;

  g_menu_remove_all (menu);
  for (GList *l = items; l != NULL && n < MAX_RECENT; l = l->next)
    {
      GtkRecentInfo *info = l->data;
      g_autoptr (GMenuItem) item = NULL;
      g_autofree char *escaped = NULL;

      if (!gtk_recent_info_has_application (info, "spanscape") || !gtk_recent_info_exists (info))
        continue;
      item = g_menu_item_new (gtk_recent_info_get_display_name (info), NULL);
      g_menu_item_set_action_and_target (item, "win.open-recent", "s", gtk_recent_info_get_uri (info));
      g_menu_append_item (menu, item);
      n++;
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}

static void
init_open_menu (ScapeWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) recent = g_menu_new ();
  g_autoptr (GMenuModel) examples = examples_menu ();

  fill_recent (recent);
  g_menu_append_section (menu, _("Examples"), examples);
  g_menu_append_section (menu, _("Recent"), G_MENU_MODEL (recent));
  adw_split_button_set_menu_model (ADW_SPLIT_BUTTON (self->open_button), G_MENU_MODEL (menu));
  /* Its halves have no names of their own for a screen reader. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (self->open_button)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Open"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_last_child (self->open_button)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Examples and Recent Programs"), -1);
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (fill_recent), recent,
                           G_CONNECT_SWAPPED);
}

void
scape_window_class_init_file_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.save", NULL, save_action);
}

void
scape_window_init_files (ScapeWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "open", .activate = open_action },
    { .name = "open-example", .activate = open_example_action, .parameter_type = "s" },
    { .name = "open-first-example", .activate = open_first_example_action },
    { .name = "open-recent", .activate = open_recent_action, .parameter_type = "s" },
    { .name = "new", .activate = new_action },
    { .name = "save-as", .activate = save_as_action },
    { .name = "reload", .activate = reload_action },
    { .name = "recover", .activate = recover_action },
  };
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  init_open_menu (self);
  /* Before the editor, which would take the files' names for text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drop), GTK_PHASE_CAPTURE);
  g_signal_connect_object (drop, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  g_signal_connect_object (self->document, "changed-on-disk", G_CALLBACK (changed_on_disk_cb), self, G_CONNECT_SWAPPED);
}
