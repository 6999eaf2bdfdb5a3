#define G_LOG_DOMAIN "ScapeWindow"

#include "config.h"

#include <glib/gi18n.h>

#include "scene/span-map.h"
#include "widgets/scape-settings.h"
#include "widgets/scape-window-private.h"

#define ZOOM_STEP 1.5

/* Keys that are also keys of text entries, of buttons (Space) or of scales (arrows): they act only when the widget with
 * the focus has not taken them, and never while text is entered. */
static const struct {
  guint key;
  GdkModifierType modifiers;
  const char *action;
} plain_keys[] = {
  { GDK_KEY_space, 0, "win.run" },
  { GDK_KEY_period, 0, "win.step" },
  { GDK_KEY_KP_Decimal, 0, "win.step" },
  { GDK_KEY_Right, 0, "win.step" },
  { GDK_KEY_Right, GDK_SHIFT_MASK, "win.step-phase" },
  { GDK_KEY_Right, GDK_CONTROL_MASK, "win.step-cycle" },
  { GDK_KEY_comma, 0, "win.step-back" },
  { GDK_KEY_Left, 0, "win.step-back" },
  { GDK_KEY_Left, GDK_SHIFT_MASK, "win.phase-back" },
  { GDK_KEY_Left, GDK_CONTROL_MASK, "win.cycle-back" },
  { GDK_KEY_End, 0, "win.run-to-end" },
  { GDK_KEY_Home, 0, "win.restart" },
  { GDK_KEY_plus, 0, "win.zoom-in" },
  { GDK_KEY_plus, GDK_SHIFT_MASK, "win.zoom-in" },
  { GDK_KEY_equal, 0, "win.zoom-in" },
  { GDK_KEY_KP_Add, 0, "win.zoom-in" },
  { GDK_KEY_minus, 0, "win.zoom-out" },
  { GDK_KEY_KP_Subtract, 0, "win.zoom-out" },
  { GDK_KEY_0, 0, "win.zoom-fit" },
  { GDK_KEY_KP_0, 0, "win.zoom-fit" },
  { GDK_KEY_f, 0, "win.zoom-to" },
  { GDK_KEY_g, 0, "win.next-goroutine" },
};

/* Arrow keys while the span map has the focus and something is selected. */
static const struct { guint key; int dx, dy; } walk_keys[] = {
  { GDK_KEY_Left, -1, 0 }, { GDK_KEY_Right, 1, 0 }, { GDK_KEY_Up, 0, -1 }, { GDK_KEY_Down, 0, 1 },
};

static const struct { const char *action; const char *accels[4];
} accels[] = {
  { "win.new", { "<Control>n", NULL } },
  { "win.open", { "<Control>o", NULL } },
  { "win.save", { "<Control>s", NULL } },
  { "win.bookmark", { "<Control>d", NULL } },
  { "win.save-as", { "<Control><Shift>s", NULL } },
  { "win.screenshot", { "<Control><Shift>p", "Print", NULL } },
  { "win.copy-picture", { "<Control><Shift>c", NULL } },
  { "win.continue", { "F5", NULL } },
  { "win.run-back", { "<Shift>F5", NULL } },
  { "win.toggle-stop", { "<Control>b", NULL } },
  { "win.add-stop", { "<Control><Shift>b", NULL } },
  { "win.show-help-overlay", { "<Control>question", "<Control>F1", NULL } },
  { "win.step-into", { "F7", NULL } },
  { "win.step-over", { "F8", NULL } },
  { "win.find", { "<Control>f", NULL } },
  { "win.show-allocation", { "<Control><Shift>e", NULL } },
  { "win.find-greying", { "<Control><Shift>g", NULL } },
  { "win.edit", { "<Control>e", NULL } },
  { "win.toggle-side", { "F9", NULL } },
  { "win.inspector-visible", { "<Control>F9", NULL } },
  { "win.toggle-output", { "<Control>j", NULL } },
  { "win.fullscreen", { "F11", NULL } },
  { "win.zoom-in", { "<Control>plus", "<Control>equal", "<Control>KP_Add", NULL } },
  { "win.zoom-out", { "<Control>minus", "<Control>KP_Subtract", NULL } },
  { "win.zoom-fit", { "<Control>0", "<Control>KP_0", NULL } },
  { "view.show::map", { "<Control>1", NULL } },
  { "view.show::board", { "<Control>2", NULL } },
  { "view.show::objects", { "<Control>3", NULL } },
  { "view.show::fragmentation", { "<Control>4", NULL } },
  { "window.close", { "<Control>w", NULL } },
};

static ScapeThen
then_of (const char *action)
{
  if (g_str_equal (action, "win.run") || g_str_equal (action, "win.continue"))
    return SCAPE_THEN_RUN;
  return g_str_equal (action, "win.run-to-end") ? SCAPE_THEN_RUN_TO_END : SCAPE_THEN_STEP;
}

/* Goes on with the machine, or, when the script was edited or the program is over, begins anew. */
static void
play (ScapeWindow       *self,
      const char        *action,
      GccoreGranularity  by)
{
  ScapeThen then = then_of (action);
  ScapeEngineState state = scape_engine_get_state (self->engine);

  if (scape_window_is_stale (self) || state == SCAPE_ENGINE_ENDED || state == SCAPE_ENGINE_FAILED ||
      state == SCAPE_ENGINE_EMPTY)
    scape_window_load (self, then, by);
  else if (then == SCAPE_THEN_RUN)
    scape_window_run (self);
  else if (then == SCAPE_THEN_RUN_TO_END)
    scape_window_run_to_end (self);
  else
    scape_engine_step (self->engine, by, 1);
}

static void
run_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);

  if (scape_engine_is_busy (self->engine))
    scape_engine_pause (self->engine);
  else
    play (self, name, GCCORE_BY_TICK);
}

static void
continue_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);

  if (scape_engine_get_state (self->engine) != SCAPE_ENGINE_RUNNING)
    play (self, name, GCCORE_BY_TICK);
}

static void
run_to_end_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  play (SCAPE_WINDOW (widget), name, GCCORE_BY_TICK);
}

static void
step_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);

  play (self, name, scape_transport_get_granularity (self->transport));
}

static void
step_phase_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  play (SCAPE_WINDOW (widget), name, GCCORE_BY_PHASE);
}

static void
step_cycle_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  play (SCAPE_WINDOW (widget), name, GCCORE_BY_CYCLE);
}

static void
go_back (GtkWidget        *widget,
         GccoreGranularity by)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);

  /* Going back in a text that is not the machine's would show lines that mean something else. */
  if (scape_window_is_stale (self))
    scape_window_load (self, SCAPE_THEN_STAY, by);
  else
    scape_engine_step_back (self->engine, by, 1);
}

static void
step_back_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  go_back (widget, scape_transport_get_granularity (SCAPE_WINDOW (widget)->transport));
}

static void
phase_back_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  go_back (widget, GCCORE_BY_PHASE);
}

static void
cycle_back_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  go_back (widget, GCCORE_BY_CYCLE);
}

static void
step_into_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  play (SCAPE_WINDOW (widget), name, GCCORE_BY_TICK);
}

static void
step_over_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  play (SCAPE_WINDOW (widget), name, GCCORE_BY_LINE);
}

static void
restart_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  scape_window_load (SCAPE_WINDOW (widget), SCAPE_THEN_STAY, GCCORE_BY_TICK);
}

static void
verify_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  scape_engine_verify (SCAPE_WINDOW (widget)->engine);
}

/* Of the selected object. */
static void
show_allocation_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);
  guint line = scape_span_map_get_view (self->map)->selected_object ? scape_table_get_line (self->object_table) : 0;

  if (line != 0)
    scape_window_show_allocation (self, line);
}

static void
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);

  scape_window_show_side (self, "script");
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static gboolean
timeline_has_focus (ScapeWindow *self)
{
  return gtk_widget_has_focus (GTK_WIDGET (self->timeline));
}

static void
zoom_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);
  double factor = g_str_equal (name, "win.zoom-in") ? ZOOM_STEP : 1 / ZOOM_STEP;

  if (timeline_has_focus (self))
    scape_timeline_zoom (self->timeline, factor);
  else
    scape_span_map_zoom (self->map, factor);
}

static void
zoom_fit_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);

  if (timeline_has_focus (self))
    scape_timeline_zoom_fit (self->timeline);
  else
    scape_span_map_zoom_fit (self->map);
}

static void
zoom_to_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  scape_span_map_zoom_to (SCAPE_WINDOW (widget)->map);
}

static void
colour_by_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  ScapeWindow *self = data;
  SceneColourBy by;

  if (!scene_colour_by_parse (g_variant_get_string (parameter, NULL), &by))
    return;
  g_simple_action_set_state (action, parameter);
  scape_span_map_set_colour_by (self->map, by);
  gtk_menu_button_set_label (self->colour_button, scene_colour_by_label (by));
}

/* What may stand in the place of the span map, by the name of its page. */
static const struct { const char *name; const char *label; } views[] = {
  { "map", NC_("view", "span map") },
  { "board", NC_("view", "span classes") },
  { "objects", NC_("view", "objects") },
  { "fragmentation", NC_("view", "fragmentation") },
};

static void
view_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  ScapeWindow *self = data;
  const char *name = g_variant_get_string (parameter, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    if (g_str_equal (views[i].name, name))
      {
        g_simple_action_set_state (action, parameter);
        gtk_stack_set_visible_child_name (self->view_stack, name);
        gtk_menu_button_set_label (self->view_button, g_dpgettext2 (NULL, "view", views[i].label));
      }
}

static GMenuModel *
view_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (g_dpgettext2 (NULL, "view", views[i].label), NULL);

      g_menu_item_set_action_and_target (item, "view.show", "s", views[i].name);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static void
set_enabled (ScapeWindow *self,
             const char  *action,
             gboolean     enabled)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, enabled);
}

void
scape_window_update_actions (ScapeWindow *self)
{
  static const char *const stepping[] = { "win.step", "win.step-phase", "win.step-cycle", "win.step-into",
                                          "win.step-over", "win.run-to-end" };
  static const char *const backing[] = { "win.step-back", "win.phase-back", "win.cycle-back", "win.run-back" };
  static const char *const looking[] = { "win.screenshot", "win.copy-picture",   "win.zoom-in",
                                         "win.zoom-out",   "win.zoom-fit",     "win.zoom-to" };
  ScapeEngineState state = scape_engine_get_state (self->engine);
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);
  gboolean blank = scape_document_is_blank (self->document);
  gboolean over = (state == SCAPE_ENGINE_ENDED || state == SCAPE_ENGINE_FAILED) && !scape_window_is_stale (self);

  set_enabled (self, "win.run", !blank);
  set_enabled (self, "win.continue", !blank);
  set_enabled (self, "win.restart", !blank);
  for (guint i = 0; i < G_N_ELEMENTS (stepping); i++)
    set_enabled (self, stepping[i], !blank && !over);
  for (guint i = 0; i < G_N_ELEMENTS (backing); i++)
    set_enabled (self, backing[i], self->has_machine && state != SCAPE_ENGINE_FAILED && frame != NULL &&
                                   (frame->tick > 0 || scape_engine_is_busy (self->engine)));
  for (guint i = 0; i < G_N_ELEMENTS (looking); i++)
    set_enabled (self, looking[i], self->has_machine);
  set_enabled (self, "win.toggle-stop", !blank);
  set_enabled (self, "win.bookmark", self->has_machine);
  set_enabled (self, "win.save-session", self->has_machine);
  set_enabled (self, "win.verify", self->has_machine && state != SCAPE_ENGINE_FAILED);
  set_enabled (self, "win.save", scape_document_get_modified (self->document) ||
                                 scape_document_get_file (self->document) == NULL);
}

/* Keys */

static gboolean
is_text (GtkWidget *focus)
{
  return GTK_IS_TEXT (focus) || (GTK_IS_TEXT_VIEW (focus) && gtk_text_view_get_editable (GTK_TEXT_VIEW (focus))) ||
         GTK_IS_EDITABLE (focus);
}

static gboolean
walk (ScapeWindow     *self,
      guint            key,
      GdkModifierType  modifiers)
{
  if (modifiers != 0 || !gtk_widget_has_focus (GTK_WIDGET (self->map)))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (walk_keys); i++)
    if (walk_keys[i].key == key)
      return scape_span_map_walk (self->map, walk_keys[i].dx, walk_keys[i].dy);
  return FALSE;
}

static gboolean
escape (ScapeWindow *self,
        GtkWidget   *focus)
{
  if (scape_window_give_up (self))
    return TRUE;
  if (scape_finder_close (self->finder))
    return TRUE;
  if (focus == gtk_stack_get_visible_child (self->view_stack) && scape_span_map_get_view (self->map)->selected != 0)
    scape_span_map_select (self->map, 0, FALSE);
  else if (focus == gtk_stack_get_visible_child (self->view_stack))
    return FALSE;
  gtk_widget_grab_focus (gtk_stack_get_visible_child (self->view_stack));
  return TRUE;
}

static gboolean
key_cb (ScapeWindow           *self,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        GtkEventControllerKey *controller)
{
  GdkModifierType modifiers = state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (key == GDK_KEY_Escape && modifiers == 0)
    return escape (self, focus);
  if (focus != NULL && is_text (focus))
    return GDK_EVENT_PROPAGATE;
  if (walk (self, key, modifiers))
    return GDK_EVENT_STOP;
  for (guint i = 0; i < G_N_ELEMENTS (plain_keys); i++)
    if (plain_keys[i].key == key && plain_keys[i].modifiers == modifiers)
      {
        gtk_widget_activate_action (GTK_WIDGET (self), plain_keys[i].action, NULL);
        return GDK_EVENT_STOP;
      }
  return GDK_EVENT_PROPAGATE;
}

/* Built when it is asked for: GTK's own way, gtk/help-overlay.ui, would build one with every window. */
static void
shortcuts_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/org/spanscape/Spanscape/ui/help-overlay.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (widget));
  gtk_window_set_destroy_with_parent (shortcuts, TRUE);
  gtk_window_present (shortcuts);
}

void
scape_window_class_init_actions (GtkWidgetClass *widget_class)
{
  static const struct { const char *name; GtkWidgetActionActivateFunc func;
  } actions[] = {
    { "win.run", run_action },
    { "win.continue", continue_action },
    { "win.run-to-end", run_to_end_action },
    { "win.step", step_action },
    { "win.step-phase", step_phase_action },
    { "win.step-cycle", step_cycle_action },
    { "win.step-into", step_into_action },
    { "win.step-over", step_over_action },
    { "win.step-back", step_back_action },
    { "win.phase-back", phase_back_action },
    { "win.cycle-back", cycle_back_action },
    { "win.restart", restart_action },
    { "win.verify", verify_action },
    { "win.show-allocation", show_allocation_action },
    { "win.edit", edit_action },
    { "win.zoom-in", zoom_action },
    { "win.zoom-out", zoom_action },
    { "win.zoom-fit", zoom_fit_action },
    { "win.zoom-to", zoom_to_action },
    { "win.show-help-overlay", shortcuts_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].func);
  /* The class's, as an action of the window's own would keep the window alive for ever. */
  gtk_widget_class_install_property_action (widget_class, "win.fullscreen", "fullscreened");
}

static GMenuModel *
colour_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (int by = 0; by < SCENE_N_COLOUR_BY; by++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (scene_colour_by_label ((SceneColourBy) by), NULL);

      g_menu_item_set_action_and_target (item, "view.colour-by", "s", scene_colour_by_nick ((SceneColourBy) by));
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

/* Stateful actions live in their own group, "view". */
static void
init_view_actions (ScapeWindow *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) colour = NULL, view = NULL;
  g_autoptr (GPropertyAction) side = NULL, output = NULL;
  g_autoptr (GMenuModel) menu = colour_menu (), pictures = view_menu ();
  const char *nick = scene_colour_by_nick (SCENE_COLOUR_BY_STATE);

  colour = g_simple_action_new_stateful ("colour-by", G_VARIANT_TYPE_STRING, g_variant_new_string (nick));
  g_signal_connect_object (colour, "activate", G_CALLBACK (colour_by_action), self, 0);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (colour));
  view = g_simple_action_new_stateful ("show", G_VARIANT_TYPE_STRING, g_variant_new_string ("map"));
  g_signal_connect_object (view, "activate", G_CALLBACK (view_action), self, 0);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (view));
  gtk_menu_button_set_menu_model (self->view_button, pictures);
  gtk_menu_button_set_label (self->view_button, g_dpgettext2 (NULL, "view", views[0].label));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "view", G_ACTION_GROUP (group));
  gtk_menu_button_set_menu_model (self->colour_button, menu);
  gtk_menu_button_set_label (self->colour_button, scene_colour_by_label (SCENE_COLOUR_BY_STATE));

  side = g_property_action_new ("toggle-side", self->side, "visible");
  output = g_property_action_new ("toggle-output", self->output, "visible");
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (side));
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (output));
}

void
scape_window_init_actions (ScapeWindow *self)
{
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());
  GtkEventController *keys = gtk_event_controller_key_new ();

  init_view_actions (self);
  for (guint i = 0; i < G_N_ELEMENTS (accels) && application != NULL; i++)
    gtk_application_set_accels_for_action (application, accels[i].action, accels[i].accels);

  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
