#include "lang/check_mono.h"

#include <string.h>

/* Type expressions. Go 1.22 cmd/compile/internal/types2/typexpr.go, struct.go, signature.go. */

/* ---- Making types ---- */

Type *
type_new (Checker *c, TypeKind kind)
{
  Type *t = ARENA_NEW (c->arena, Type);

  t->kind = kind;
  if (kind == KIND_INTERFACE)
    t->iface.unit = c->unit;
  return t;
}

Type *
type_invalid (Checker *c)
{
  return c->unit->basic[KIND_INVALID];
}

Type *
type_new_pointer (Checker *c, Type *elem)
{
  Type *t = type_new (c, KIND_POINTER);

  t->pointer.elem = elem;
  return t;
}

Type *
type_new_slice (Checker *c, Type *elem)
{
  Type *t = type_new (c, KIND_SLICE);

  t->slice.elem = elem;
  return t;
}

Type *
type_new_tuple (Checker *c, Type *const *types, int n)
{
  Type *t = type_new (c, KIND_TUPLE);

  for (int i = 0; i < n; i++)
    {
      Object *var = var_new (c, VAR_RESULT, (Pos) { 0 }, "", types[i]);

      ARENA_APPEND (c->arena, &t->tuple.vars, var);
    }
  return t;
}

/* ---- Core types (Go 1.22 types2/under.go) ---- */

static Type *
core (Checker *c, Type *t, bool strings)
{
  const TypeSet *set;
  Type *result = NULL;
  bool has_string = false;

  if (t->kind != KIND_TYPE_PARAM)
    return type_underlying (t);
  set = type_interface_set (c->unit, t);
  if (set->all_types || set->n_terms == 0)
    return NULL;
  for (int i = 0; i < set->n_terms; i++)
    {
      Type *under = type_underlying (set->terms[i].type);

      if (strings && type_is_string (under))
        {
          under = type_new_slice (c, c->unit->byte_type);
          has_string = true;
        }
      if (result != NULL && result->kind == KIND_CHAN && under->kind == KIND_CHAN
          && type_identical (result->chan.elem, under->chan.elem)
          && (result->chan.dir == CHAN_BOTH || under->chan.dir == CHAN_BOTH))
        result = result->chan.dir == CHAN_BOTH ? under : result;
      else if (result != NULL && !type_identical (result, under))
        return NULL;
      else
        result = under;
    }
  return has_string ? c->unit->basic[KIND_STRING] : result;
}

Type *
check_core_type (Checker *c, Type *t)
{
  return core (c, t, false);
}

Type *
check_core_string (Checker *c, Type *t)
{
  return core (c, t, true);
}

/* ---- Variables must not have constraint types ---- */

typedef struct {
  Pos pos;
  Type *type;
} VarTypeCheck;

static void
check_var_type_later (Checker *c, void *data)
{
  const VarTypeCheck *check = data;
  const TypeSet *set;

  if (!type_is_interface (check->type))
    return;
  set = type_interface_set (c->unit, check->type);
  if (set->comparable)
    check_error (c, check->pos, "cannot use type %s outside a type constraint: interface is (or embeds) comparable",
                 type_text (c, check->type));
  else if (!set->all_types)
    check_error (c, check->pos, "cannot use type %s outside a type constraint: interface contains type constraints",
                 type_text (c, check->type));
}

void
check_valid_var_type (Checker *c, Expr *x, Type *t)
{
  VarTypeCheck *check;

  if (t->kind != KIND_NAMED && t->kind != KIND_INTERFACE)
    return;
  check = ARENA_NEW (c->arena, VarTypeCheck);
  check->pos = expr_start (x);
  check->type = t;
  check_later (c, check_var_type_later, check);
}

Type *
check_var_type (Checker *c, Expr *x)
{
  Type *t = check_defined_type (c, x, NULL);

  check_valid_var_type (c, x, t);
  return t;
}

Type *
check_type (Checker *c, Expr *x)
{
  return check_defined_type (c, x, NULL);
}

void
check_set_def (Object *def, Type *t)
{
  if (def != NULL && def->type != NULL && def->type->kind == KIND_NAMED)
    def->type->named.underlying = t;
}

/* ---- Arrays ---- */

static void
complain_about_length (Checker *c, Operand *x)
{
  if (type_is_integer (x->type))
    check_error (c, operand_pos (x), "invalid array length %s", operand_text (c, x));
  else
    check_error (c, operand_pos (x), "array length %s must be integer", operand_text (c, x));
}

int64_t
check_array_length (Checker *c, Expr *e)
{
  Operand x;
  int64_t len;

  if (e->kind == EXPR_NAME)
    {
      Object *obj = scope_find (c->env.scope, e->name.text, NULL);

      if (obj == NULL)
        {
          check_error (c, e->pos, "undefined array length %s or missing type constraint", e->name.text);
          return -1;
        }
      if (obj->kind != OBJ_CONST)
        {
          check_error (c, e->pos, "invalid array length %s", e->name.text);
          return -1;
        }
    }
  check_expr (c, &x, e);
  if (x.mode != MODE_CONSTANT)
    {
      if (x.mode != MODE_INVALID)
        check_error (c, operand_pos (&x), "array length %s must be constant", operand_text (c, &x));
      return -1;
    }
  if ((type_is_untyped (x.type) || type_is_integer (x.type)) && const_to_int64 (x.val, &len) && len >= 0)
    {
      check_update_expr_type (c, e, c->unit->basic[KIND_INT], true);
      return len;
    }
  complain_about_length (c, &x);
  return -1;
}

static Type *
array_type (Checker *c, Expr *x, Object *def)
{
  Type *t = type_new (c, KIND_ARRAY);

  check_set_def (def, t);
  t->incomplete = true;
  t->array.elem = type_invalid (c);
  if (x->array.len != NULL)
    t->array.len = check_array_length (c, x->array.len);
  else
    {
      check_error (c, x->pos, "invalid use of [...] array (outside a composite literal)");
      t->array.len = -1;
    }
  t->array.elem = check_var_type (c, x->array.elem);
  t->incomplete = false;
  return t->array.len >= 0 ? t : NULL;
}

/* ---- Structs ---- */

/* The name of an embedded field, or NULL if the syntax has none. */
static Expr *
embedded_name (Expr *x)
{
  switch (x->kind)
    {
    case EXPR_NAME:
      return x;
    case EXPR_STAR:
      return x->star.x->kind == EXPR_STAR ? NULL : embedded_name (x->star.x);
    case EXPR_SELECTOR:
      return x->selector.name;
    case EXPR_INDEX:
      return embedded_name (x->index.x);
    default:
      return NULL;
    }
}

typedef struct {
  Pos pos;
  Type *type;
} EmbeddedCheck;

static void
check_embedded_later (Checker *c, void *data)
{
  const EmbeddedCheck *check = data;
  bool is_pointer;
  Type *t = type_deref (check->type, &is_pointer);

  switch (type_underlying (t)->kind)
    {
    case KIND_UNSAFE_POINTER:
      check_error (c, check->pos, "embedded field type cannot be unsafe.Pointer");
      break;
    case KIND_POINTER:
      check_error (c, check->pos, "embedded field type cannot be a pointer");
      break;
    case KIND_INTERFACE:
      if (t->kind == KIND_TYPE_PARAM)
        check_error (c, check->pos, "embedded field type cannot be a (pointer to a) type parameter");
      else if (is_pointer)
        check_error (c, check->pos, "embedded field type cannot be a pointer to an interface");
      break;
    default:
      break;
    }
}

static const char *
field_tag (Checker *c, const Expr *tag)
{
  const ConstVal *value;

  if (tag == NULL || tag->literal.bad)
    return "";
  if (tag->literal.kind != LIT_STRING)
    {
      check_error (c, tag->pos, "invalid syntax tree: incorrect tag syntax: \"%.*s\"", (int) tag->literal.len,
                   tag->literal.text);
      return "";
    }
  value = const_from_literal (c->unit->consts, LIT_STRING, tag->literal.text, tag->literal.len);
  return arena_intern (c->arena, value->string.bytes, value->string.len);
}

static void
add_field (Checker *c, Type *t, Expr *name, Pos pos, Type *type, const Expr *tag, bool embedded)
{
  struct { Field *v; int n; } list = { t->struct_.fields, t->struct_.n };
  Field field = { .tag = field_tag (c, tag) };
  Object *var = var_new (c, VAR_FIELD, pos, name->name.text, type);

  var->var.embedded = embedded;
  var->var.index = list.n;
  field.var = var;
  if (strcmp (var->name, "_") != 0)
    for (int i = 0; i < list.n; i++)
      if (list.v[i].var->name == var->name)
        {
          check_error (c, pos, "%s redeclared\n\t%s: other declaration of %s", var->name,
                       pos_text (c, list.v[i].var->pos), var->name);
          return;
        }
  name->name.obj = var;
  ARENA_APPEND (c->arena, &list, field);
  t->struct_.fields = list.v;
  t->struct_.n = list.n;
}

static Type *
struct_type (Checker *c, Expr *x, Object *def)
{
  Type *t = type_new (c, KIND_STRUCT);
  const FieldList *fields = &x->struct_type.fields;
  Type *type = NULL;
  Type *building = type_new (c, KIND_STRUCT);

  check_set_def (def, t);
  t->incomplete = true;
  for (int i = 0; i < fields->n; i++)
    {
      const FieldSyntax *field = &fields->v[i];
      Expr *name = field->name;

      if (i == 0 || field->type != fields->v[i - 1].type)
        type = check_var_type (c, field->type);
      if (name == NULL)
        {
          EmbeddedCheck *check;

          name = embedded_name (field->type);
          if (name == NULL)
            continue; /* the parser does not make such a field */
          check = ARENA_NEW (c->arena, EmbeddedCheck);
          check->pos = expr_start (field->type);
          check->type = type;
          /* A name of its own: the one in the type denotes the type. */
          name = arena_copy (c->arena, name, sizeof *name);
          add_field (c, building, name, name->pos, type, field->tag, true);
          check_later (c, check_embedded_later, check);
        }
      else
        add_field (c, building, name, name->pos, type, field->tag, false);
    }
  t->struct_ = building->struct_;
  t->incomplete = false;
  return t;
}

/* ---- Functions ---- */

/* Their names are declared when all types of the signature are known, as they are no names in these. */
static void
collect_params (Checker *c, const FieldList *list, VarKind kind, ObjectList *out, bool *variadic)
{
  Type *type = NULL;

  for (int i = 0; i < list->n; i++)
    {
      const FieldSyntax *field = &list->v[i];
      Expr *syntax = field->type;
      Object *var;

      if (i == 0 || syntax != list->v[i - 1].type)
        {
          if (syntax->kind == EXPR_DOTS_TYPE)
            {
              if (variadic != NULL && i == list->n - 1)
                *variadic = true;
              else
                check_error (c, syntax->pos, "can only use ... with final parameter in list");
              type = check_var_type (c, syntax->elem.elem);
              syntax->mode = MODE_TYPE;
              syntax->type = type;
            }
          else
            type = check_var_type (c, syntax);
        }
      if (field->name != NULL)
        {
          var = var_new (c, kind, field->name->pos, field->name->name.text, type);
          field->name->name.obj = var;
        }
      else
        var = var_new (c, kind, field->pos, arena_intern_string (c->arena, ""), type);
      ARENA_APPEND (c->arena, out, var);
    }
  if (variadic != NULL && *variadic)
    {
      Object *last = out->v[out->n - 1];

      last->type = type_new_slice (c, last->type);
    }
}

static void
declare_params (Checker *c, Scope *scope, const ObjectList *params)
{
  for (int i = 0; i < params->n; i++)
    if (params->v[i]->name[0] != '\0')
      check_declare (c, scope, params->v[i]);
}

typedef struct {
  const Object *recv;
  bool has_params; /* it declares type parameters */
} ReceiverCheck;

static void
check_receiver_later (Checker *c, void *data)
{
  const ReceiverCheck *check = data;
  const Object *recv = check->recv;
  bool is_pointer;
  Type *base = type_deref (recv->type, &is_pointer);
  TypeKind under;

  if (!type_is_valid (base))
    return;
  if (base->kind == KIND_NAMED)
    {
      if (base->named.n_targs > 0 && !check->has_params)
        {
          check_error (c, recv->pos, "cannot define new methods on instantiated type %s", type_text (c, base));
          return;
        }
      if (base->named.obj->pkg != c->pkg)
        {
          check_error (c, recv->pos, "cannot define new methods on non-local type %s", type_text (c, base));
          return;
        }
      under = type_underlying (base)->kind;
      if (under == KIND_UNSAFE_POINTER)
        check_error (c, recv->pos, "invalid receiver type %s (unsafe.Pointer)", type_text (c, base));
      else if (under == KIND_POINTER || under == KIND_INTERFACE)
        check_error (c, recv->pos, "invalid receiver type %s (pointer or interface type)", type_text (c, base));
    }
  else if (base->kind < KIND_ARRAY)
    check_error (c, recv->pos, "cannot define new methods on non-local type %s", type_text (c, base));
  else
    check_error (c, recv->pos, "invalid receiver type %s", type_text (c, recv->type));
}

/* Fills sig; parameters are declared in scope. fdecl: the declaration with receiver, or NULL. */
void
check_func_type (Checker *c, Type *sig, Decl *fdecl, Expr *syntax, Scope *scope)
{
  Scope *outer = c->env.scope;
  ObjectList recv = { 0 }, params = { 0 }, results = { 0 };
  bool variadic = false;

  c->env.scope = scope;
  if (fdecl != NULL && fdecl->func.tparams.n > 0)
    generic_declare_tparams (c, scope, &fdecl->func.tparams, &sig->func.tparams);
  if (fdecl != NULL && fdecl->func.recv != NULL)
    {
      FieldList list = { fdecl->func.recv, 1 };
      ReceiverCheck *check = ARENA_NEW (c->arena, ReceiverCheck);

      collect_params (c, &list, VAR_RECV, &recv, NULL);
      sig->func.recv = recv.v[0];
      check->recv = recv.v[0];
      check->has_params = generic_receiver_index (fdecl->func.recv->type) != NULL;
      check_later (c, check_receiver_later, check);
    }
  /* Until all are known the function has none: it may be met in its own types. */
  collect_params (c, &syntax->func_type.params, VAR_PARAM, &params, &variadic);
  collect_params (c, &syntax->func_type.results, VAR_RESULT, &results, NULL);
  sig->func.params = params;
  sig->func.results = results;
  sig->func.variadic = variadic;
  declare_params (c, scope, &recv);
  declare_params (c, scope, &sig->func.params);
  declare_params (c, scope, &sig->func.results);
  c->env.scope = outer;
}

static Type *
func_type (Checker *c, Expr *x, Object *def)
{
  Type *t = type_new (c, KIND_FUNC);

  check_set_def (def, t);
  check_func_type (c, t, NULL, x, scope_new (c, c->env.scope));
  return t;
}

/* ---- Maps, channels, pointers ---- */

static void
check_map_key_later (Checker *c, void *data)
{
  Expr *x = data;
  Type *key = x->map.key->type;

  if (!type_is_valid (key) || type_comparable (key))
    return;
  check_error (c, expr_start (x->map.key), "invalid map key type %s%s", type_text (c, key),
               key->kind == KIND_TYPE_PARAM ? " (missing comparable constraint)" : "");
}

static Type *
map_type (Checker *c, Expr *x, Object *def)
{
  Type *t = type_new (c, KIND_MAP);

  check_set_def (def, t);
  t->incomplete = true;
  t->map.key = type_invalid (c);
  t->map.elem = type_invalid (c);
  t->map.key = check_var_type (c, x->map.key);
  t->map.elem = check_var_type (c, x->map.value);
  t->incomplete = false;
  check_later (c, check_map_key_later, x);
  return t;
}

static Type *
chan_type (Checker *c, Expr *x, Object *def)
{
  Type *t = type_new (c, KIND_CHAN);

  check_set_def (def, t);
  t->chan.dir = x->chan.dir;
  t->chan.elem = type_invalid (c);
  t->chan.elem = check_var_type (c, x->chan.elem);
  return t;
}

static Type *
pointer_type (Checker *c, Expr *x, Object *def)
{
  Type *t = type_new_pointer (c, type_invalid (c));

  check_set_def (def, t);
  t->pointer.elem = check_var_type (c, x->star.x);
  return type_is_valid (t->pointer.elem) ? t : type_invalid (c);
}

static Type *
slice_type (Checker *c, Expr *x, Object *def)
{
  Type *t = type_new_slice (c, type_invalid (c));

  check_set_def (def, t);
  t->incomplete = true;
  t->slice.elem = check_var_type (c, x->elem.elem);
  t->incomplete = false;
  return t;
}

/* ---- Sizes ---- */

/* The compiler's limits: cmd/compile/internal/types/size.go. */
#define MAX_CHAN_ELEM_BYTES (1u << 16)

/* x: the syntax of an array, struct or channel type. */
static void
check_size_later (Checker *c, void *data)
{
  const Expr *x = data;

  if (!type_is_valid (x->type))
    return;
  if (x->type->kind == KIND_CHAN)
    {
      if (type_size (x->type->chan.elem) >= MAX_CHAN_ELEM_BYTES)
        check_error (c, x->pos, "channel element type too large (>64kB)");
    }
  else if (type_size (x->type) > TYPE_MAX_BYTES)
    check_error (c, x->pos, "type %s larger than address space", type_text (c, x->type));
}

/* ---- Names and instances ---- */

static Type *
named_type (Checker *c, Expr *e, Object *def)
{
  Operand x;

  if (e->kind == EXPR_NAME)
    check_ident (c, &x, e, def, true);
  else
    check_selector (c, &x, e, def, true);
  switch (x.mode)
    {
    case MODE_TYPE:
      check_set_def (def, x.type);
      return x.type;
    case MODE_INVALID:
      return NULL;
    case MODE_NO_VALUE:
      check_error (c, operand_pos (&x), "%s used as type", operand_text (c, &x));
      return NULL;
    default:
      check_error (c, operand_pos (&x), "%s is not a type", operand_text (c, &x));
      return NULL;
    }
}

typedef struct {
  Pos pos;
  Type *generic;
  Type **targs;
  int n_targs;
  ExprList list;
} InstanceCheck;

/* Whether n is the number of type arguments that a generic type needs; else reported. */
static bool
enough_targs (Checker *c, const Type *generic, int n, Pos pos)
{
  int want = generic->named.tparams.n;

  if (n == want)
    return true;
  check_error (c, pos, "%s type arguments for type %s: have %d, want %d", n < want ? "not enough" : "too many",
               generic->named.obj->name, n, want);
  return false;
}

/* When all constraints are known. */
static void
check_instance_later (Checker *c, void *data)
{
  const InstanceCheck *check = data;
  const char *why;
  int i;

  if (!enough_targs (c, check->generic, check->n_targs, check->pos))
    return;
  why = generic_unsatisfied (c, &check->generic->named.tparams, check->targs, &i);
  if (why != NULL)
    check_error (c, i < check->list.n ? expr_start (check->list.v[i]) : check->pos, "%s", why);
  else
    mono_record (c, check->pos, &check->generic->named.tparams, check->targs, &check->list);
}

static Type *type_internal (Checker *c, Expr *x, Object *def);

static Type *
instance_type (Checker *c, Expr *x, Object *def)
{
  ExprList args = { &x->index.index, 1 };
  Type *generic, *t;
  Type **targs;
  bool ok = true;
  InstanceCheck *check;

  generic = type_internal (c, x->index.x, NULL);
  if (generic == NULL)
    return NULL;
  x->index.x->mode = MODE_TYPE;
  x->index.x->type = generic;
  if (x->index.index->kind == EXPR_LIST)
    args = x->index.index->list.elems;
  if (!type_is_generic (generic))
    {
      if (type_is_valid (generic))
        {
          g_autoptr (GString) list = g_string_new (NULL);

          for (int i = 0; i < args.n; i++)
            g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", expr_text (c, args.v[i]));
          check_error (c, expr_start (x->index.x), "invalid operation: %s[%s] (%s is not a generic type)",
                       expr_text (c, x->index.x), list->str, type_text (c, generic));
        }
      return NULL;
    }
  targs = ARENA_NEW_N (c->arena, Type *, args.n);
  for (int i = 0; i < args.n; i++)
    {
      targs[i] = check_var_type (c, args.v[i]);
      ok = ok && type_is_valid (targs[i]);
    }
  if (!ok)
    return NULL;
  if (c->env.in_copy && args.n != generic->named.tparams.n)
    return NULL; /* reported where it is written */
  t = generic_instantiate_type (c, generic, targs, args.n, expr_start (x->index.x));
  check = ARENA_NEW (c->arena, InstanceCheck);
  *check = (InstanceCheck) { expr_start (x->index.x), generic, targs, args.n, args };
  check_later (c, check_instance_later, check);
  x->index.is_instance = true;
  check_set_def (def, t);
  return t;
}

static Type *
type_internal (Checker *c, Expr *x, Object *def)
{
  switch (x->kind)
    {
    case EXPR_BAD: return NULL;
    case EXPR_NAME:
    case EXPR_SELECTOR: return named_type (c, x, def);
    case EXPR_INDEX: return instance_type (c, x, def);
    case EXPR_PAREN: return check_defined_type (c, x->paren.x, def);
    case EXPR_ARRAY_TYPE: return array_type (c, x, def);
    case EXPR_SLICE_TYPE: return slice_type (c, x, def);
    case EXPR_DOTS_TYPE:
      check_error (c, x->pos, "invalid use of '...'");
      check_use (c, x->elem.elem);
      return NULL;
    case EXPR_STRUCT_TYPE: return struct_type (c, x, def);
    case EXPR_STAR: return pointer_type (c, x, def);
    case EXPR_FUNC_TYPE: return func_type (c, x, def);
    case EXPR_INTERFACE_TYPE: return check_interface_type (c, x, def);
    case EXPR_MAP_TYPE: return map_type (c, x, def);
    case EXPR_CHAN_TYPE: return chan_type (c, x, def);
    case EXPR_BINARY:
    case EXPR_UNARY:
      if ((x->kind == EXPR_BINARY && x->binary.op == OP_OR) || (x->kind == EXPR_UNARY && x->unary.op == OP_TILDE))
        return check_constraint_literal (c, x);
      /* fall through */
    default:
      check_error (c, expr_start (x), "%s is not a type", expr_text (c, x));
      check_use (c, x);
      return NULL;
    }
}

Type *
check_defined_type (Checker *c, Expr *x, Object *def)
{
  Type *t;

  if (x->mode == MODE_TYPE && x->type != NULL && def == NULL)
    return x->type; /* `a, b T`: one syntax, several uses */
  t = type_internal (c, x, def);
  if (t == NULL)
    {
      t = type_invalid (c);
      check_set_def (def, t);
    }
  else if (type_is_generic (t))
    {
      check_error (c, expr_start (x), "cannot use generic type %s without instantiation", type_text (c, t));
      t = type_invalid (c);
    }
  x->mode = MODE_TYPE;
  x->type = t;
  if (x->kind == EXPR_ARRAY_TYPE || x->kind == EXPR_STRUCT_TYPE || x->kind == EXPR_CHAN_TYPE)
    check_last (c, check_size_later, x);
  return t;
}

/* ---- Types that contain themselves ---- */

typedef struct {
  Checker *c;
  GPtrArray *nest; /* Type*: the named types whose memory is being looked at */
  GPtrArray *path; /* Type*: these and those whose type argument this memory is */
} TypeSearch;

static bool valid_type (Type *t, TypeSearch *search);

/* Reports that the memory of t is in itself: t, found for the second time, is the start of a cycle on the path. */
static void
recursive_type (Type *t, const TypeSearch *search)
{
  Checker *c = search->c;
  g_autoptr (GPtrArray) cycle = g_ptr_array_new ();
  Type *generic = t->named.origin;
  guint start = 0;

  while (search->path->pdata[start] != t)
    start++;
  for (guint i = start; i < search->path->len; i++)
    {
      const Type *named = search->path->pdata[i];
      Object *obj = arena_copy (c->arena, named->named.obj, sizeof *obj);

      if (named->named.origin != NULL)
        obj->pos = named->named.instance_pos;
      g_ptr_array_add (cycle, obj);
    }
  check_cycle_error (c, (Object *const *) cycle->pdata, (int) cycle->len);
  t->named.underlying = type_invalid (c);
  if (generic == NULL)
    return;
  generic->named.underlying = type_invalid (c);
  for (int i = 0; i < generic->named.n_instances; i++)
    generic->named.instances[i]->named.underlying = type_invalid (c);
}

/* Of an instance the generic type's right side is looked at: a copy for its arguments may have ever new ones in it. */
static bool
valid_named (Type *t, TypeSearch *search)
{
  Type *generic = t->named.origin != NULL ? t->named.origin : t;
  bool ok;

  if (t->named.valid || t->named.underlying == NULL || generic->named.rhs == NULL)
    return true;
  if (t->named.underlying->kind == KIND_INVALID)
    return false;
  if (g_ptr_array_find (search->nest, t, NULL))
    {
      recursive_type (t, search);
      return false;
    }
  g_ptr_array_add (search->nest, t);
  g_ptr_array_add (search->path, t);
  ok = valid_type (generic->named.rhs, search);
  g_ptr_array_set_size (search->nest, (int) search->nest->len - 1);
  g_ptr_array_set_size (search->path, (int) search->path->len - 1);
  t->named.valid = ok;
  return ok;
}

/* A type parameter stands for the argument of the instance that is being looked at, which is no part of its nest. */
static bool
valid_argument (const Type *t, TypeSearch *search)
{
  GPtrArray *nest = search->nest;
  Type *instance = nest->len > 0 ? nest->pdata[nest->len - 1] : NULL;
  bool ok = true;

  if (instance == NULL || instance->named.origin == NULL)
    return true;
  g_ptr_array_set_size (nest, (int) nest->len - 1);
  for (int i = 0; i < instance->named.n_targs; i++)
    if (instance->named.origin->named.tparams.v[i]->type == t)
      ok = valid_type (instance->named.targs[i], search);
  g_ptr_array_add (nest, instance);
  return ok;
}

static bool
valid_part (Type *t, void *data)
{
  return !valid_type (t, data);
}

/* Go 1.22 cmd/compile/internal/types2/validtype.go. */
static bool
valid_type (Type *t, TypeSearch *search)
{
  switch (t->kind)
    {
    case KIND_ARRAY:
    case KIND_STRUCT:
    case KIND_UNION: return !type_any_part (t, valid_part, search);
    case KIND_INTERFACE:
      for (int i = 0; i < t->iface.n_embeds; i++)
        if (!valid_type (t->iface.embeds[i], search))
          return false;
      return true;
    case KIND_NAMED: return valid_named (t, search);
    case KIND_TYPE_PARAM: return valid_argument (t, search);
    default: return true;
    }
}

void
check_valid_type (Checker *c, Type *named)
{
  g_autoptr (GPtrArray) nest = g_ptr_array_new (), path = g_ptr_array_new ();
  TypeSearch search = { c, nest, path };

  valid_type (named, &search);
}
