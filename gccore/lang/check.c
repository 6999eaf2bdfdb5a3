#include "lang/check_mono.h"

#include <stdarg.h>
#include <string.h>

#include "lang/parser.h"
#include "lang/std-reach.h"

/* The unit: errors in the compiler's order and number, packages, and the result. */

#define MAX_ERRORS 10

/* Go 1.22 cmd/compile/internal/base/print.go, ErrorfAt, FlushErrors: one syntax error a line, no text twice in a row on
 * a line, sorted by position, and the tenth error ends the compilation. */
struct Report {
  Pos last_syntax, last_other;
  char *last_text;
  bool syntax_errors;         /* prevent the type check; other errors of lexer and parser do not */
  bool unsupported;           /* something was: nested too deeply, above all */
  bool stopped;
  GPtrArray *aside; /* Diagnostic: errors in copies of generic declarations */
};

static int
compare_diagnostics (gconstpointer a, gconstpointer b)
{
  const Diagnostic *x = *(Diagnostic *const *) a, *y = *(Diagnostic *const *) b;

  return pos_compare (x->pos, y->pos);
}

static void
diagnostic_free (gpointer data)
{
  Diagnostic *d = data;

  g_free (d->text);
  g_free (d);
}

static void
add_diagnostic (GPtrArray *list, Pos pos, const char *text, bool unsupported)
{
  Diagnostic *d = g_new0 (Diagnostic, 1);

  d->pos = pos;
  d->pos.col = MIN (pos.col, LANG_MAX_COLUMN);
  d->text = g_strdup (text);
  d->unsupported = unsupported;
  g_ptr_array_add (list, d);
}

static bool
same_line (Pos a, Pos b)
{
  return a.line == b.line && a.file == b.file && a.line != 0;
}

/* Stable: qsort is not. */
static void
sort_diagnostics (LangUnit *unit)
{
  GPtrArray *list = unit->diagnostics;

  for (guint i = 1; i < list->len; i++)
    for (guint j = i; j > 0 && compare_diagnostics (&list->pdata[j - 1], &list->pdata[j]) > 0; j--)
      {
        gpointer tmp = list->pdata[j];

        list->pdata[j] = list->pdata[j - 1];
        list->pdata[j - 1] = tmp;
      }
}

static void
finish_diagnostics (LangUnit *unit)
{
  GPtrArray *list = unit->diagnostics;

  sort_diagnostics (unit);
  for (guint i = 1; i < list->len;)
    {
      const Diagnostic *a = list->pdata[i - 1], *b = list->pdata[i];

      if (pos_equal (a->pos, b->pos) && strcmp (a->text, b->text) == 0)
        g_ptr_array_remove_index (list, i);
      else
        i++;
    }
}

void
unit_report (LangUnit *unit, Pos pos, const char *text, bool unsupported)
{
  struct Report *r = unit->report;

  if (r->stopped)
    return;
  if (g_str_has_prefix (text, "syntax error"))
    {
      r->syntax_errors = true;
      if (same_line (r->last_syntax, pos))
        return;
      r->last_syntax = pos;
    }
  else
    {
      if (same_line (r->last_other, pos) && r->last_text != NULL && strcmp (r->last_text, text) == 0)
        return;
      r->last_other = pos;
      g_free (r->last_text);
      r->last_text = g_strdup (text);
    }
  r->unsupported = r->unsupported || unsupported;
  add_diagnostic (unit->diagnostics, pos, text, unsupported);
  if (unit->diagnostics->len >= MAX_ERRORS)
    {
      finish_diagnostics (unit);
      add_diagnostic (unit->diagnostics, pos, "too many errors", false);
      r->stopped = true;
    }
}

bool
unit_has_errors (const LangUnit *unit)
{
  return unit->diagnostics->len > 0 || unit->report->aside->len > 0;
}

/* What was kept aside is told if nothing else is wrong. */
static void
report_aside (LangUnit *unit)
{
  GPtrArray *aside = unit->report->aside;

  if (unit->diagnostics->len == 0)
    for (guint i = 0; i < aside->len; i++)
      {
        const Diagnostic *d = aside->pdata[i];

        unit_report (unit, d->pos, d->text, d->unsupported);
      }
}

/* ---- Messages ---- */

static void
report_text (Checker *c, Pos pos, const char *text, bool unsupported)
{
  /* Consequences of an earlier error say nothing new. */
  if (c->unit->diagnostics->len > 0
      && ((strstr (text, "invalid operand") != NULL && !g_str_has_prefix (text, "invalid operand"))
          || (strstr (text, "invalid type") != NULL && !g_str_has_prefix (text, "invalid type"))))
    return;
  if (pos_is_known (c->env.errpos))
    pos = c->env.errpos;
  if ((c->env.in_copy || checker_in_instance (c)) && !unsupported)
    add_diagnostic (c->unit->report->aside, pos, text, false);
  else
    unit_report (c->unit, pos, text, unsupported);
}

void
check_error (Checker *c, Pos pos, const char *format, ...)
{
  va_list args;
  g_autofree char *text = NULL;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  report_text (c, pos, text, false);
}

void
check_unsupported (Checker *c, Pos pos, const char *format, ...)
{
  va_list args;
  g_autofree char *text = NULL;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  report_text (c, pos, text, true);
}

static const char *
keep (Checker *c, char *text)
{
  const char *kept = arena_intern_string (c->arena, text);

  g_free (text);
  return kept;
}

const char *
type_text (Checker *c, const Type *t)
{
  return keep (c, type_to_string (t, c->pkg));
}

const char *
expr_text (Checker *c, const Expr *x)
{
  return keep (c, expr_to_string (x));
}

const char *
const_text (Checker *c, const ConstVal *value)
{
  return keep (c, const_to_string (value));
}

const char *
pos_text (Checker *c, Pos pos)
{
  return keep (c, lang_format_pos (c->unit, pos));
}

static const char *const mode_texts[] = {
  [MODE_INVALID] = "invalid operand", [MODE_NO_VALUE] = "no value", [MODE_BUILTIN] = "built-in", [MODE_TYPE] = "type",
  [MODE_CONSTANT] = "constant", [MODE_VARIABLE] = "variable", [MODE_MAP_INDEX] = "map index expression",
  [MODE_VALUE] = "value", [MODE_NIL] = "nil", [MODE_COMMA_OK] = "comma, ok expression", [MODE_PACKAGE] = "package",
};

/* Go 1.22 cmd/compile/internal/types2/operand.go, operandString. */
const char *
operand_text (Checker *c, const Operand *x)
{
  GString *out = g_string_new (NULL);
  bool has_type = false;
  const char *expr = expr_text (c, x->expr);

  if (x->mode == MODE_NIL)
    {
      g_string_assign (out, "nil");
      if (x->type == NULL || x->type->kind == KIND_INVALID)
        g_string_append (out, " (with invalid type)");
      else if (x->type->kind != KIND_UNTYPED_NIL)
        g_string_append_printf (out, " (of type %s)", type_text (c, x->type));
      return keep (c, g_string_free (out, FALSE));
    }
  g_string_append_printf (out, "%s (", expr);
  if (x->mode != MODE_INVALID && x->mode != MODE_NO_VALUE && x->mode != MODE_BUILTIN && x->mode != MODE_TYPE
      && x->type != NULL)
    {
      if (type_is_untyped (x->type))
        g_string_append_printf (out, "%s ", x->type->basic.name);
      else
        has_type = true;
    }
  g_string_append (out, mode_texts[x->mode]);
  if (x->mode == MODE_CONSTANT)
    {
      const char *value = const_text (c, x->val);

      if (strcmp (value, expr) != 0)
        g_string_append_printf (out, " %s", value);
    }
  if (has_type && type_is_valid (x->type))
    {
      g_string_append_printf (out, " of %stype %s", type_is_generic (x->type) ? "generic " : "",
                              type_text (c, x->type));
      if (x->type->kind == KIND_TYPE_PARAM)
        g_string_append_printf (out, " constrained by %s%s", type_text (c, x->type->tparam.bound),
                                type_set_is_empty (type_interface_set (c->unit, x->type)) ? " with empty type set"
                                                                                          : "");
    }
  else if (has_type)
    g_string_append (out, " with invalid type");
  g_string_append_c (out, ')');
  return keep (c, g_string_free (out, FALSE));
}

/* "(int, number, ...string)", as in the have and want lines. Caller frees. */
char *
types_summary (Checker *c, Type *const *types, int n, bool variadic)
{
  GString *out = g_string_new ("(");

  for (int i = 0; i < n; i++)
    {
      const Type *t = types[i];

      if (i > 0)
        g_string_append (out, ", ");
      if (t == NULL || !type_is_valid (t))
        g_string_append (out, "unknown type");
      else if (type_is_untyped (t))
        g_string_append (out, type_is_numeric (t) ? "number" : t->basic.name + strlen ("untyped "));
      else if (variadic && i == n - 1)
        g_string_append_printf (out, "...%s", type_text (c, t->slice.elem));
      else
        g_string_append (out, type_text (c, t));
    }
  g_string_append_c (out, ')');
  return g_string_free (out, FALSE);
}

char *
lang_format_pos (const LangUnit *unit, Pos pos)
{
  if (!pos_is_known (pos))
    return g_strdup ("?");
  return g_strdup_printf ("%s:%u:%u", unit->files[pos.file].name, pos.line, pos.col);
}

char *
lang_format_diagnostic (const LangUnit *unit, const Diagnostic *d)
{
  g_autofree char *pos = NULL;

  if (!pos_is_known (d->pos))
    return g_strdup (d->text);
  if (d->pos.col >= LANG_MAX_COLUMN)
    return g_strdup_printf ("%s:%u: %s", unit->files[d->pos.file].name, d->pos.line, d->text);
  pos = lang_format_pos (unit, d->pos);
  return g_strdup_printf ("%s: %s", pos, d->text);
}

/* ---- Packages ---- */

Package *
package_new (LangUnit *unit, const char *path, const char *name)
{
  Package *pkg = ARENA_NEW (unit->arena, Package);

  pkg->path = arena_intern_string (unit->arena, path);
  pkg->name = arena_intern_string (unit->arena, name);
  return pkg;
}

static void
parser_error_cb (void *data, Pos pos, const char *text, bool unsupported)
{
  unit_report (data, pos, text, unsupported);
}

static uint16_t
add_file (LangUnit *unit, const char *name, const char *source, gsize len)
{
  struct { SourceFile *v; int n; } list = { unit->files, unit->n_files };
  SourceFile file = { .name = arena_intern_string (unit->arena, name), .len = len };
  char *copy = arena_alloc (unit->arena, len + 1);

  if (len > 0)
    memcpy (copy, source, len);
  file.source = copy;
  ARENA_APPEND (unit->arena, &list, file);
  unit->files = list.v;
  unit->n_files = list.n;
  return (uint16_t) (list.n - 1);
}

static FileSyntax *
parse_source (LangUnit *unit, uint16_t file)
{
  ParserInput input = {
    .arena = unit->arena, .file = file, .name = unit->files[file].name, .source = unit->files[file].source,
    .len = unit->files[file].len, .error = parser_error_cb, .data = unit,
  };

  return parse_file (&input);
}

static void
append_package (LangUnit *unit, Package *pkg)
{
  struct { Package **v; int n; } list = { unit->packages, unit->n_packages };

  ARENA_APPEND (unit->arena, &list, pkg);
  unit->packages = list.v;
  unit->n_packages = list.n;
}

static void
append_func (LangUnit *unit, Func *func)
{
  struct { Func **v; int n; } list = { unit->funcs, unit->n_funcs };

  func->index = (uint32_t) list.n;
  ARENA_APPEND (unit->arena, &list, func);
  unit->funcs = list.v;
  unit->n_funcs = list.n;
  for (int i = 0; i < func->n_literals; i++)
    append_func (unit, func->literals[i]);
}

static void
collect_results (Checker *c)
{
  LangUnit *unit = c->unit;

  for (int i = 0; i < c->pkg->n_literals; i++)
    append_func (unit, c->pkg->literals[i]);
  for (guint i = 0; i < c->objects->len; i++)
    {
      const Object *obj = c->objects->pdata[i];

      if (obj->kind == OBJ_FUNC && obj->func.func != NULL)
        append_func (unit, obj->func.func);
    }
  for (guint i = 0; i < c->instances->len; i++)
    append_func (unit, c->instances->pdata[i]);
  for (int i = 0; i < c->pkg->globals.n; i++)
    {
      c->pkg->globals.v[i]->var.index = unit->globals.n;
      ARENA_APPEND (unit->arena, &unit->globals, c->pkg->globals.v[i]);
    }
}

/* What a library package imports may only be used by bodies that are left out. */
static void
report_unused_imports (Checker *c)
{
  if (c->pkg->is_std)
    return;
  for (guint i = 0; i < c->imports->len; i++)
    {
      const Object *obj = c->imports->pdata[i];
      const char *path = obj->package.imported->path;
      const char *slash = strrchr (path, '/');
      const char *last = slash != NULL ? slash + 1 : path;

      if (obj->used || strcmp (obj->name, "_") == 0)
        continue;
      if (strcmp (obj->name, ".") == 0 || strcmp (obj->name, last) == 0)
        check_error (c, obj->pos, "\"%s\" imported and not used", path);
      else
        check_error (c, obj->pos, "\"%s\" imported as %s and not used", path, obj->name);
    }
}

/* After a check without errors, as the compiler does: functions of a program need a body. */
static void
report_missing_bodies (Checker *c)
{
  if (c->pkg->is_std || c->unit->any_package || unit_has_errors (c->unit))
    return;
  for (guint i = 0; i < c->objects->len; i++)
    {
      const Object *obj = c->objects->pdata[i];

      if (obj->kind == OBJ_FUNC && obj->func.decl->func.body == NULL)
        check_error (c, obj->func.decl->pos, "missing function body");
    }
}

static void
check_package (LangUnit *unit, Package *pkg, FileSyntax *file)
{
  Checker checker = { .unit = unit, .arena = unit->arena, .pkg = pkg };
  Checker *c = &checker;
  void *outer = unit->priv;

  c->objects = g_ptr_array_new ();
  c->imports = g_ptr_array_new ();
  c->path = g_ptr_array_new ();
  c->interfaces = g_ptr_array_new ();
  c->methods = g_ptr_array_new ();
  c->instances = g_ptr_array_new ();
  c->with_deps = g_ptr_array_new ();
  c->delayed = g_array_new (FALSE, FALSE, CHECK_DELAYED_BYTES);
  c->last = g_array_new (FALSE, FALSE, CHECK_DELAYED_BYTES);
  c->mono = mono_new ();
  unit->priv = c;
  pkg->files = ARENA_NEW (unit->arena, FileSyntax *);
  pkg->files[0] = file;
  pkg->n_files = 1;
  pkg->scope = scope_new (c, unit->universe);
  c->file_scope = scope_new (c, pkg->scope);

  check_collect_objects (c, file);
  if (!c->package_missing) /* else go build does not get to the compiler */
    {
      check_package_objects (c);
      check_process_delayed (c, 0);
      check_init_order (c);
      report_unused_imports (c);
      if (unit->diagnostics->len == 0)
        mono_check (c);
      check_interface_cycles (c);
      report_missing_bodies (c);
      check_process_last (c);
    }
  collect_results (c);
  append_package (unit, pkg);

  unit->priv = outer;
  for (guint i = 0; i < c->with_deps->len; i++)
    {
      DeclInfo *info = c->with_deps->pdata[i];

      g_clear_pointer (&info->dep_set, g_hash_table_destroy);
    }
  g_ptr_array_unref (c->with_deps);
  g_ptr_array_unref (c->objects);
  g_ptr_array_unref (c->imports);
  g_ptr_array_unref (c->path);
  g_ptr_array_unref (c->interfaces);
  g_ptr_array_unref (c->methods);
  g_ptr_array_unref (c->instances);
  g_array_unref (c->delayed);
  g_array_unref (c->last);
  mono_free (c->mono);
}

/* NULL: not one of ours. Where nothing is run, an outline tells more than what we have of a package. */
static GString *
std_source (const LangUnit *unit, const char *path)
{
  const StdOutline *outline = unit->any_package && !unit->no_std ? stdlib_find_outline (path) : NULL;
  const StdSource *std = unit->no_std ? NULL : stdlib_find (path);
  GString *source;

  if (outline != NULL && !outline->adds)
    return g_string_new_len (outline->source, (gssize) outline->len);
  if (std == NULL)
    return NULL;
  source = unit->reach != NULL ? std_reach_source (unit->reach, std) : g_string_new_len (std->source, (gssize) std->len);
  if (outline != NULL)
    g_string_append_len (source, outline->source, (gssize) outline->len);
  return source;
}

Package *
unit_import (LangUnit *unit, const char *path)
{
  g_autoptr (GString) source = NULL;
  g_autofree char *name = NULL;
  uint16_t file_index;
  FileSyntax *file;
  Package *pkg;

  if (strcmp (path, "unsafe") == 0)
    return unit->unsafe;
  for (int i = 0; i < unit->n_packages; i++)
    if (strcmp (unit->packages[i]->path, path) == 0)
      return unit->packages[i];
  source = std_source (unit, path);
  if (source == NULL)
    return NULL;
  name = g_strdup_printf ("$GOROOT/src/%s.go", path);
  file_index = add_file (unit, name, source->str, source->len);
  file = parse_source (unit, file_index);
  if (file == NULL)
    return NULL;
  pkg = package_new (unit, path, file->package_name->name.text);
  pkg->is_std = true;
  unit->files[file_index].pkg = pkg;
  check_package (unit, pkg, file);
  return pkg;
}

Object *
lang_unit_lookup (const LangUnit *unit, const char *package_path, const char *name)
{
  const char *interned = arena_intern_string (unit->arena, name);

  for (int i = 0; i < unit->n_packages; i++)
    if (strcmp (unit->packages[i]->path, package_path) == 0)
      return scope_lookup (unit->packages[i]->scope, interned);
  return NULL;
}

/* ---- The unit ---- */

static void
require_main (LangUnit *unit, const LangOptions *options)
{
  Object *obj;

  if (options != NULL && options->any_package)
    return;
  obj = scope_lookup (unit->main->scope, arena_intern_string (unit->arena, "main"));
  if (obj != NULL && obj->kind == OBJ_FUNC)
    unit->main_func = obj->func.func;
  else if (!unit_has_errors (unit))
    unit_report (unit, (Pos) { 0 }, "runtime.main_main·f: function main is undeclared in the main package", false);
}

static void
check_program (LangUnit *unit, const char *name, const char *source, gsize len, const LangOptions *options)
{
  FileSyntax *file;
  uint16_t index = add_file (unit, name, source, len);

  file = parse_source (unit, index);
  if (file == NULL || unit->report->syntax_errors || unit->report->unsupported)
    return;
  if (strcmp (file->package_name->name.text, "_") == 0)
    {
      unit_report (unit, file->package_name->pos, "invalid package name _", false);
      return;
    }
  unit->main =
      package_new (unit, strcmp (file->package_name->name.text, "main") == 0 ? "main" : "command-line-arguments",
                   file->package_name->name.text);
  unit->files[index].pkg = unit->main;
  if (strcmp (unit->main->name, "main") != 0 && (options == NULL || !options->any_package))
    {
      g_autofree char *text = g_strdup_printf ("package %s is not a main package: there is nothing to run",
                                               unit->main->name);

      unit_report (unit, file->package_name->pos, text, true);
      return;
    }
  if (options == NULL || !options->whole_library)
    unit->reach = std_reach_new (source, len);
  /* Every program has the runtime: its panics are errors of these types. */
  if (!unit->no_std)
    unit_import (unit, "runtime");
  check_package (unit, unit->main, file);
  require_main (unit, options);
}

LangUnit *
lang_check (const char *name, const char *source, gsize len, const LangOptions *options)
{
  LangUnit *unit = g_new0 (LangUnit, 1);
  gsize limit = options != NULL && options->max_source_bytes != 0 ? options->max_source_bytes : LANG_MAX_SOURCE_BYTES;

  unit->arena = arena_new ();
  unit->consts = const_pool_new ();
  unit->report = g_new0 (struct Report, 1);
  unit->report->aside = g_ptr_array_new_with_free_func (diagnostic_free);
  unit->diagnostics = g_ptr_array_new_with_free_func (diagnostic_free);
  unit->no_std = options != NULL && options->no_std;
  unit->any_package = options != NULL && options->any_package;
  universe_init (unit);
  if (len > limit)
    {
      g_autofree char *text = g_strdup_printf (
          "the file is too large: %" G_GSIZE_FORMAT " bytes; at most %" G_GSIZE_FORMAT " are read", len, limit);

      add_file (unit, name, "", 0);
      unit_report (unit, (Pos) { .line = 1, .col = 1 }, text, true);
    }
  else
    check_program (unit, name, source, len, options);
  g_clear_pointer (&unit->reach, std_reach_free);
  report_aside (unit);
  if (!unit->report->stopped)
    finish_diagnostics (unit);
  return unit;
}

bool
lang_unit_ok (const LangUnit *unit)
{
  return unit->diagnostics->len == 0;
}

void
lang_unit_free (LangUnit *unit)
{
  if (unit == NULL)
    return;
  g_ptr_array_unref (unit->diagnostics);
  g_clear_pointer (&unit->canonical_types, g_hash_table_destroy);
  g_free (unit->report->last_text);
  g_ptr_array_unref (unit->report->aside);
  g_free (unit->report);
  g_ptr_array_unref (unit->scopes);
  const_pool_free (unit->consts);
  arena_free (unit->arena);
  g_free (unit);
}
