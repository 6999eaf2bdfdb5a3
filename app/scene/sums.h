#pragma once

/* Sums over the spans of a class, or of one of its lists, of a frame that may leave runs out (GccoreMapCells): what the
 * spans that it tells come to, and what its sample says of all. Of few spans, which the frame tells all where lists were
 * asked for, the former are exact; of many the latter are near. */

#include <glib.h>

#include "session/frame.h"

G_BEGIN_DECLS

/* Of each list so many spans are asked for, which is more than is ever drawn of one. */
#define SCENE_LIST_SPANS 1024u

typedef struct { double spans, pages, elems, alloc, slot_bytes, alloc_bytes; } SceneTally;
typedef struct { SceneTally told, sampled; } SceneSums;

/* The run is a span for objects. */
void scene_sums_add (SceneSums *sums, const GccoreFrame *frame, const GccoreRun *run);
const SceneTally *scene_sums_get (const SceneSums *sums, const GccoreFrame *frame, gboolean *estimate);

G_END_DECLS
