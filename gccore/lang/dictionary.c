#include "lang/dictionary.h"

/* Whether calls of func, an instance or a method of one, are handed a dictionary. */
static bool
is_taken_by (const Object *func)
{
  return func->kind == OBJ_FUNC && func->func.origin != NULL;
}

/* The declared function around func; NULL: it is a package variable's initialiser. */
static const Object *
declared_around (const Func *func)
{
  while (func->outer)
    func = func->outer;
  return func->obj;
}

/* Whose dictionary it is: the generic function or type. */
static Object *
dictionary_owner (const Func *func)
{
  const Object *declared = declared_around (func);

  return declared->func.base_name ? declared->func.base_name : declared->func.origin;
}

static DictionaryMethod *
find_method (const DictionaryMethodList *methods, const Type *tparam, const char *name)
{
  for (int i = 0; i < methods->n; i++)
    if (methods->v[i].tparam == tparam->tparam.index && methods->v[i].name == name)
      return &methods->v[i];
  return NULL;
}

void
dictionary_note_method (Arena *arena, const Func *func, const Type *tparam, const char *name, Pos pos)
{
  DictionaryMethodList *methods = &dictionary_owner (func)->dictionary;
  const DictionaryMethod method = { tparam->tparam.index, name, pos };
  DictionaryMethod *known = find_method (methods, tparam, name);

  if (known == NULL)
    ARENA_APPEND (arena, methods, method);
  else if (pos_compare (pos, known->pos) < 0)
    known->pos = pos;
}

int
dictionary_method_word (const Func *func, const Type *tparam, const char *name)
{
  const DictionaryMethodList *methods = &dictionary_owner (func)->dictionary;
  const DictionaryMethod *method = find_method (methods, tparam, name);
  int word = 0;

  for (int i = 0; i < methods->n; i++)
    word += pos_compare (methods->v[i].pos, method->pos) < 0;
  return word;
}

bool
dictionary_has_methods_of (Expr *x)
{
  const Expr *pattern = expr_unparen (x)->pattern;
  const Type *type = pattern ? pattern->type : NULL;

  if (type && type->kind == KIND_POINTER)
    type = type->pointer.elem;
  return type && type->kind == KIND_TYPE_PARAM;
}

bool
dictionary_among_operands (const Expr *call)
{
  switch (call->call.kind)
    {
    case CALL_FUNC: return is_taken_by (call->call.callee);
    case CALL_METHOD:
      return is_taken_by (call->call.callee)
             || dictionary_has_methods_of (expr_unparen (call->call.fun)->selector.x);
    default: return false;
    }
}

bool
dictionary_captured_in (const Func *func)
{
  const Object *declared = declared_around (func);

  return declared && declared->func.n_targs > 0;
}

static bool
is_made_with (const Object *instance, const Type *t)
{
  for (int i = 0; i < instance->func.n_targs; i++)
    if (type_identical (t, instance->func.targs[i]))
      return true;
  if (t->kind == KIND_POINTER)
    return is_made_with (instance, t->pointer.elem);
  for (int i = 0; t->kind == KIND_NAMED && i < t->named.n_targs; i++)
    if (is_made_with (instance, t->named.targs[i]))
      return true;
  return false;
}

bool
dictionary_tells_type (const Func *func, const Type *t)
{
  const Object *declared = declared_around (func);

  return declared && is_made_with (declared, t);
}

static bool
is_open (const Type *t)
{
  if (t->kind == KIND_POINTER)
    t = t->pointer.elem;
  return t->kind == KIND_NAMED && t->named.shape.open;
}

static bool
is_open_function (const Object *obj)
{
  return obj && obj->kind == OBJ_FUNC && obj->func.open;
}

bool
dictionary_held_by_value (const Expr *x)
{
  const Expr *pattern = x->pattern;

  if (!pattern)
    return false;
  switch (pattern->kind)
    {
    case EXPR_INDEX: return pattern->index.is_instance && is_open_function (pattern->index.obj);
    case EXPR_NAME: return is_open_function (pattern->name.obj);
    case EXPR_SELECTOR:
      if (pattern->selector.kind == SEL_METHOD_EXPR)
        return is_open (pattern->selector.recv);
      return pattern->selector.kind == SEL_PACKAGE && is_open_function (pattern->selector.obj);
    default: return false;
    }
}
