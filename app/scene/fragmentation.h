#pragma once

/* Fragmentation: what of the memory that the heap holds carries no object. Above, all of it as one bar; below, each
 * size class: objects, free slots between them and the tail of its spans that no slot fits into, as shares of the
 * class; with room, under them, how it came to be: live bytes, resident and mapped memory over time. */

#include "scene/legend.h"
#include "scene/theme.h"

G_BEGIN_DECLS

typedef enum
{
  SCENE_FRAG_OBJECTS,
  SCENE_FRAG_SLOTS,
  SCENE_FRAG_TAIL,
  SCENE_FRAG_STACKS,
  SCENE_FRAG_FREE,
  SCENE_FRAG_RELEASED
} SceneFragPart;
#define SCENE_N_FRAG 6

typedef struct {
  uint8_t size_class;         /* 0: large objects */
  uint32_t elem_size;
  gboolean estimate;          /* of the bytes */
  uint64_t bytes[SCENE_FRAG_TAIL + 1];
  SceneRect rect, bar;
} SceneFragRow;

typedef struct {
  const GccoreFrame *frame;
  SceneRect notice;           /* over it all; h 0: none */
  SceneRect rect, bar;
  SceneRect chart;            /* over time; h 0 without room */
  uint64_t total[SCENE_N_FRAG];
  gboolean estimate;          /* of those that have classes */
  GArray *rows;               /* SceneFragRow by class */
  guint shown;
  SceneLegendLayout legend;   /* of the whole, with bytes */
} SceneFragmentationLayout;

void scene_fragmentation_layout (SceneFragmentationLayout *layout, const GccoreFrame *frame, SceneRect rect,
                                 const SceneTheme *theme);
void scene_fragmentation_clear (SceneFragmentationLayout *layout);
void paint_fragmentation (cairo_t *cr, const SceneFragmentationLayout *layout, const SceneTheme *theme);
SceneHit scene_fragmentation_hit (const SceneFragmentationLayout *layout, double x, double y);

G_END_DECLS
