#define G_LOG_DOMAIN "ScapeEventList"

#include "config.h"

#include <glib/gi18n.h>

#include "scene/format.h"
#include "scene/sentence.h"
#include "widgets/scape-event-list.h"

/* An event as the list holds it. */

#define SCAPE_TYPE_EVENT_ITEM (scape_event_item_get_type ())
G_DECLARE_FINAL_TYPE (ScapeEventItem, scape_event_item, SCAPE, EVENT_ITEM, GObject)

struct _ScapeEventItem
{
  GObject parent_instance;

  guint64 tick;
  char *text;
};

G_DEFINE_FINAL_TYPE (ScapeEventItem, scape_event_item, G_TYPE_OBJECT)

static void
scape_event_item_finalize (GObject *object)
{
  g_free (SCAPE_EVENT_ITEM (object)->text);

  G_OBJECT_CLASS (scape_event_item_parent_class)->finalize (object);
}

static void
scape_event_item_class_init (ScapeEventItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = scape_event_item_finalize;
}

static void
scape_event_item_init (ScapeEventItem *self)
{
}

struct _ScapeEventList
{
  AdwBin parent_instance;

  /* template children */
  GtkEditable *entry;
  GtkListView *view;
  GtkLabel *hint;             /* why there is no event */

  /* owned */
  GListStore *items;
  GccoreFrame *frame;
  gboolean stale;             /* the items are not of the frame */
};

G_DEFINE_FINAL_TYPE (ScapeEventList, scape_event_list, ADW_TYPE_BIN)

enum { TICK_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
fill (ScapeEventList *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *folded = g_utf8_casefold (gtk_editable_get_text (self->entry), -1);

  self->stale = FALSE;
  for (guint i = self->frame != NULL ? self->frame->n_events : 0; i > 0; i--)
    {
      const GccoreFrameEvent *event = &self->frame->events[i - 1];
      g_autofree char *text = scene_event_sentence (event);
      ScapeEventItem *item;

      if (!scene_sentence_contains (text, folded))
        continue;
      item = g_object_new (SCAPE_TYPE_EVENT_ITEM, NULL);
      item->tick = event->tick;
      item->text = g_steal_pointer (&text);
      g_ptr_array_add (items, item);
    }
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata, items->len);
  gtk_label_set_text (self->hint, self->frame != NULL && self->frame->n_events > 0
                                      ? _("No event says that.")
                                      : _("No events to tell yet: step, or run to a stop."));
  gtk_widget_set_visible (GTK_WIDGET (self->hint), items->len == 0);
}

void
scape_event_list_set_frame (ScapeEventList *self,
                            GccoreFrame    *frame)
{
  g_return_if_fail (SCAPE_IS_EVENT_LIST (self));

  if (self->frame == frame)
    return;
  g_clear_pointer (&self->frame, gccore_frame_unref);
  self->frame = frame != NULL ? gccore_frame_ref (frame) : NULL;
  self->stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    fill (self);
}

static void
activate_cb (ScapeEventList *self,
             guint           position)
{
  g_autoptr (ScapeEventItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  g_signal_emit (self, signals[TICK_ACTIVATED], 0, item->tick);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *tick = gtk_label_new (NULL), *text = gtk_label_new (NULL);

  gtk_label_set_width_chars (GTK_LABEL (tick), 11);
  gtk_label_set_xalign (GTK_LABEL (tick), 1);
  gtk_widget_add_css_class (tick, "value");
  gtk_widget_add_css_class (tick, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (box), tick);
  gtk_box_append (GTK_BOX (box), text);
  gtk_list_item_set_child (row, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *row)
{
  ScapeEventItem *item = gtk_list_item_get_item (row);
  GtkWidget *tick = gtk_widget_get_first_child (gtk_list_item_get_child (row));
  char number[SCENE_TEXT_MAX];

  gtk_label_set_text (GTK_LABEL (tick), scene_format_count (number, item->tick));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (tick)), item->text);
}

static void
scape_event_list_map (GtkWidget *widget)
{
  ScapeEventList *self = SCAPE_EVENT_LIST (widget);

  if (self->stale)
    fill (self);
  GTK_WIDGET_CLASS (scape_event_list_parent_class)->map (widget);
}

static void
scape_event_list_dispose (GObject *object)
{
  ScapeEventList *self = SCAPE_EVENT_LIST (object);

  g_clear_object (&self->items);
  g_clear_pointer (&self->frame, gccore_frame_unref);

  G_OBJECT_CLASS (scape_event_list_parent_class)->dispose (object);
}

static void
scape_event_list_class_init (ScapeEventListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scape_event_list_dispose;
  widget_class->map = scape_event_list_map;

  signals[TICK_ACTIVATED] = g_signal_new ("tick-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/spanscape/Spanscape/ui/scape-event-list.ui");
  gtk_widget_class_bind_template_child (widget_class, ScapeEventList, entry);
  gtk_widget_class_bind_template_child (widget_class, ScapeEventList, view);
  gtk_widget_class_bind_template_child (widget_class, ScapeEventList, hint);
  gtk_widget_class_bind_template_callback (widget_class, fill);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
scape_event_list_init (ScapeEventList *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSelectionModel) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_list_store_new (SCAPE_TYPE_EVENT_ITEM);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->items))));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, selection);
}
