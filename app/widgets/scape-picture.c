#define G_LOG_DOMAIN "ScapePicture"

#include "config.h"

#include <glib/gi18n.h>

#include <string.h>

#include "scene/board.h"
#include "scene/fragmentation.h"
#include "scene/graph.h"
#include "scene/notice.h"
#include "widgets/scape-picture.h"
#include "widgets/scape-transition.h"

#define LEAST_HEIGHT 64
#define LANES_PER_SCROLL 3
/* A span that a step has moved is seen moving. */
#define MOVE_MS 480

struct _ScapePicture
{
  ScapeCanvas parent_instance;

  ScapePictureKind kind;
  guint64 selected;
  int scroll;                 /* of the board, in lanes */

  ScapeTransition move;       /* of the board */

  SceneBoardLayout board;
  SceneGraphLayout graph;
  SceneFragmentationLayout fragmentation;
};

G_DEFINE_FINAL_TYPE (ScapePicture, scape_picture, SCAPE_TYPE_CANVAS)

enum { ADDRESS_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
clear_layouts (ScapePicture *self)
{
  scene_board_clear (&self->board);
  scene_graph_clear (&self->graph);
  scene_fragmentation_clear (&self->fragmentation);
}

/* Moves */

static void
move_cb (GtkWidget *widget, double t)
{
  ScapePicture *self = SCAPE_PICTURE (widget);

  self->board.t = t;
  if (t >= 1)
    self->board.n_moves = 0;
}

/* What a step has moved goes on its way; what is on its way goes on when the same moment is laid out again. */
static void
lay_out_board (ScapePicture *self, const GccoreFrame *frame, const SceneTheme *theme, SceneRect rect)
{
  SceneBoardLayout before = self->board;
  ScapeTransitionKind kind = scape_transition_take (&self->move, frame);

  scene_board_layout (&self->board, frame, rect, theme, (guint)self->scroll);
  if (kind == SCAPE_TRANSITION_SAME && self->board.rect.w == before.rect.w && self->board.rect.h == before.rect.h
      && self->board.first == before.first)
    {
      memcpy (self->board.moves, before.moves, sizeof before.moves);
      self->board.n_moves = before.n_moves;
      self->board.t = before.t;
    }
  else if (kind == SCAPE_TRANSITION_MAY && before.lanes != NULL)
    {
      scene_board_begin_moves (&self->board, &before);
      if (self->board.n_moves > 0)
        scape_transition_begin (&self->move);
    }
  scene_board_clear (&before);
}

static void
scape_picture_lay_out (ScapeCanvas       *canvas,
                       const GccoreFrame *frame,
                       const SceneTheme  *theme,
                       SceneRect          rect)
{
  ScapePicture *self = SCAPE_PICTURE (canvas);

  switch (self->kind)
    {
    case SCAPE_PICTURE_BOARD:
      lay_out_board (self, frame, theme, rect);
      break;

    case SCAPE_PICTURE_OBJECTS:
      scene_graph_clear (&self->graph);
      scene_graph_layout (&self->graph, frame, rect, theme);
      break;

    case SCAPE_PICTURE_FRAGMENTATION:
      scene_fragmentation_clear (&self->fragmentation);
      scene_fragmentation_layout (&self->fragmentation, frame, rect, theme);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
scape_picture_paint (ScapeCanvas      *canvas,
                     cairo_t          *cr,
                     const SceneTheme *theme)
{
  ScapePicture *self = SCAPE_PICTURE (canvas);

  if (self->kind == SCAPE_PICTURE_BOARD)
    paint_board (cr, &self->board, theme, self->selected);
  else if (self->kind == SCAPE_PICTURE_OBJECTS)
    paint_graph (cr, &self->graph, theme, self->selected);
  else
    paint_fragmentation (cr, &self->fragmentation, theme);
}

static SceneNoticeView
notice_view (ScapePicture *self)
{
  static const SceneNoticeView views[] = { [SCAPE_PICTURE_BOARD] = SCENE_NOTICE_BOARD,
                                           [SCAPE_PICTURE_OBJECTS] = SCENE_NOTICE_OBJECTS,
                                           [SCAPE_PICTURE_FRAGMENTATION] = SCENE_NOTICE_FRAGMENTATION };

  return views[self->kind];
}

static void
scape_picture_paint_waiting (ScapeCanvas *canvas, cairo_t *cr, const SceneTheme *theme, SceneRect rect)
{
  paint_emptiness (cr, rect, scene_waiting_text (notice_view (SCAPE_PICTURE (canvas))), theme);
}

static SceneHit
scape_picture_hit (ScapeCanvas *canvas,
                   double       x,
                   double       y)
{
  ScapePicture *self = SCAPE_PICTURE (canvas);

  if (self->kind == SCAPE_PICTURE_BOARD)
    return scene_board_hit (&self->board, x, y);
  if (self->kind == SCAPE_PICTURE_OBJECTS)
    return scene_graph_hit (&self->graph, x, y);
  return scene_fragmentation_hit (&self->fragmentation, x, y);
}

static double
scape_picture_natural_height (ScapeCanvas       *canvas,
                              const GccoreFrame *frame,
                              const SceneTheme  *theme,
                              double             width)
{
  return LEAST_HEIGHT;
}

static void
scape_picture_pressed (ScapeCanvas     *canvas,
                       const SceneHit  *hit,
                       int              n_press,
                       GdkModifierType  state)
{
  if (hit->addr != 0)
    g_signal_emit (canvas, signals[ADDRESS_ACTIVATED], 0, hit->addr, hit->kind == SCENE_HIT_OBJECT);
}

static char *
scape_picture_describe (ScapeCanvas       *canvas,
                        const GccoreFrame *frame)
{
  ScapePicture *self = SCAPE_PICTURE (canvas);
  SceneHit hit = { .kind = SCENE_HIT_RUN, .run = -1, .index = -1, .p = -1, .addr = self->selected };
  g_autofree char *notice = scene_notice_text (frame, notice_view (self)), *selection = NULL;

  if (self->selected != 0)
    hit.run = scene_frame_run_at (frame, self->selected);
  if (hit.run >= 0)
    selection = scene_hit_describe (frame, &hit);
  if (notice != NULL && selection != NULL)
    return g_strconcat (notice, "\n", selection, NULL);
  return notice != NULL ? g_steal_pointer (&notice) : g_steal_pointer (&selection);
}

static gboolean
scroll_cb (ScapePicture *self,
           double        dx,
           double        dy)
{
  int most;

  if (self->kind != SCAPE_PICTURE_BOARD || !scape_canvas_ensure_layout (SCAPE_CANVAS (self)))
    return GDK_EVENT_PROPAGATE;
  most = MAX (0, (int) self->board.lanes->len - (int) self->board.shown);
  self->scroll = CLAMP (self->scroll + (int) (dy * LANES_PER_SCROLL), 0, most);
  scape_canvas_invalidate (SCAPE_CANVAS (self));
  return GDK_EVENT_STOP;
}

void
scape_picture_set_kind (ScapePicture    *self,
                        ScapePictureKind kind)
{
  static const char *const names[] = { N_("Board of span classes"), N_("Graph of objects"), N_("Fragmentation") };

  g_return_if_fail (SCAPE_IS_PICTURE (self));

  self->kind = kind;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, gettext (names[kind]), -1);
  scape_canvas_invalidate (SCAPE_CANVAS (self));
}

void
scape_picture_set_selected (ScapePicture *self,
                            guint64       addr)
{
  g_return_if_fail (SCAPE_IS_PICTURE (self));

  if (self->selected == addr)
    return;
  self->selected = addr;
  scape_canvas_invalidate (SCAPE_CANVAS (self));
}

static void
scape_picture_dispose (GObject *object)
{
  ScapePicture *self = SCAPE_PICTURE (object);

  scape_transition_stop (&self->move);

  G_OBJECT_CLASS (scape_picture_parent_class)->dispose (object);
}

static void
scape_picture_finalize (GObject *object)
{
  clear_layouts (SCAPE_PICTURE (object));
  scape_transition_clear (&SCAPE_PICTURE (object)->move);

  G_OBJECT_CLASS (scape_picture_parent_class)->finalize (object);
}

static void
scape_picture_class_init (ScapePictureClass *klass)
{
  ScapeCanvasClass *canvas_class = SCAPE_CANVAS_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scape_picture_dispose;
  G_OBJECT_CLASS (klass)->finalize = scape_picture_finalize;
  canvas_class->lay_out = scape_picture_lay_out;
  canvas_class->paint = scape_picture_paint;
  canvas_class->paint_waiting = scape_picture_paint_waiting;
  canvas_class->hit = scape_picture_hit;
  canvas_class->natural_height = scape_picture_natural_height;
  canvas_class->pressed = scape_picture_pressed;
  canvas_class->describe = scape_picture_describe;

  signals[ADDRESS_ACTIVATED] = g_signal_new ("address-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_BOOLEAN);
}

static void
scape_picture_init (ScapePicture *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  scape_transition_init (&self->move, GTK_WIDGET (self), MOVE_MS, move_cb);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}
