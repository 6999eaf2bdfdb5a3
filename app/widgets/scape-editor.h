#pragma once

/* The script's editor: Go highlighting, the compiler's errors underlined with the message where the pointer rests, the
 * line each goroutine is on, and in the margin the stops of lines, which move with the text as it is edited. */

#include <adwaita.h>

#include "widgets/scape-document.h"
#include "widgets/scape-stops.h"

G_BEGIN_DECLS

#define SCAPE_TYPE_EDITOR (scape_editor_get_type ())
G_DECLARE_FINAL_TYPE (ScapeEditor, scape_editor, SCAPE, EDITOR, AdwBin)

void     scape_editor_set_document    (ScapeEditor   *self,
                                       ScapeDocument *document);
/* After the document was set. */
void scape_editor_set_stops (ScapeEditor *self, ScapeStops *stops);
/* @diagnostics: (element-type GccoreDiagnostic): what the compiler said of the text as it is. */
void     scape_editor_set_diagnostics (ScapeEditor   *self,
                                       GPtrArray     *diagnostics);
/* @escapes: (element-type GccoreEscapeLine) (nullable): what escape analysis decided of the text as it is: H and S in
 * the margin, the reasons where the pointer rests. */
void     scape_editor_set_escapes     (ScapeEditor   *self,
                                       GPtrArray     *escapes);
/* The line whose statement ran last (0: none) and those that other goroutines are on. */
void     scape_editor_set_lines       (ScapeEditor   *self,
                                       guint          current,
                                       const guint   *others,
                                       guint          n_others);
/* The line of the cursor, from 1. */
guint scape_editor_get_line (ScapeEditor *self);
/* Puts the cursor there and the focus on the text. @column counts bytes from 1, as the compiler does; 0: line start. */
void     scape_editor_go_to           (ScapeEditor   *self,
                                       guint          line,
                                       guint          column);
/* Shows why what @line allocates is on the heap, in a popover that goes with a key or a click. Nothing where nothing
 * was decided. */
void     scape_editor_show_reasons    (ScapeEditor   *self,
                                       guint          line);

G_END_DECLS
