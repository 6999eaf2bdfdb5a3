#pragma once

/* A script: the text being edited, the file it came from, and the care taken that no edit is lost.
 *
 * Edits not yet saved are written to a draft (in the user's state folder) two seconds after the last key; the draft
 * goes when the script is saved or given up on purpose. Drafts that are still there when nobody runs any more were left
 * by a crash: scape_document_recover() brings the newest back. A change of the file on disk is told by
 * "changed-on-disk". */

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* More is not a script any more. */
#define SCAPE_DOCUMENT_MAX_BYTES (8 * 1024 * 1024)

#define SCAPE_TYPE_DOCUMENT (scape_document_get_type ())
G_DECLARE_FINAL_TYPE (ScapeDocument, scape_document, SCAPE, DOCUMENT, GObject)

ScapeDocument   *scape_document_new            (void);
GtkSourceBuffer *scape_document_get_buffer     (ScapeDocument        *self);
/* (nullable) (transfer none): NULL for an example or a new script. */
GFile           *scape_document_get_file       (ScapeDocument        *self);
/* "binary-trees.go", "untitled.go" */
const char      *scape_document_get_name       (ScapeDocument        *self);
gboolean         scape_document_get_modified   (ScapeDocument        *self);
GBytes          *scape_document_dup_text       (ScapeDocument        *self);
/* The text is being replaced as a whole; "replaced" follows when that is done. */
gboolean scape_document_is_loading (ScapeDocument *self);
/* Nothing but white space. */
gboolean         scape_document_is_blank       (ScapeDocument        *self);

/* A new script with this name and text, without a file. */
void             scape_document_set_template   (ScapeDocument        *self,
                                                const char           *name,
                                                const char           *text);
/* Reads a file into the document, which keeps its text when the file cannot be read or is no script. */
gboolean         scape_document_load           (ScapeDocument        *self,
                                                GFile                *file,
                                                GError              **error);
void             scape_document_load_async     (ScapeDocument        *self,
                                                GFile                *file,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              data);
gboolean         scape_document_load_finish    (ScapeDocument        *self,
                                                GAsyncResult         *result,
                                                GError              **error);
void             scape_document_save_async     (ScapeDocument        *self,
                                                GFile                *file,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              data);
gboolean         scape_document_save_finish    (ScapeDocument        *self,
                                                GAsyncResult         *result,
                                                GError              **error);
/* Gives up the unsaved edits: their draft goes. */
void             scape_document_discard_draft  (ScapeDocument        *self);
/* Whether a crash left a draft of @file (NULL: of anything) behind. */
gboolean scape_document_has_draft (GFile *file);
/* Brings back the newest of them; FALSE when there is none. */
gboolean scape_document_recover (ScapeDocument *self, GFile *file);

/* Reads a text file for a script; G_IO_ERROR_INVALID_DATA when it is none. */
char            *scape_document_read_script    (GFile                *file,
                                                GError              **error);

G_END_DECLS
