#define G_LOG_DOMAIN "ScapeDocument"

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "widgets/scape-document.h"

#define DRAFT_DELAY_MS 2000
#define DRAFT_GROUP "draft"

struct _ScapeDocument
{
  GObject parent_instance;

  /* owned */
  GtkSourceBuffer *buffer;
  GFile *file;
  char *name;
  char *etag;                 /* of the file as we know it */
  GFileMonitor *monitor;
  char *draft_path;           /* set once a draft was written */

  guint draft_source;
  guint language_source;
  gboolean modified;
  gboolean loading;
  gboolean saving;
};

G_DEFINE_FINAL_TYPE (ScapeDocument, scape_document, G_TYPE_OBJECT)

enum { PROP_0, PROP_MODIFIED, PROP_NAME, N_PROPS };
enum
{
  CHANGED_ON_DISK,
  REPLACED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static char *
draft_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "spanscape", "drafts", NULL);
}

void
scape_document_discard_draft (ScapeDocument *self)
{
  g_return_if_fail (SCAPE_IS_DOCUMENT (self));

  g_clear_handle_id (&self->draft_source, g_source_remove);
  if (self->draft_path != NULL)
    g_unlink (self->draft_path);
  g_clear_pointer (&self->draft_path, g_free);
}

static char *
get_text (ScapeDocument *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (self->buffer), &start, &end, TRUE);
}

static gboolean
write_draft_cb (gpointer data)
{
  ScapeDocument *self = data;
  g_autoptr (GKeyFile) draft = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = get_text (self);
  static guint serial;

  self->draft_source = 0;
  if (self->draft_path == NULL)
    {
      g_autofree char *folder = draft_folder ();
      g_autofree char *name = g_strdup_printf ("%d-%u.draft", (int) getpid (), ++serial);

      g_mkdir_with_parents (folder, 0700);
      self->draft_path = g_build_filename (folder, name, NULL);
    }
  g_key_file_set_int64 (draft, DRAFT_GROUP, "pid", getpid ());
  g_key_file_set_string (draft, DRAFT_GROUP, "name", self->name);
  if (self->file != NULL)
    {
      g_autofree char *uri = g_file_get_uri (self->file);

      g_key_file_set_string (draft, DRAFT_GROUP, "uri", uri);
    }
  g_key_file_set_string (draft, DRAFT_GROUP, "text", text);
  if (!g_key_file_save_to_file (draft, self->draft_path, &error))
    g_info ("The draft could not be written: %s", error->message);
  return G_SOURCE_REMOVE;
}

static void
queue_draft (ScapeDocument *self)
{
  g_clear_handle_id (&self->draft_source, g_source_remove);
  self->draft_source = g_timeout_add (DRAFT_DELAY_MS, write_draft_cb, self);
}

/* Undoing back to what was saved makes the text unmodified again; the buffer knows. */
static void
modified_cb (ScapeDocument *self)
{
  gboolean modified = gtk_text_buffer_get_modified (GTK_TEXT_BUFFER (self->buffer)) && !self->loading;

  if (self->modified == modified)
    return;
  self->modified = modified;
  if (!modified)
    scape_document_discard_draft (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODIFIED]);
}

static void
set_modified (ScapeDocument *self,
              gboolean       modified)
{
  gtk_text_buffer_set_modified (GTK_TEXT_BUFFER (self->buffer), modified);
  modified_cb (self);
}

static void
changed_cb (ScapeDocument *self)
{
  if (!self->loading)
    queue_draft (self);
}

static void
set_name (ScapeDocument *self,
          const char    *name)
{
  if (g_strcmp0 (self->name, name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

static void
set_text (ScapeDocument *self,
          const char    *text)
{
  GtkTextIter start;

  self->loading = TRUE;
  gtk_text_buffer_begin_irreversible_action (GTK_TEXT_BUFFER (self->buffer));
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, -1);
  gtk_text_buffer_end_irreversible_action (GTK_TEXT_BUFFER (self->buffer));
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (self->buffer), &start);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self->buffer), &start);
  self->loading = FALSE;
  g_signal_emit (self, signals[REPLACED], 0);
}

static void
file_event_cb (ScapeDocument    *self,
               GFile            *file,
               GFile            *other,
               GFileMonitorEvent event)
{
  g_autoptr (GFileInfo) info = NULL;
  const char *etag;

  if (self->saving || (event != G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT && event != G_FILE_MONITOR_EVENT_CREATED &&
                       event != G_FILE_MONITOR_EVENT_RENAMED))
    return;
  info = g_file_query_info (self->file, G_FILE_ATTRIBUTE_ETAG_VALUE, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  etag = info != NULL ? g_file_info_get_etag (info) : NULL;
  if (etag == NULL || g_strcmp0 (etag, self->etag) == 0)
    return;
  g_free (self->etag);
  self->etag = g_strdup (etag);
  g_signal_emit (self, signals[CHANGED_ON_DISK], 0);
}

static void
set_file (ScapeDocument *self,
          GFile         *file,
          const char    *etag)
{
  g_autofree char *name = NULL;

  g_free (self->etag);
  self->etag = g_strdup (etag);
  if (self->file != NULL && file != NULL && g_file_equal (self->file, file))
    return;

  g_set_object (&self->file, file);
  g_clear_object (&self->monitor);
  if (file == NULL)
    return;
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (file_event_cb), self, G_CONNECT_SWAPPED);
  name = g_file_get_basename (file);
  g_autofree char *shown = g_utf8_make_valid (name, -1);
  set_name (self, shown);
}

/* Files */

static char *
check_script (GFile   *file,
              char    *text,
              gsize    length,
              GError **error)
{
  g_autofree char *owned = text;
  g_autofree char *name = g_file_get_basename (file);

  if (memchr (text, '\0', length) != NULL || !g_utf8_validate (text, (gssize) length, NULL))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   /* Translators: %s is a file's name. */
                   _("“%s” is not a text file, so it cannot be a Go program."), name);
      return NULL;
    }
  return g_steal_pointer (&owned);
}

static gboolean
check_size (GFile   *file,
            GError **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (
      file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, NULL, error);
  g_autofree char *name = NULL;

  if (info == NULL)
    return FALSE;
  name = g_file_get_basename (file);
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _("“%s” is not a file."), name);
      return FALSE;
    }
  if (g_file_info_get_size (info) > SCAPE_DOCUMENT_MAX_BYTES)
    {
      g_autofree char *size = g_format_size ((guint64) g_file_info_get_size (info));

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   /* Translators: a file's name, then its size like "50 MB". */
                   _("“%s” is too large to be a script (%s)."), name, size);
      return FALSE;
    }
  return TRUE;
}

char *
scape_document_read_script (GFile   *file,
                            GError **error)
{
  char *text;
  gsize length;

  if (!check_size (file, error) || !g_file_load_contents (file, NULL, &text, &length, NULL, error))
    return NULL;
  return check_script (file, text, length, error);
}

/* What was read of @file becomes the document's text; takes @text. */
static gboolean
take_contents (ScapeDocument *self, GFile *file, char *text, gsize length, const char *etag, GError **error)
{
  g_autofree char *script = check_script (file, text, length, error);

  if (script == NULL)
    return FALSE;
  scape_document_discard_draft (self);
  set_file (self, file, etag);
  set_text (self, script);
  set_modified (self, FALSE);
  return TRUE;
}

gboolean
scape_document_load (ScapeDocument *self, GFile *file, GError **error)
{
  g_autofree char *etag = NULL;
  char *text;
  gsize length;

  g_return_val_if_fail (SCAPE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  return check_size (file, error) && g_file_load_contents (file, NULL, &text, &length, &etag, error) &&
         take_contents (self, file, text, length, etag, error);
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GTask) task = data;
  GFile *file = G_FILE (object);
  g_autofree char *etag = NULL;
  char *text;
  GError *error = NULL;
  gsize length;

  if (g_file_load_contents_finish (file, result, &text, &length, &etag, &error) &&
      take_contents (g_task_get_source_object (task), file, text, length, etag, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
scape_document_load_async (ScapeDocument       *self,
                           GFile               *file,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             data)
{
  GTask *task;
  GError *error = NULL;

  g_return_if_fail (SCAPE_IS_DOCUMENT (self));
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, scape_document_load_async);
  if (!check_size (file, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  g_file_load_contents_async (file, cancellable, load_cb, task);
}

gboolean
scape_document_load_finish (ScapeDocument  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
save_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GTask) task = data;
  ScapeDocument *self = g_task_get_source_object (task);
  g_autofree char *etag = NULL;
  g_autofree char *now = NULL;
  GError *error = NULL;

  self->saving = FALSE;
  if (!g_file_replace_contents_finish (G_FILE (object), result, &etag, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  set_file (self, G_FILE (object), etag);
  now = get_text (self);
  /* What was typed while the file was being written is still unsaved. */
  if (strlen (now) == g_bytes_get_size (g_task_get_task_data (task)) &&
      memcmp (now, g_bytes_get_data (g_task_get_task_data (task), NULL), strlen (now)) == 0)
    {
      scape_document_discard_draft (self);
      set_modified (self, FALSE);
    }
  g_task_return_boolean (task, TRUE);
}

void
scape_document_save_async (ScapeDocument       *self,
                           GFile               *file,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             data)
{
  g_autoptr (GBytes) text = NULL;
  GTask *task;

  g_return_if_fail (SCAPE_IS_DOCUMENT (self));
  g_return_if_fail (G_IS_FILE (file));

  text = scape_document_dup_text (self);
  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, scape_document_save_async);
  g_task_set_task_data (task, g_bytes_ref (text), (GDestroyNotify) g_bytes_unref);
  self->saving = TRUE;
  g_file_replace_contents_bytes_async (file, text, NULL, FALSE, G_FILE_CREATE_NONE, cancellable, save_cb, task);
}

gboolean
scape_document_save_finish (ScapeDocument  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
scape_document_set_template (ScapeDocument *self,
                             const char    *name,
                             const char    *text)
{
  g_return_if_fail (SCAPE_IS_DOCUMENT (self));

  scape_document_discard_draft (self);
  set_file (self, NULL, NULL);
  set_name (self, name);
  set_text (self, text);
  set_modified (self, FALSE);
}

/* Recovery */

static gboolean
is_orphan (GKeyFile *draft)
{
  gint64 pid = g_key_file_get_int64 (draft, DRAFT_GROUP, "pid", NULL);

  return pid > 0 && pid != getpid () && kill ((pid_t) pid, 0) != 0 && errno == ESRCH;
}

/* @file: NULL: any. */
static gboolean
is_of (GKeyFile *draft, GFile *file)
{
  g_autofree char *uri = g_key_file_get_string (draft, DRAFT_GROUP, "uri", NULL);
  g_autoptr (GFile) own = uri != NULL ? g_file_new_for_uri (uri) : NULL;

  return file == NULL || (own != NULL && g_file_equal (own, file));
}

/* Returns: (transfer full) (nullable): the path of the newest orphan. */
static char *
find_orphan (GFile *file)
{
  g_autofree char *folder = draft_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *found = NULL;
  gint64 newest = G_MININT64;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GKeyFile) draft = g_key_file_new ();
      GStatBuf info;

      if (!g_str_has_suffix (name, ".draft") || g_stat (path, &info) != 0 || info.st_mtime < newest
          || !g_key_file_load_from_file (draft, path, G_KEY_FILE_NONE, NULL) || !is_orphan (draft)
          || !is_of (draft, file))
        continue;
      newest = info.st_mtime;
      g_free (found);
      found = g_steal_pointer (&path);
    }
  return g_steal_pointer (&found);
}

gboolean
scape_document_has_draft (GFile *file)
{
  g_autofree char *path = find_orphan (file);

  return path != NULL;
}

gboolean
scape_document_recover (ScapeDocument *self, GFile *file)
{
  g_autofree char *path = find_orphan (file);
  g_autoptr (GKeyFile) draft = g_key_file_new ();
  g_autofree char *name = NULL, *uri = NULL, *text = NULL;

  g_return_val_if_fail (SCAPE_IS_DOCUMENT (self), FALSE);

  if (path == NULL || !g_key_file_load_from_file (draft, path, G_KEY_FILE_NONE, NULL))
    return FALSE;
  name = g_key_file_get_string (draft, DRAFT_GROUP, "name", NULL);
  uri = g_key_file_get_string (draft, DRAFT_GROUP, "uri", NULL);
  text = g_key_file_get_string (draft, DRAFT_GROUP, "text", NULL);
  if (text == NULL)
    return FALSE;

  scape_document_set_template (self, name != NULL ? name : _("untitled.go"), text);
  if (uri != NULL)
    {
      g_autoptr (GFile) origin = g_file_new_for_uri (uri);
      g_autoptr (GFileInfo) info =
          g_file_query_info (origin, G_FILE_ATTRIBUTE_ETAG_VALUE, G_FILE_QUERY_INFO_NONE, NULL, NULL);

      if (info != NULL)
        set_file (self, origin, g_file_info_get_etag (info));
    }
  g_unlink (path);
  /* Ours now, so that the next crash loses nothing either. */
  set_modified (self, TRUE);
  queue_draft (self);
  return TRUE;
}

/* Object */

GtkSourceBuffer *
scape_document_get_buffer (ScapeDocument *self)
{
  g_return_val_if_fail (SCAPE_IS_DOCUMENT (self), NULL);

  return self->buffer;
}

GFile *
scape_document_get_file (ScapeDocument *self)
{
  g_return_val_if_fail (SCAPE_IS_DOCUMENT (self), NULL);

  return self->file;
}

const char *
scape_document_get_name (ScapeDocument *self)
{
  g_return_val_if_fail (SCAPE_IS_DOCUMENT (self), NULL);

  return self->name;
}

gboolean
scape_document_get_modified (ScapeDocument *self)
{
  g_return_val_if_fail (SCAPE_IS_DOCUMENT (self), FALSE);

  return self->modified;
}

gboolean
scape_document_is_loading (ScapeDocument *self)
{
  g_return_val_if_fail (SCAPE_IS_DOCUMENT (self), FALSE);

  return self->loading;
}

GBytes *
scape_document_dup_text (ScapeDocument *self)
{
  char *text;

  g_return_val_if_fail (SCAPE_IS_DOCUMENT (self), NULL);

  text = get_text (self);
  return g_bytes_new_take (text, strlen (text));
}

gboolean
scape_document_is_blank (ScapeDocument *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (SCAPE_IS_DOCUMENT (self), TRUE);

  text = get_text (self);
  return *g_strstrip (text) == '\0';
}

static void
scape_document_dispose (GObject *object)
{
  ScapeDocument *self = SCAPE_DOCUMENT (object);

  g_clear_handle_id (&self->draft_source, g_source_remove);
  g_clear_handle_id (&self->language_source, g_source_remove);
  g_clear_object (&self->monitor);
  g_clear_object (&self->buffer);
  g_clear_object (&self->file);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->etag, g_free);
  g_clear_pointer (&self->draft_path, g_free);

  G_OBJECT_CLASS (scape_document_parent_class)->dispose (object);
}

static void
scape_document_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ScapeDocument *self = SCAPE_DOCUMENT (object);

  switch (prop_id)
    {
    case PROP_MODIFIED:
      g_value_set_boolean (value, self->modified);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
scape_document_class_init (ScapeDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = scape_document_dispose;
  object_class->get_property = scape_document_get_property;

  properties[PROP_MODIFIED] = g_param_spec_boolean ("modified", NULL, NULL, FALSE, G_PARAM_READABLE |
                                                    G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED_ON_DISK] = g_signal_new ("changed-on-disk", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
  signals[REPLACED] =
      g_signal_new ("replaced", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* Finding the language means reading the heads of all that GtkSourceView knows. */
static gboolean
language_cb (gpointer data)
{
  ScapeDocument *self = data;
  GtkSourceLanguage *go = gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), "go");

  self->language_source = 0;
  gtk_source_buffer_set_language (self->buffer, go);
  return G_SOURCE_REMOVE;
}

static void
scape_document_init (ScapeDocument *self)
{
  self->buffer = gtk_source_buffer_new (NULL);
  /* While nothing else is to be done: the window's first picture comes before the script's colours. */
  self->language_source = g_idle_add_full (G_PRIORITY_LOW, language_cb, self, NULL);
  self->name = g_strdup (_("untitled.go"));
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "modified-changed", G_CALLBACK (modified_cb), self, G_CONNECT_SWAPPED);
}

ScapeDocument *
scape_document_new (void)
{
  return g_object_new (SCAPE_TYPE_DOCUMENT, NULL);
}
