#include "lang/escape.h"

#include <string.h>

#include "lang/arena.h"
#include "lang/escape/esc_analyze.h"
#include "lang/escape/esc_algs.h"
#include "lang/escape/esc_order.h"
#include "lang/escape/esc_shape.h"
#include "lang/escape/esc_static.h"
#include "lang/escape/esc_wrappers.h"

/* -- package variables ------------------------------------------------------------------------------------------------- */

/* Literals of initialisers that capture nothing are functions like any other, and so are those inside literals there.
 * `data`: GPtrArray to gather them in, or NULL. */
static void
unhide_literals (EscNode *n, gpointer data)
{
  if (n->op != ESC_CLOSURE)
    return;
  if (n->func->captures.n == 0 && !n->func->wrapper) {
    n->func->hidden_closure = false;
    if (data)
      g_ptr_array_add (data, n->func);
  }
  for (guint i = 0; i < n->func->body.n; i++)
    esc_for_each_node (n->func->body.v[i], unhide_literals, NULL, data);
}

/* The function that runs the initialisers which need it. All of them go to `all`. */
static EscFunc *
lower_initializers (Lower *l, GPtrArray *literals, EscNodes *all)
{
  static const Pos nowhere = { 0 };
  EscFunc *init = lower_new_func (l, "init", NULL);
  const Package *pkg = l->package->pkg;
  EscStatic statics = { .l = l, .out = &init->body };

  init->has_body = true;
  l->fn = init;
  for (int i = 0; i < pkg->n_inits; i++) {
    const Initializer *each = &pkg->inits[i];
    Pos pos = each->lhs.n > 0 ? each->lhs.v[0]->pos : nowhere;
    EscNode *as;

    if (each->lhs.n == 1) {
      EscNode *value = lower_expr (l, each->rhs);
      Object *var = each->lhs.v[0];

      esc_for_each_node (value, unhide_literals, NULL, literals);
      as = lower_assign (l, pos, g_str_equal (var->name, "_") ? NULL : lower_local (l, var)->node, value, false);
    } else {
      as = lower_spread (l, pos, expr_unparen (each->rhs));
      for (int j = 0; j < each->lhs.n; j++)
        esc_nodes_add (l->arena, &as->list,
                       g_str_equal (each->lhs.v[j]->name, "_") ? NULL : lower_local (l, each->lhs.v[j])->node);
    }
    esc_nodes_add (l->arena, all, as);
    esc_static_init (&statics, as);
  }
  return init;
}

static EscFunc *
lower_declared (Lower *l, Func *func)
{
  EscFunc *fn = lower_function (l, func);

  if (!func->recv && g_str_equal (func->obj->name, "init"))
    for (guint i = 0; i < fn->body.n; i++)
      esc_for_each_node (fn->body.v[i], unhide_literals, NULL, NULL);
  return fn;
}

/* -- packages ------------------------------------------------------------------------------------------------------------ */

/* "bytes.(*Buffer).Write": a library function's tag replaces what its own body says, so that callers see the tag that
 * real Go's export data has. */
static void
apply_library_tags (EscFunc *fn)
{
  const char *name = fn->func->name;
  const char *slash = strrchr (fn->func->pkg->path, '/');

  /* Functions are called by the package's path, tags by its name: "sync/atomic.AddInt64". */
  if (slash && g_str_has_prefix (name, fn->func->pkg->path))
    name += slash + 1 - fn->func->pkg->path;
  esc_tags_lookup (name, fn->params, fn->n_params);
}

/* One package of the unit. */
typedef struct {
  EscPackage package;
  Lower lower;
  EscReport report;
  EscShapes *shapes;
} PackageRun;

struct EscapeAnalysis {
  LangUnit *unit;
  PackageRun *runs;           /* of unit->packages */
  EscOrder *order;
};

/* NULL: not of this unit. */
static PackageRun *
run_of_package (EscapeAnalysis *e, const Package *pkg)
{
  for (int i = 0; i < e->unit->n_packages; i++)
    if (e->unit->packages[i] == pkg)
      return &e->runs[i];
  return NULL;
}

/* NULL: there was nothing to lower. */
static PackageRun *
run_of (EscapeAnalysis *e, const EscFunc *fn)
{
  return fn->package ? &e->runs[fn->package->index] : NULL;
}

/* What of a batch is reported. Functions of one batch that are instances have the same type arguments. */
static EscReport
report_of (PackageRun *run, EscFunc *const *fns, guint n_fns)
{
  EscReport mine = run->report;

  for (guint i = 0; mine.level > 0 && i < n_fns; i++)
    if (esc_shapes_repeats (run->shapes, fns[i]))
      mine.level = 0;
  return mine;
}

static void
analyze_batch (EscFunc *const *fns, guint n_fns, gpointer data)
{
  EscapeAnalysis *e = data;
  PackageRun *run = run_of (e, fns[0]);
  EscReport report = run ? report_of (run, fns, n_fns) : (EscReport) { 0 };
  EscBatch batch;

  esc_batch_init (&batch, e->unit->arena, &report);
  esc_walk_batch (&batch, fns, n_fns);
  esc_solve (&batch);
  esc_finish_batch (&batch, fns, n_fns);
  for (guint i = 0; run && run->package.pkg->is_std && i < n_fns; i++)
    if (fns[i]->func)
      apply_library_tags (fns[i]);
  esc_batch_fini (&batch);
}

static void rewrite_literal_loops (EscNode *n, gpointer data);

static void
rewrite_loops (Lower *l, EscFunc *fn)
{
  lower_loop_variables (l, fn);
  for (guint i = 0; i < fn->body.n; i++)
    esc_for_each_node (fn->body.v[i], rewrite_literal_loops, NULL, l);
}

static void
rewrite_literal_loops (EscNode *n, gpointer data)
{
  if (n->op == ESC_CLOSURE)
    rewrite_loops (data, n->func);
}

static bool
is_in_package (EscFunc *fn, gpointer data)
{
  return fn->package == &((PackageRun *) data)->package;
}

static void
devirtualize_batch (EscFunc *const *fns, guint n_fns, gpointer data)
{
  PackageRun *run = data;
  EscReport report = report_of (run, fns, n_fns);

  for (guint i = 0; i < n_fns; i++)
    esc_devirtualize (&run->lower, fns[i], &report);
}

/* The functions that the compiler writes itself, to where they come among the others. Only explanations tell of them. */
static void
add_compiler_functions (Lower *l, const EscReading *reading, GPtrArray *funcs)
{
  EscAlgs algs;
  guint n_early = 1;          /* the initialiser of variables is the first */

  esc_algs_init (&algs, l);
  for (guint i = 0; i < reading->itabs->len; i++) {
    const EscItab *itab = &g_array_index (reading->itabs, EscItab, i);
    guint n = algs.funcs->len;

    esc_algs_write_itab (&algs, itab);
    for (; n < algs.funcs->len; n++)
      g_ptr_array_insert (funcs, i < reading->n_init_itabs ? (int) (n_early++ + itab->n_literals) : -1,
                          algs.funcs->pdata[n]);
  }
  esc_add_wrappers (l, reading, funcs);
  g_ptr_array_set_size (algs.funcs, 0);
  for (guint i = 0; i < reading->late_itabs->len; i++)
    esc_algs_write_itab (&algs, &g_array_index (reading->late_itabs, EscItab, i));
  g_ptr_array_extend (funcs, algs.funcs, NULL, NULL);
  esc_algs_fini (&algs);
}

/* Lowers what is lowered when it is needed first: functions of packages of which nothing is reported. */
static bool
meet (EscFunc *fn, gpointer data)
{
  EscapeAnalysis *e = data;
  PackageRun *run;

  if (!fn->package && fn->func && fn->func->obj && (run = run_of_package (e, fn->func->pkg)) != NULL)
    rewrite_loops (&run->lower, lower_declared (&run->lower, fn->func));
  run = run_of (e, fn);
  if (run && run->report.level == 0)
    esc_devirtualize (&run->lower, fn, &run->report);
  return true;
}

/* The initialiser of variables, and its literals. */
static void
analyze_initializers (EscapeAnalysis *e, PackageRun *run)
{
  g_autoptr (GPtrArray) literals = g_ptr_array_new ();
  EscNodes initializers = { 0 };
  EscFunc *init = lower_initializers (&run->lower, literals, &initializers);

  g_ptr_array_insert (literals, 0, init);
  for (guint i = 0; i < literals->len; i++)
    rewrite_loops (&run->lower, literals->pdata[i]);
  for (guint i = 0; i < literals->len; i++)
    esc_order_visit (e->order, literals->pdata[i]);
}

/* All of a package, in source order: it is reported. */
static void
analyze_package (EscapeAnalysis *e, PackageRun *run)
{
  Lower *l = &run->lower;
  const LangUnit *unit = e->unit;
  g_autoptr (GPtrArray) literals = g_ptr_array_new ();
  g_autoptr (GPtrArray) funcs = g_ptr_array_new ();
  EscOrder *devirtualize = esc_order_new (is_in_package, devirtualize_batch, run);
  EscNodes initializers = { 0 };
  EscReading reading;

  run->package.funcs = funcs;
  g_ptr_array_add (funcs, lower_initializers (l, literals, &initializers));
  g_ptr_array_extend (funcs, literals, NULL, NULL);
  for (int i = 0; i < unit->n_funcs; i++)
    if (unit->funcs[i]->pkg == run->package.pkg && unit->funcs[i]->obj && !g_str_equal (unit->funcs[i]->obj->name, "_"))
      g_ptr_array_add (funcs, lower_declared (l, unit->funcs[i]));
  esc_reading_init (&reading);
  esc_read_package (l, &initializers, &reading);
  if (run->report.level >= 2)
    add_compiler_functions (l, &reading, funcs);
  for (guint i = 0; i < funcs->len; i++)
    rewrite_loops (l, funcs->pdata[i]);
  for (guint i = 0; i < funcs->len; i++)
    esc_order_visit (devirtualize, funcs->pdata[i]);
  for (guint i = 0; i < funcs->len; i++)
    esc_order_visit (e->order, funcs->pdata[i]);
  for (guint i = 0; i < funcs->len; i++)
    if (!esc_shapes_repeats (run->shapes, funcs->pdata[i]))
      esc_report_bounds (funcs->pdata[i], &run->report);
  for (guint i = 0; i < reading.literals->len; i++)
    esc_report_bounds (reading.literals->pdata[i], &run->report);
  esc_reading_fini (&reading);
  esc_order_free (devirtualize);
  run->package.funcs = NULL;
}

static EscapeAnalysis *
analysis_new (LangUnit *unit)
{
  EscapeAnalysis *e = g_new0 (EscapeAnalysis, 1);

  e->unit = unit;
  e->runs = g_new0 (PackageRun, unit->n_packages);
  e->order = esc_order_new (meet, analyze_batch, e);
  for (int i = 0; i < unit->n_packages; i++) {
    PackageRun *run = &e->runs[i];

    run->package = (EscPackage) { .unit = unit, .index = (guint) i, .pkg = unit->packages[i], .arena = unit->arena,
                                  .func_names = g_hash_table_new (NULL, NULL) };
    run->lower = (Lower) { .package = &run->package, .arena = unit->arena };
    run->report = (EscReport) { .file_name = unit->files[0].name, .pkg = unit->packages[i] };
    run->shapes = esc_shapes_new ();
  }
  return e;
}

EscapeAnalysis *
escape_begin (LangUnit *unit)
{
  EscapeAnalysis *e = analysis_new (unit);

  for (int i = 0; i < unit->n_packages; i++)
    analyze_initializers (e, &e->runs[i]);
  return e;
}

void
escape_end (EscapeAnalysis *e)
{
  for (int i = 0; i < e->unit->n_packages; i++) {
    g_hash_table_unref (e->runs[i].package.func_names);
    esc_shapes_free (e->runs[i].shapes);
  }
  esc_order_free (e->order);
  g_free (e->runs);
  g_free (e);
}

void
escape_analyze (EscapeAnalysis *e, Func *func)
{
  PackageRun *run = run_of_package (e, func->pkg);

  if (func->obj && run)
    esc_order_visit (e->order, lower_func_name (&run->lower, func->obj)->func);
}

GPtrArray *
escape_report (LangUnit *unit, EscapeLevel level, bool mutations)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  EscapeAnalysis *e = analysis_new (unit);
  PackageRun *run = run_of_package (e, unit->main);

  run->report.level = (int) level;
  run->report.mutations = mutations;
  run->report.lines = lines;
  analyze_package (e, run);
  escape_end (e);
  return lines;
}

/* -- decisions ------------------------------------------------------------------------------------------------------------ */

bool
escape_var_on_heap (const Object *var)
{
  const EscName *name = var->var.escape;

  return !name || name->heap;
}

bool
escape_var_captured_by_value (const Object *var)
{
  const EscName *name = var->var.escape;

  return name && name->byval;
}

bool
escape_on_heap (const Expr *x)
{
  return x->escape == EXPR_ESCAPE_UNKNOWN || x->escape == EXPR_ESCAPE_HEAP;
}

bool
escape_zero_copy (const Expr *x)
{
  return x->escape == EXPR_ESCAPE_ZERO_COPY;
}
