#include "lang/check_priv.h"

#include <string.h>

/* The predeclared names, and package unsafe. */

typedef struct {
  LangUnit *unit;
  Arena *arena;
} Builder;

static Object *
declare (Builder *b, Scope *scope, ObjectKind kind, const char *name, Type *type)
{
  Object *obj = ARENA_NEW (b->arena, Object);

  obj->kind = kind;
  obj->name = arena_intern_string (b->arena, name);
  obj->type = type;
  obj->color = BLACK;
  scope_insert (b->arena, scope, obj);
  return obj;
}

static Type *
basic_type (Builder *b, TypeKind kind, const char *name)
{
  Type *t = ARENA_NEW (b->arena, Type);

  t->kind = kind;
  t->basic.name = name;
  return t;
}

static const struct {
  TypeKind kind;
  const char *name;
} basics[] = {
  { KIND_INVALID, "invalid type" }, { KIND_BOOL, "bool" }, { KIND_INT, "int" }, { KIND_INT8, "int8" },
  { KIND_INT16, "int16" }, { KIND_INT32, "int32" }, { KIND_INT64, "int64" }, { KIND_UINT, "uint" },
  { KIND_UINT8, "uint8" }, { KIND_UINT16, "uint16" }, { KIND_UINT32, "uint32" }, { KIND_UINT64, "uint64" },
  { KIND_UINTPTR, "uintptr" }, { KIND_FLOAT32, "float32" }, { KIND_FLOAT64, "float64" },
  { KIND_COMPLEX64, "complex64" }, { KIND_COMPLEX128, "complex128" }, { KIND_STRING, "string" },
  { KIND_UNSAFE_POINTER, "unsafe.Pointer" }, { KIND_UNTYPED_BOOL, "untyped bool" }, { KIND_UNTYPED_INT, "untyped int" },
  { KIND_UNTYPED_RUNE, "untyped rune" }, { KIND_UNTYPED_FLOAT, "untyped float" },
  { KIND_UNTYPED_COMPLEX, "untyped complex" },
  { KIND_UNTYPED_STRING, "untyped string" }, { KIND_UNTYPED_NIL, "untyped nil" },
};

static const struct {
  BuiltinId id;
  const char *name;
  ExprUse use;
} builtins[] = {
  { BUILTIN_APPEND, "append", KIND_OF_EXPRESSION }, { BUILTIN_CAP, "cap", KIND_OF_EXPRESSION },
  { BUILTIN_CLEAR, "clear", KIND_OF_STATEMENT }, { BUILTIN_CLOSE, "close", KIND_OF_STATEMENT },
  { BUILTIN_COMPLEX, "complex", KIND_OF_EXPRESSION }, { BUILTIN_COPY, "copy", KIND_OF_STATEMENT },
  { BUILTIN_DELETE, "delete", KIND_OF_STATEMENT }, { BUILTIN_IMAG, "imag", KIND_OF_EXPRESSION },
  { BUILTIN_LEN, "len", KIND_OF_EXPRESSION }, { BUILTIN_MAKE, "make", KIND_OF_EXPRESSION },
  { BUILTIN_MAX, "max", KIND_OF_EXPRESSION }, { BUILTIN_MIN, "min", KIND_OF_EXPRESSION },
  { BUILTIN_NEW, "new", KIND_OF_EXPRESSION }, { BUILTIN_PANIC, "panic", KIND_OF_STATEMENT },
  { BUILTIN_PRINT, "print", KIND_OF_STATEMENT }, { BUILTIN_PRINTLN, "println", KIND_OF_STATEMENT },
  { BUILTIN_REAL, "real", KIND_OF_EXPRESSION }, { BUILTIN_RECOVER, "recover", KIND_OF_STATEMENT },
  { BUILTIN_UNSAFE_ADD, "Add", KIND_OF_EXPRESSION }, { BUILTIN_UNSAFE_ALIGNOF, "Alignof", KIND_OF_EXPRESSION },
  { BUILTIN_UNSAFE_OFFSETOF, "Offsetof", KIND_OF_EXPRESSION }, { BUILTIN_UNSAFE_SIZEOF, "Sizeof", KIND_OF_EXPRESSION },
  { BUILTIN_UNSAFE_SLICE, "Slice", KIND_OF_EXPRESSION }, { BUILTIN_UNSAFE_SLICE_DATA, "SliceData", KIND_OF_EXPRESSION },
  { BUILTIN_UNSAFE_STRING, "String", KIND_OF_EXPRESSION },
  { BUILTIN_UNSAFE_STRING_DATA, "StringData", KIND_OF_EXPRESSION },
};

G_STATIC_ASSERT (G_N_ELEMENTS (builtins) == BUILTIN_COUNT);

ExprUse
builtin_use (BuiltinId id)
{
  return builtins[id].use;
}

const char *
builtin_name (BuiltinId id)
{
  return builtins[id].name;
}

static Type *
empty_interface (Builder *b)
{
  Type *t = ARENA_NEW (b->arena, Type);

  t->kind = KIND_INTERFACE;
  t->iface.unit = b->unit;
  t->iface.complete = true;
  type_interface_set (b->unit, t);
  return t;
}

/* type error interface { Error() string } */
static void
declare_error (Builder *b)
{
  LangUnit *unit = b->unit;
  Type *named = ARENA_NEW (b->arena, Type);
  Type *iface = ARENA_NEW (b->arena, Type);
  Type *sig = ARENA_NEW (b->arena, Type);
  Object *method = ARENA_NEW (b->arena, Object);
  Object *result = ARENA_NEW (b->arena, Object);

  named->kind = KIND_NAMED;
  named->named.underlying = iface;
  named->named.obj = declare (b, unit->universe, OBJ_TYPE, "error", named);
  result->kind = OBJ_VAR;
  result->name = arena_intern_string (b->arena, "");
  result->type = unit->basic[KIND_STRING];
  result->var.kind = VAR_RESULT;
  sig->kind = KIND_FUNC;
  ARENA_APPEND (b->arena, &sig->func.results, result);
  method->kind = OBJ_FUNC;
  method->name = arena_intern_string (b->arena, "Error");
  method->type = sig;
  method->color = BLACK;
  method->func.is_iface_method = true;
  iface->kind = KIND_INTERFACE;
  iface->iface.unit = b->unit;
  iface->iface.complete = true;
  ARENA_APPEND (b->arena, &iface->iface.methods, method);
  type_interface_set (unit, iface);
  unit->error_type = named;
}

static void
declare_comparable (Builder *b)
{
  Type *named = ARENA_NEW (b->arena, Type);
  Type *iface = ARENA_NEW (b->arena, Type);
  TypeSet *set = ARENA_NEW (b->arena, TypeSet);

  set->all_types = true;
  set->comparable = true;
  iface->kind = KIND_INTERFACE;
  iface->iface.unit = b->unit;
  iface->iface.complete = true;
  iface->iface.set = set;
  named->kind = KIND_NAMED;
  named->named.underlying = iface;
  named->named.obj = declare (b, b->unit->universe, OBJ_TYPE, "comparable", named);
  b->unit->comparable_type = named;
}

static void
declare_types (Builder *b)
{
  LangUnit *unit = b->unit;

  for (gsize i = 0; i < G_N_ELEMENTS (basics); i++)
    {
      Type *t = basic_type (b, basics[i].kind, basics[i].name);

      unit->basic[basics[i].kind] = t;
      if (basics[i].kind >= KIND_BOOL && basics[i].kind <= KIND_STRING)
        declare (b, unit->universe, OBJ_TYPE, basics[i].name, t);
    }
  unit->byte_type = basic_type (b, KIND_UINT8, "byte");
  unit->rune_type = basic_type (b, KIND_INT32, "rune");
  declare (b, unit->universe, OBJ_TYPE, "byte", unit->byte_type)->type_name.is_alias = true;
  declare (b, unit->universe, OBJ_TYPE, "rune", unit->rune_type)->type_name.is_alias = true;
  unit->any_type = empty_interface (b);
  unit->any_type->iface.is_any = true;
  declare (b, unit->universe, OBJ_TYPE, "any", unit->any_type)->type_name.is_alias = true;
  unit->empty_interface = empty_interface (b);
  declare_error (b);
  declare_comparable (b);
}

static void
declare_values (Builder *b)
{
  LangUnit *unit = b->unit;

  declare (b, unit->universe, OBJ_CONST, "true", unit->basic[KIND_UNTYPED_BOOL])->value
    = const_from_bool (unit->consts, true);
  declare (b, unit->universe, OBJ_CONST, "false", unit->basic[KIND_UNTYPED_BOOL])->value
    = const_from_bool (unit->consts, false);
  unit->iota = declare (b, unit->universe, OBJ_CONST, "iota", unit->basic[KIND_UNTYPED_INT]);
  unit->iota->value = const_from_int64 (unit->consts, 0);
  declare (b, unit->universe, OBJ_NIL, "nil", unit->basic[KIND_UNTYPED_NIL]);
  for (gsize i = 0; i < BUILTIN_UNSAFE_ADD; i++)
    declare (b, unit->universe, OBJ_BUILTIN, builtins[i].name, unit->basic[KIND_INVALID])->builtin = builtins[i].id;
}

static void
make_unsafe (Builder *b)
{
  LangUnit *unit = b->unit;
  Scope *scope = ARENA_NEW (b->arena, Scope);

  unit->unsafe = package_new (unit, "unsafe", "unsafe");
  unit->unsafe->scope = scope;
  unit->unsafe->is_std = true;
  declare (b, scope, OBJ_TYPE, "Pointer", unit->basic[KIND_UNSAFE_POINTER])->pkg = unit->unsafe;
  for (gsize i = BUILTIN_UNSAFE_ADD; i < BUILTIN_COUNT; i++)
    {
      Object *obj = declare (b, scope, OBJ_BUILTIN, builtins[i].name, unit->basic[KIND_INVALID]);

      obj->builtin = builtins[i].id;
      obj->pkg = unit->unsafe;
    }
}

void
universe_init (LangUnit *unit)
{
  Builder b = { .unit = unit, .arena = unit->arena };

  unit->scopes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_destroy);
  unit->universe = ARENA_NEW (unit->arena, Scope);
  declare_types (&b);
  declare_values (&b);
  make_unsafe (&b);
  /* The universe is searched for most names: always by table. */
  unit->universe->names = g_hash_table_new (g_direct_hash, g_direct_equal);
  g_ptr_array_add (unit->scopes, unit->universe->names);
  for (int i = 0; i < unit->universe->objects.n; i++)
    g_hash_table_insert (unit->universe->names, (gpointer) unit->universe->objects.v[i]->name,
                         unit->universe->objects.v[i]);
}
