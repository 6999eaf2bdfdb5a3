#pragma once

/* A picture of the whole heap in the place of the span map: the board of span classes, the graph of objects, or
 * fragmentation. What is selected is selected in all of them. */

#include "widgets/scape-canvas.h"

G_BEGIN_DECLS

typedef enum { SCAPE_PICTURE_BOARD, SCAPE_PICTURE_OBJECTS, SCAPE_PICTURE_FRAGMENTATION } ScapePictureKind;

#define SCAPE_TYPE_PICTURE (scape_picture_get_type ())
G_DECLARE_FINAL_TYPE (ScapePicture, scape_picture, SCAPE, PICTURE, ScapeCanvas)

void scape_picture_set_kind     (ScapePicture     *self,
                                 ScapePictureKind  kind);
void scape_picture_set_selected (ScapePicture     *self,
                                 guint64           addr);

/* "address-activated" (guint64 addr, gboolean object): a click on a span or an object. */

G_END_DECLS
