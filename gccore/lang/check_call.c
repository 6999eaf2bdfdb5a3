#include "lang/check_priv.h"
#include "lang/dictionary.h"

#include <string.h>

/* Calls and selectors. Go 1.22 cmd/compile/internal/types2/call.go. */

/* ---- Arguments ---- */

static void
report_count (Checker *c, Expr *call, const Type *sig, const Operand *args, int n_args, int n_params)
{
  g_autofree Type **have = g_new0 (Type *, n_args + 1), **want = g_new0 (Type *, sig->func.params.n + 1);
  g_autofree char *have_text = NULL;
  g_autofree char *want_text = NULL;
  Pos pos = expr_start (call);

  for (int i = 0; i < n_args; i++)
    have[i] = args[i].type;
  for (int i = 0; i < sig->func.params.n; i++)
    want[i] = sig->func.params.v[i]->type;
  if (n_args > n_params)
    pos = operand_pos (&args[n_params]);
  else if (n_args > 0)
    pos = operand_pos (&args[n_args - 1]);
  have_text = types_summary (c, have, n_args, false);
  want_text = types_summary (c, want, sig->func.params.n, sig->func.variadic);
  check_error (c, pos, "%s arguments in call to %s\n\thave %s\n\twant %s",
               n_args > n_params ? "too many" : "not enough", expr_text (c, call->call.fun), have_text, want_text);
}

Type *
check_param_type (const Type *sig, int i, bool packed)
{
  int last = sig->func.params.n - 1;

  if (packed && i >= last)
    return sig->func.params.v[last]->type->slice.elem;
  return sig->func.params.v[i]->type;
}

/* Checks the arguments against sig and fills in how they are passed. slots: where they stand in the tree, or NULL if
 * they come from one tuple. Returns the signature (of the instance if sig was generic), NULL after an error. */
Type *
check_arguments (Checker *c, Expr *call, Type *sig, Operand *args, int n_args, ExprList *slots)
{
  int n_params = sig->func.params.n;
  bool packed = sig->func.variadic && !call->call.has_dots;
  const char *context;

  if (call->call.has_dots && !sig->func.variadic)
    {
      check_error (c, expr_start (call), "cannot use ... in call to non-variadic %s", expr_text (c, call->call.fun));
      return NULL;
    }
  if (call->call.has_dots && call->call.args.n == 1 && n_args > 1)
    {
      check_error (c, expr_start (call), "cannot use ... with %d-valued %s", n_args,
                   expr_text (c, call->call.args.v[0]));
      return NULL;
    }
  if (packed ? n_args < n_params - 1 : n_args != n_params)
    {
      report_count (c, call, sig, args, n_args, packed ? n_params - 1 : n_params);
      return NULL;
    }
  if (!generic_call (c, call, &sig, args, n_args))
    return NULL;
  context = arena_printf (c->arena, "argument to %s", expr_text (c, call->call.fun));
  for (int i = 0; i < n_args; i++)
    {
      Type *t = check_param_type (sig, i, packed);

      check_assignment_slot (c, &args[i], slots != NULL ? &slots->v[i] : NULL, t, context);
    }
  call->call.sig = sig;
  call->call.n_fixed = packed ? n_params - 1 : -1;
  call->call.spread = slots == NULL && n_args > 0;
  return sig;
}

/* ---- Calls ---- */

static ExprUse
convert_call (Checker *c, Operand *x, Expr *call)
{
  Type *t = x->type;
  ExprList *args = &call->call.args;

  call->call.kind = CALL_CONVERSION;
  operand_invalidate (x);
  if (type_is_generic (t))
    check_error (c, expr_start (call->call.fun), "cannot use generic type %s without instantiation",
                 expr_text (c, call->call.fun));
  else if (args->n == 0)
    check_error (c, expr_start (call), "missing argument in conversion to %s", type_text (c, t));
  else if (args->n > 1)
    {
      check_use_list (c, args);
      check_error (c, expr_start (args->v[args->n - 1]), "too many arguments in conversion to %s", type_text (c, t));
    }
  else
    {
      check_expr (c, x, args->v[0]);
      /* What is wrong here the compiler leaves as it was. */
      if (x->mode != MODE_INVALID && type_is_interface (t) && type_is_constraint (t))
        check_error (c, expr_start (call),
                     "cannot use interface %s in conversion (contains specific type constraints or is comparable)",
                     type_text (c, t));
      else if (x->mode != MODE_INVALID && call->call.has_dots)
        check_error (c, expr_start (args->v[0]), "invalid use of ... in conversion to %s", type_text (c, t));
      else if (x->mode != MODE_INVALID)
        check_conversion (c, x, t, call);
    }
  x->expr = call;
  return KIND_OF_CONVERSION;
}

static void
classify_call (Expr *call)
{
  Expr *fun = expr_unparen (call->call.fun);

  call->call.kind = CALL_CLOSURE;
  if (fun->kind == EXPR_NAME && fun->name.obj != NULL && fun->name.obj->kind == OBJ_FUNC)
    {
      call->call.kind = CALL_FUNC;
      call->call.callee = fun->name.obj;
    }
  else if (fun->kind == EXPR_INDEX && fun->index.is_instance && fun->index.obj != NULL)
    {
      call->call.kind = CALL_FUNC;
      call->call.callee = fun->index.obj;
    }
  else if (fun->kind == EXPR_SELECTOR)
    switch (fun->selector.kind)
      {
      case SEL_PACKAGE:
        if (fun->selector.obj->kind == OBJ_FUNC)
          {
            call->call.kind = CALL_FUNC;
            call->call.callee = fun->selector.obj;
          }
        break;
      case SEL_METHOD:
        call->call.kind = CALL_METHOD;
        call->call.callee = fun->selector.obj;
        break;
      case SEL_IFACE_METHOD:
        call->call.kind = CALL_IFACE_METHOD;
        break;
      case SEL_METHOD_EXPR:
        call->call.kind = CALL_METHOD_EXPR;
        call->call.callee = fun->selector.obj->func.is_iface_method ? NULL : fun->selector.obj;
        break;
      default:
        break;
      }
}

static void
call_result (Operand *x, Expr *call, const Type *sig)
{
  switch (sig->func.results.n)
    {
    case 0:
      x->mode = MODE_NO_VALUE; /* the type stays the function's, for messages */
      break;
    case 1:
      x->mode = MODE_VALUE;
      x->type = sig->func.results.v[0]->type;
      break;
    default:
      x->mode = MODE_VALUE;
      x->type = sig->func.result_tuple;
      break;
    }
  x->expr = call;
}

static Type *
tuple_of_results (Checker *c, Type *sig)
{
  if (sig->func.results.n > 1 && sig->func.result_tuple == NULL)
    {
      sig->func.result_tuple = type_new (c, KIND_TUPLE);
      sig->func.result_tuple->tuple.vars = sig->func.results;
    }
  return sig;
}

static ExprUse
call_function (Checker *c, Operand *x, Expr *call)
{
  Type *sig = check_core_type (c, x->type), *used;
  Operand *args;
  bool spread;
  int n_args;

  if (x->mode == MODE_NIL || sig == NULL || sig->kind != KIND_FUNC)
    {
      check_error (c, operand_pos (x), "invalid operation: cannot call non-function %s", operand_text (c, x));
      operand_invalidate (x);
      x->expr = call;
      return KIND_OF_STATEMENT;
    }
  args = check_expr_list (c, &call->call.args, true, &n_args);
  spread =
      call->call.args.n == 1 && call->call.args.v[0]->type != NULL && call->call.args.v[0]->type->kind == KIND_TUPLE;
  if (call->call.args.n == 0)
    n_args = 0;
  used = check_arguments (c, call, sig, args, n_args, spread ? NULL : &call->call.args);
  g_free (args);
  classify_call (call);
  call_result (x, call, tuple_of_results (c, used != NULL ? used : sig));
  if (used == NULL && x->mode == MODE_VALUE && generic_mentions (&sig->func.tparams, x->type))
    operand_invalidate (x);
  c->env.has_call_or_recv = true;
  return KIND_OF_STATEMENT;
}

ExprUse
check_call (Checker *c, Operand *x, Expr *call)
{
  check_raw_expr (c, x, call->call.fun, NULL, true);
  check_exclude (c, x, true, false, false);
  check_single_value (c, x);
  switch (x->mode)
    {
    case MODE_INVALID:
      check_use_list (c, &call->call.args);
      x->expr = call;
      return KIND_OF_STATEMENT;
    case MODE_TYPE:
      return convert_call (c, x, call);
    case MODE_BUILTIN:
      {
        BuiltinId id = x->id;

        call->call.kind = CALL_BUILTIN;
        call->call.builtin = id;
        call->call.n_fixed = -1;
        if (!check_builtin (c, x, call, id))
          operand_invalidate (x);
        x->expr = call;
        if (x->mode != MODE_INVALID && x->mode != MODE_CONSTANT)
          c->env.has_call_or_recv = true;
        return builtin_use (id);
      }
    default:
      return call_function (c, x, call);
    }
}

/* ---- Selectors ---- */

/* pkg.Name; false: e does not start with a package name. */
static bool
package_selector (Checker *c, Operand *x, Expr *e)
{
  Expr *base = e->selector.x;
  const char *name = e->selector.name->name.text;
  Object *import, *member;

  if (base->kind != EXPR_NAME)
    return false;
  import = scope_find (c->env.scope, base->name.text, NULL);
  if (import == NULL || import->kind != OBJ_PACKAGE)
    return false;
  import->used = true;
  base->name.obj = import;
  base->mode = MODE_PACKAGE;
  /* What a package keeps to itself is not even known outside. */
  member = name_is_exported (name) ? scope_lookup (import->package.imported->scope, name) : NULL;
  if (member == NULL)
    {
      if (import->package.imported->is_fake)
        return true;
      if (stdlib_has_member (import->package.imported->path, name))
        check_unsupported (c, e->selector.name->pos, "%s is not supported", expr_text (c, e));
      else
        check_error (c, e->selector.name->pos, "undefined: %s", expr_text (c, e));
      return true;
    }
  e->selector.kind = SEL_PACKAGE;
  e->selector.obj = member;
  e->selector.name->name.obj = member;
  x->type = member->type;
  switch (member->kind)
    {
    case OBJ_CONST:
      x->mode = MODE_CONSTANT;
      x->val = member->value;
      break;
    case OBJ_TYPE: x->mode = MODE_TYPE; break;
    case OBJ_VAR: x->mode = MODE_VARIABLE; break;
    case OBJ_FUNC: x->mode = MODE_VALUE; break;
    case OBJ_BUILTIN:
      x->mode = MODE_BUILTIN;
      x->id = member->builtin;
      break;
    default: break;
    }
  return true;
}

static char *
change_case (const char *name)
{
  char *changed = g_strdup (name);

  changed[0] = g_ascii_isupper (name[0]) ? g_ascii_tolower (name[0]) : g_ascii_toupper (name[0]);
  return changed;
}

/* Whether real Go's type of the library has the field or method that ours lacks. */
static bool
is_left_out (const Type *t, const char *name)
{
  g_autofree char *member = NULL;
  const char *path;

  if (t->kind == KIND_POINTER)
    t = t->pointer.elem;
  if (t->kind != KIND_NAMED || t->named.obj->pkg == NULL || !t->named.obj->pkg->is_std)
    return false;
  path = t->named.obj->pkg->path;
  member = g_strconcat (t->named.obj->name, ".", name, NULL);
  return stdlib_has_member (g_str_has_prefix (path, "internal/") ? path + strlen ("internal/") : path, member);
}

static void
report_missing (Checker *c, Operand *x, Expr *e)
{
  const char *name = e->selector.name->name.text;
  const Type *under = type_underlying (x->type);
  const char *type = type_text (c, x->type);
  g_autofree char *changed = NULL;
  const char *other = "";

  if (under->kind == KIND_POINTER && type_underlying (under->pointer.elem)->kind == KIND_INTERFACE)
    {
      check_error (c, e->selector.name->pos, "%s.%s undefined (type %s is pointer to %s)", expr_text (c, x->expr), name,
                   type,
                   under->pointer.elem->kind == KIND_TYPE_PARAM ? "type parameter, not type parameter"
                                                                : "interface, not interface");
      return;
    }
  if (is_left_out (x->type, name))
    {
      check_unsupported (c, e->selector.name->pos, "%s.%s is not supported (type %s)", expr_text (c, x->expr), name, type);
      return;
    }
  changed = change_case (name);
  if (type_lookup (c->unit, x->type, x->mode == MODE_VARIABLE, c->pkg, arena_intern_string (c->arena, changed)).obj
      != NULL)
    other = arena_printf (c->arena, ", but does have %s", changed);
  check_error (c, e->selector.name->pos, "%s.%s undefined (type %s has no field or method %s%s)",
               expr_text (c, x->expr), name, type, name, other);
}

static void
report_lookup (Checker *c, Operand *x, Expr *e, const Lookup *found)
{
  const char *name = e->selector.name->name.text;
  Pos pos = e->selector.name->pos;

  if (!type_is_valid (type_underlying (x->type)))
    return;
  if (found->ambiguous)
    check_error (c, pos, "ambiguous selector %s.%s", expr_text (c, x->expr), name);
  else if (found->needs_pointer && x->mode == MODE_TYPE)
    check_error (c, pos, "invalid method expression %s.%s (needs pointer receiver (*%s).%s)", type_text (c, x->type),
                 name, type_text (c, x->type), name);
  else if (found->needs_pointer)
    check_error (c, pos, "cannot call pointer method %s on %s", name, type_text (c, x->type));
  else
    report_missing (c, x, e);
}

/* Puts a selector for each embedded field on the path between e's operand and e. */
static void
insert_steps (Checker *c, Operand *x, Expr *e, const int *path, int n)
{
  Expr *base = e->selector.x;
  Type *t = x->type;
  bool addressable = x->mode == MODE_VARIABLE;

  for (int i = 0; i < n; i++)
    {
      bool deref = type_underlying (t)->kind == KIND_POINTER;
      Type *under = deref ? type_underlying (type_underlying (t)->pointer.elem) : type_underlying (t);
      Object *field = under->struct_.fields[path[i]].var;
      Expr *step = ARENA_NEW (c->arena, Expr);
      Expr *name = ARENA_NEW (c->arena, Expr);

      addressable = addressable || deref;
      name->kind = EXPR_NAME;
      name->pos = e->selector.name->pos;
      name->name.text = field->name;
      name->name.obj = field;
      step->kind = EXPR_SELECTOR;
      step->pos = e->pos;
      step->implicit = true;
      step->mode = addressable ? MODE_VARIABLE : MODE_VALUE;
      step->type = field->type;
      step->selector.x = base;
      step->selector.name = name;
      step->selector.kind = SEL_FIELD;
      step->selector.obj = field;
      step->selector.deref = deref;
      step->selector.field_index = path[i];
      base = step;
      t = field->type;
    }
  e->selector.x = base;
}

static int
method_index (Checker *c, Type *iface, const Object *method)
{
  const ObjectList *methods = type_interface_methods (c->unit, iface);

  for (int i = 0; i < methods->n; i++)
    if (methods->v[i]->name == method->name && object_is_member (methods->v[i], method->pkg, method->name))
      return i;
  return -1;
}

static Type *
without_receiver (Checker *c, const Type *sig)
{
  Type *t = arena_copy (c->arena, sig, sizeof *sig);

  t->func.recv = NULL;
  t->canonical = NULL;
  t->codegen_id = 0;
  return t;
}

/* The pattern of a generic declaration is checked once, with the parameters' own types. */
static void
note_dictionary_method (Checker *c, const Type *t, const Expr *e)
{
  if (t->kind == KIND_TYPE_PARAM && e->pattern == e && c->env.func != NULL)
    dictionary_note_method (c->arena, c->env.func, t, e->selector.name->name.text, e->pos);
}

/* T.m: a function with the receiver as its first parameter. */
static void
method_expression (Checker *c, Operand *x, Expr *e, const Lookup *found)
{
  Object *method = found->obj;
  Type *sig;
  Object *recv;
  const char *name = "";
  const ObjectList *params;

  if (method->kind != OBJ_FUNC)
    {
      check_error (c, e->selector.name->pos, "%s.%s undefined (type %s has no method %s)", expr_text (c, x->expr),
                   e->selector.name->name.text, type_text (c, x->type), e->selector.name->name.text);
      operand_invalidate (x);
      return;
    }
  params = &method->type->func.params;
  if (params->n > 0 && params->v[0]->name[0] != '\0')
    name = method->type->func.recv != NULL && method->type->func.recv->name[0] != '\0' ? method->type->func.recv->name
                                                                                       : "_";
  note_dictionary_method (c, x->type, e);
  e->selector.kind = SEL_METHOD_EXPR;
  e->selector.obj = method;
  e->selector.name->name.obj = method;
  e->selector.recv = x->type;
  e->selector.path = found->path;
  e->selector.n_path = found->n_path;
  if (method->func.is_iface_method && type_is_interface (x->type))
    e->selector.method_index = method_index (c, x->type, method);
  sig = type_new (c, KIND_FUNC);
  recv = var_new (c, VAR_PARAM, method->pos, arena_intern_string (c->arena, name), x->type);
  ARENA_APPEND (c->arena, &sig->func.params, recv);
  for (int i = 0; i < params->n; i++)
    ARENA_APPEND (c->arena, &sig->func.params, params->v[i]);
  sig->func.results = method->type->func.results;
  sig->func.variadic = method->type->func.variadic;
  x->mode = MODE_VALUE;
  x->type = sig;
  check_add_dep (c, method);
}

static void
field_selector (Checker *c, Operand *x, Expr *e, const Lookup *found)
{
  bool deref;

  insert_steps (c, x, e, found->path, found->n_path - 1);
  if (found->n_path > 1)
    {
      x->type = e->selector.x->type;
      x->mode = e->selector.x->mode;
    }
  deref = type_underlying (x->type)->kind == KIND_POINTER;
  e->selector.kind = SEL_FIELD;
  e->selector.obj = found->obj;
  e->selector.name->name.obj = found->obj;
  e->selector.deref = deref;
  e->selector.field_index = found->path[found->n_path - 1];
  x->mode = x->mode == MODE_VARIABLE || deref ? MODE_VARIABLE : MODE_VALUE;
  x->type = found->obj->type;
}

static void
method_selector (Checker *c, Operand *x, Expr *e, const Lookup *found)
{
  Object *method = found->obj;
  Type *recv;

  note_dictionary_method (c, x->type, e);
  insert_steps (c, x, e, found->path, found->n_path);
  recv = found->n_path > 0 ? e->selector.x->type : x->type;
  e->selector.obj = method;
  e->selector.name->name.obj = method;
  if (method->func.is_iface_method)
    {
      e->selector.kind = SEL_IFACE_METHOD;
      e->selector.method_index = method_index (c, recv, method);
    }
  else
    {
      bool is_pointer = recv->kind == KIND_POINTER;

      e->selector.kind = SEL_METHOD;
      e->selector.adjust = method->func.ptr_recv == is_pointer ? RECV_AS_IS
                           : method->func.ptr_recv ? RECV_ADDRESS : RECV_DEREF;
      if (e->selector.adjust == RECV_ADDRESS)
        check_mark_address_taken (c, e->selector.x);
    }
  x->mode = MODE_VALUE;
  x->type = without_receiver (c, method->type);
  check_add_dep (c, method);
}

void
check_selector (Checker *c, Operand *x, Expr *e, Object *def, bool want_type)
{
  Lookup found;

  *x = (Operand) { .mode = MODE_INVALID, .type = type_invalid (c), .expr = e };
  if (e->implicit)
    {
      /* Inserted before, when this expression was first looked at. */
      x->mode = e->mode;
      x->type = e->type;
      return;
    }
  if (package_selector (c, x, e))
    return;
  check_expr_or_type (c, x, e->selector.x, false);
  if (x->mode == MODE_BUILTIN)
    {
      check_error (c, e->pos, "cannot select on %s", operand_text (c, x));
      operand_invalidate (x);
    }
  if (x->mode == MODE_INVALID)
    goto out;
  if (x->mode == MODE_TYPE && def != NULL && def->type == x->type)
    {
      check_cycle_error (c, &def, 1);
      operand_invalidate (x);
      goto out;
    }
  if (want_type)
    {
      check_error (c, e->selector.name->pos, "%s is not a type", expr_text (c, e));
      operand_invalidate (x);
      goto out;
    }
  found = type_lookup (c->unit, x->type, x->mode == MODE_VARIABLE, c->pkg, e->selector.name->name.text);
  if (found.obj == NULL)
    {
      report_lookup (c, x, e, &found);
      operand_invalidate (x);
      goto out;
    }
  if (found.obj->kind == OBJ_FUNC)
    check_resolve (c->unit, found.obj);
  if (x->mode == MODE_TYPE)
    method_expression (c, x, e, &found);
  else if (found.obj->kind == OBJ_VAR)
    field_selector (c, x, e, &found);
  else
    method_selector (c, x, e, &found);
out:
  x->expr = e;
}
