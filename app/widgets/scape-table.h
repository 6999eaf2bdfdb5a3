#pragma once

/* A table of the inspector as a widget: the selected span (with the strip of its objects and its last cycles) or object
 * (with what keeps it alive), the pacer, its gctrace line, the last events, Ps, goroutines (one with
 * its stack), MemStats. Rows that name an address, a tick or a
 * source line can be clicked. */

#include "widgets/scape-canvas.h"

G_BEGIN_DECLS

typedef enum {
  SCAPE_TABLE_SPAN, SCAPE_TABLE_STRIP, SCAPE_TABLE_CYCLES, SCAPE_TABLE_OBJECT, SCAPE_TABLE_KEEPERS, SCAPE_TABLE_PACER,
  SCAPE_TABLE_EVENTS, SCAPE_TABLE_PS, SCAPE_TABLE_GOROUTINES, SCAPE_TABLE_STATS, SCAPE_TABLE_TRACE,
} ScapeTableKind;

#define SCAPE_TYPE_TABLE (scape_table_get_type ())
G_DECLARE_FINAL_TYPE (ScapeTable, scape_table, SCAPE, TABLE, ScapeCanvas)

void scape_table_set_kind     (ScapeTable     *self,
                               ScapeTableKind  kind);
/* What the span, strip and object tables are about; 0 nothing. */
void scape_table_set_selected (ScapeTable     *self,
                               guint64         addr,
                               gboolean        object);
/* @escapes: (element-type GccoreEscapeLine) (nullable): decisions that the object table names. */
void scape_table_set_escapes  (ScapeTable     *self,
                               GPtrArray      *escapes);
/* The source line that the table leads to; 0 none. */
guint scape_table_get_line    (ScapeTable     *self);

/* "address-activated" (guint64 addr, gboolean object): a click on what names an address.
 * "tick-activated" (guint64 tick): a click on an event.
 * "line-activated" (guint line): a click on a row that names a source line.
 * "goroutine-activated" (int g): a click on a goroutine.
 * "asked" (guint64 addr): a click on a row that does not know yet what it is about. */

G_END_DECLS
