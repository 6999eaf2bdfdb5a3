#include "lang/check_priv.h"

#include <string.h>

/* Interface types and the unions in them. Go 1.22 cmd/compile/internal/types2/interface.go, union.go. */

static Type *
union_term (Checker *c, Expr *x, bool *tilde)
{
  Type *t;

  *tilde = x->kind == EXPR_UNARY && x->unary.op == OP_TILDE;
  t = check_type (c, *tilde ? x->unary.x : x);
  if (t->kind == KIND_TYPE_PARAM)
    {
      if (*tilde)
        check_error (c, expr_start (x->unary.x), "type in term %s cannot be a type parameter", expr_text (c, x));
      else
        check_error (c, expr_start (x), "term cannot be a type parameter");
      t = type_invalid (c);
    }
  return t;
}

/* The compiler's limit. */
#define MAX_TERMS 100

static void
add_terms (Checker *c, Type *u, Expr *x, PosList *positions)
{
  struct { UnionTerm *v; int n; } list;
  UnionTerm term;

  if (x->kind == EXPR_BINARY && x->binary.op == OP_OR)
    {
      add_terms (c, u, x->binary.x, positions);
      x = x->binary.y;
    }
  list.v = u->union_.terms;
  list.n = u->union_.n;
  term.type = union_term (c, x, &term.tilde);
  if (list.n == MAX_TERMS)
    check_error (c, expr_start (x), "cannot handle more than %d union terms (implementation limitation)", MAX_TERMS);
  ARENA_APPEND (c->arena, &list, term);
  ARENA_APPEND (c->arena, positions, expr_start (x));
  u->union_.terms = list.v;
  u->union_.n = list.n;
}

typedef struct
{
  Type *u;
  const Pos *positions; /* of its terms */
} UnionCheck;

static const char *
term_text (Checker *c, const UnionTerm *term)
{
  g_autofree char *text = type_to_string (term->type, NULL);

  return arena_printf (c->arena, "%s%s", term->tilde ? "~" : "", text);
}

/* Whether a type is in both terms; neither is an interface. */
static bool
overlap (const UnionTerm *a, const UnionTerm *b)
{
  return type_identical (b->tilde ? type_underlying (a->type) : a->type,
                         a->tilde ? type_underlying (b->type) : b->type);
}

static void
check_union_term (Checker *c, const Type *u, int i, Pos pos)
{
  const UnionTerm *term = &u->union_.terms[i];
  const TypeSet *set;

  if (!type_is_valid (term->type))
    return;
  if (type_is_interface (term->type))
    {
      if (term->tilde)
        check_error (c, pos, "invalid use of ~ (%s is an interface)", type_text (c, term->type));
      if (term->tilde)
        return;
      set = type_interface_set (c->unit, term->type);
      if (set->methods.n > 0)
        check_error (c, pos, "cannot use %s in union (%s contains methods)", term_text (c, term), term_text (c, term));
      else if (term->type == c->unit->comparable_type)
        check_error (c, pos, "cannot use comparable in union");
      else if (set->comparable)
        check_error (c, pos, "cannot use %s in union (%s embeds comparable)", term_text (c, term), term_text (c, term));
      return;
    }
  if (term->tilde && !type_identical (term->type, type_underlying (term->type)))
    {
      check_error (c, pos, "invalid use of ~ (underlying type of %s is %s)", type_text (c, term->type),
                   type_text (c, type_underlying (term->type)));
      return;
    }
  for (int k = 0; k < i; k++)
    if (type_is_valid (u->union_.terms[k].type) && !type_is_interface (u->union_.terms[k].type)
        && overlap (&u->union_.terms[k], term))
      {
        check_error (c, pos, "overlapping terms %s and %s", term_text (c, term), term_text (c, &u->union_.terms[k]));
        return;
      }
}

static void
check_union_later (Checker *c, void *data)
{
  const UnionCheck *check = data;

  for (int i = 0; i < check->u->union_.n; i++)
    check_union_term (c, check->u, i, check->positions[i]);
}

static Type *
interface_element (Checker *c, Expr *x)
{
  bool is_union =
      (x->kind == EXPR_BINARY && x->binary.op == OP_OR) || (x->kind == EXPR_UNARY && x->unary.op == OP_TILDE);
  PosList positions = { 0 };
  UnionCheck *check;
  Type *u;
  bool tilde;

  if (!is_union)
    return union_term (c, x, &tilde);
  u = type_new (c, KIND_UNION);
  add_terms (c, u, x, &positions);
  if (u->union_.n > MAX_TERMS)
    return type_invalid (c);
  check = ARENA_NEW (c->arena, UnionCheck);
  *check = (UnionCheck){ u, positions.v };
  check_later (c, check_union_later, check);
  x->mode = MODE_TYPE;
  x->type = u;
  return u;
}

static void
add_element (Checker *c, Type *t, Type *element, Pos pos)
{
  struct { Type **v; int n; } types = { t->iface.embeds, t->iface.n_embeds };
  struct { Pos *v; int n; } positions = { t->iface.embed_pos, t->iface.n_embeds };

  ARENA_APPEND (c->arena, &types, element);
  ARENA_APPEND (c->arena, &positions, pos);
  t->iface.embeds = types.v;
  t->iface.embed_pos = positions.v;
  t->iface.n_embeds = types.n;
}

static void
add_interface_method (Checker *c, Type *t, const FieldSyntax *field, Object *def)
{
  Object *method;
  Type *sig;

  if (strcmp (field->name->name.text, "_") == 0)
    {
      check_error (c, field->name->pos, "methods must have a unique non-blank name");
      return;
    }
  sig = check_type (c, field->type);
  if (sig->kind != KIND_FUNC)
    return;
  sig->func.recv = var_new (c, VAR_RECV, field->name->pos, "", def != NULL && def->type != NULL ? def->type : t);
  method = object_new (c, OBJ_FUNC, field->name->pos, field->name->name.text, sig);
  method->color = BLACK;
  method->func.is_iface_method = true;
  field->name->name.obj = method;
  ARENA_APPEND (c->arena, &t->iface.methods, method);
}

/* ---- Interfaces that need themselves without a name between ---- */

static bool in_cycle (Type *t, void *path);

/* Go 1.22 cmd/compile/internal/noder/irgen.go, cycleFinder. */
static bool
methods_in_cycle (Type *iface, GPtrArray *path)
{
  const ObjectList *methods = type_interface_methods (iface->iface.unit, iface);

  for (int i = 0; i < methods->n; i++)
    if (in_cycle (methods->v[i]->type, path))
      return true;
  return false;
}

/* Whether t leads back to an interface on the path. */
static bool
in_cycle (Type *t, void *path)
{
  if (t->kind == KIND_NAMED)
    return false;
  if (t->kind != KIND_INTERFACE)
    return type_any_part (t, in_cycle, path);
  if (t->iface.acyclic)
    return false;
  if (g_ptr_array_find (path, t, NULL))
    return true;
  g_ptr_array_add (path, t);
  if (methods_in_cycle (t, path))
    return true;
  g_ptr_array_set_size (path, (int) ((GPtrArray *) path)->len - 1);
  t->iface.acyclic = true;
  return false;
}

static int
compare_positions (gconstpointer a, gconstpointer b)
{
  return pos_compare ((*(Expr *const *) a)->pos, (*(Expr *const *) b)->pos);
}

void
check_interface_cycles (Checker *c)
{
  if (unit_has_errors (c->unit))
    return;
  g_ptr_array_sort (c->interfaces, compare_positions);
  for (guint i = 0; i < c->interfaces->len; i++)
    {
      const Expr *x = c->interfaces->pdata[i];
      g_autoptr (GPtrArray) path = g_ptr_array_new ();

      if (!methods_in_cycle (x->type, path))
        continue;
      check_error (c, x->pos, "invalid recursive type: anonymous interface refers to itself "
                              "(see https://go.dev/issue/56103)");
      for (guint k = 0; k < path->len; k++)
        ((Type *) path->pdata[k])->iface.acyclic = true;
    }
}

/* ---- Interface types ---- */

static void
compute_set_later (Checker *c, void *data)
{
  type_interface_set (c->unit, data);
}

Type *
check_interface_type (Checker *c, Expr *x, Object *def)
{
  Type *t = type_new (c, KIND_INTERFACE);
  const FieldList *elems = &x->interface_type.elems;
  const bool nested = c->env.in_interface;

  check_set_def (def, t);
  if (!nested && !c->env.in_copy && !checker_in_instance (c))
    g_ptr_array_add (c->interfaces, x);
  c->env.in_interface = true;
  for (int i = 0; i < elems->n; i++)
    if (elems->v[i].name != NULL)
      add_interface_method (c, t, &elems->v[i], def);
    else
      add_element (c, t, interface_element (c, elems->v[i].type), expr_start (elems->v[i].type));
  c->env.in_interface = nested;
  check_sort_methods (&t->iface.methods);
  t->iface.complete = true;
  check_later (c, compute_set_later, t);
  return t;
}

Type *
check_constraint_literal (Checker *c, Expr *x)
{
  Type *t = type_new (c, KIND_INTERFACE);

  t->iface.implicit = true;
  add_element (c, t, interface_element (c, x), expr_start (x));
  t->iface.complete = true;
  check_later (c, compute_set_later, t);
  return t;
}
