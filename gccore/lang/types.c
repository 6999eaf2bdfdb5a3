#include "lang/types.h"

#include <string.h>

#include "lang/arena.h"
#include "lang/unit.h"

static const Type invalid_type = { .kind = KIND_INVALID, .basic = { .name = "invalid type" } };

/* ---- Kinds ---- */

Type *
type_underlying (const Type *t)
{
  /* A chain longer than this is a cycle, which the checker reports. */
  for (int i = 0; i < 1000; i++)
    {
      if (t == NULL)
        break;
      if (t->kind == KIND_TYPE_PARAM)
        t = t->tparam.bound;
      else if (t->kind == KIND_NAMED)
        t = t->named.underlying;
      else
        return (Type *) t;
    }
  return (Type *) &invalid_type;
}

static TypeKind
underlying_kind (const Type *t)
{
  return type_underlying (t)->kind;
}

bool
type_is_valid (const Type *t)
{
  return t == NULL || t->kind != KIND_INVALID;
}

bool
type_is_type_param (const Type *t)
{
  return t->kind == KIND_TYPE_PARAM;
}

bool
type_is_untyped (const Type *t)
{
  return t != NULL && t->kind >= KIND_UNTYPED_BOOL && t->kind <= KIND_UNTYPED_NIL;
}

static const TypeSet *
set_of (const Type *iface)
{
  return type_interface_set (iface->iface.unit, (Type *) iface);
}

/* Whether `test` holds for the type; of a type parameter for every type of its set. */
static bool
for_all_terms (const Type *t, bool (*test) (TypeKind kind))
{
  const Type *under = type_underlying (t);

  if (t->kind != KIND_TYPE_PARAM)
    return test (under->kind);
  if (under->kind != KIND_INTERFACE || set_of (under)->n_terms == 0)
    return false;
  for (int i = 0; i < set_of (under)->n_terms; i++)
    if (!test (underlying_kind (set_of (under)->terms[i].type)))
      return false;
  return true;
}

static bool kind_is_boolean (TypeKind k) { return k == KIND_BOOL || k == KIND_UNTYPED_BOOL; }

static bool
kind_is_integer (TypeKind k)
{
  return (k >= KIND_INT && k <= KIND_UINTPTR) || k == KIND_UNTYPED_INT || k == KIND_UNTYPED_RUNE;
}

static bool kind_is_unsigned (TypeKind k) { return k >= KIND_UINT && k <= KIND_UINTPTR; }
static bool kind_is_float (TypeKind k) { return k == KIND_FLOAT32 || k == KIND_FLOAT64 || k == KIND_UNTYPED_FLOAT; }

static bool
kind_is_complex (TypeKind k)
{
  return k == KIND_COMPLEX64 || k == KIND_COMPLEX128 || k == KIND_UNTYPED_COMPLEX;
}

static bool kind_is_numeric (TypeKind k) { return kind_is_integer (k) || kind_is_float (k) || kind_is_complex (k); }
static bool kind_is_string (TypeKind k) { return k == KIND_STRING || k == KIND_UNTYPED_STRING; }

bool type_is_boolean (const Type *t) { return for_all_terms (t, kind_is_boolean); }
bool type_is_integer (const Type *t) { return for_all_terms (t, kind_is_integer); }
bool type_is_unsigned (const Type *t) { return for_all_terms (t, kind_is_unsigned); }
bool type_is_float (const Type *t) { return for_all_terms (t, kind_is_float); }
bool type_is_complex (const Type *t) { return for_all_terms (t, kind_is_complex); }
bool type_is_numeric (const Type *t) { return for_all_terms (t, kind_is_numeric); }
bool type_is_string (const Type *t) { return for_all_terms (t, kind_is_string); }

static bool
kind_is_ordered (TypeKind k)
{
  return kind_is_integer (k) || kind_is_float (k) || kind_is_string (k);
}

static bool kind_is_pointer (TypeKind k) { return k == KIND_POINTER; }

bool type_is_pointer (const Type *t) { return for_all_terms (t, kind_is_pointer); }
bool type_is_ordered (const Type *t) { return for_all_terms (t, kind_is_ordered); }

bool
type_is_const_type (const Type *t)
{
  TypeKind k = underlying_kind (t);

  return t->kind != KIND_TYPE_PARAM && (kind_is_boolean (k) || kind_is_numeric (k) || kind_is_string (k));
}

bool
type_is_interface (const Type *t)
{
  return t->kind != KIND_TYPE_PARAM && underlying_kind (t) == KIND_INTERFACE;
}

bool
type_is_constraint (const Type *iface)
{
  const TypeSet *set = set_of (type_underlying (iface));

  return set->comparable || !set->all_types;
}

static bool
kind_has_nil (TypeKind k)
{
  switch (k)
    {
    case KIND_UNSAFE_POINTER: case KIND_SLICE: case KIND_POINTER: case KIND_FUNC: case KIND_MAP: case KIND_CHAN:
      return true;
    default:
      return false;
    }
}

bool
type_has_nil (const Type *t)
{
  return type_is_interface (t) || for_all_terms (t, kind_has_nil);
}

bool
type_is_named (const Type *t)
{
  return t->kind < KIND_ARRAY || t->kind == KIND_NAMED || t->kind == KIND_TYPE_PARAM;
}

bool
type_is_bytes_or_runes (const Type *t)
{
  const Type *under = type_underlying (t);
  TypeKind elem;

  if (under->kind != KIND_SLICE)
    return false;
  elem = underlying_kind (under->slice.elem);
  return elem == KIND_UINT8 || elem == KIND_INT32;
}

Type *
type_deref (Type *t, bool *was_pointer)
{
  if (t->kind == KIND_POINTER)
    {
      *was_pointer = true;
      return t->pointer.elem;
    }
  *was_pointer = false;
  return t;
}

Type *
type_default (LangUnit *unit, Type *t)
{
  switch (t->kind)
    {
    case KIND_UNTYPED_BOOL: return unit->basic[KIND_BOOL];
    case KIND_UNTYPED_INT: return unit->basic[KIND_INT];
    case KIND_UNTYPED_RUNE: return unit->rune_type;
    case KIND_UNTYPED_FLOAT: return unit->basic[KIND_FLOAT64];
    case KIND_UNTYPED_COMPLEX: return unit->basic[KIND_COMPLEX128];
    case KIND_UNTYPED_STRING: return unit->basic[KIND_STRING];
    default: return t;
    }
}

bool
name_is_exported (const char *name)
{
  return g_unichar_isupper (g_utf8_get_char (name));
}

bool
object_is_member (const Object *obj, const Package *pkg, const char *name)
{
  return obj->name == name && (obj->pkg == pkg || name_is_exported (name));
}

/* ---- Comparability ---- */

#define MAX_TYPE_DEPTH 100

static bool
comparable (const Type *t, bool strict, int depth)
{
  const Type *under = type_underlying (t);

  if (depth > MAX_TYPE_DEPTH)
    return true;
  switch (under->kind)
    {
    case KIND_UNTYPED_NIL:
    case KIND_SLICE:
    case KIND_FUNC:
    case KIND_MAP:
      return false;
    case KIND_STRUCT:
      for (int i = 0; i < under->struct_.n; i++)
        if (!comparable (under->struct_.fields[i].var->type, strict, depth + 1))
          return false;
      return true;
    case KIND_ARRAY:
      return comparable (under->array.elem, strict, depth + 1);
    case KIND_INTERFACE:
      if (!strict && t->kind != KIND_TYPE_PARAM)
        return true;
      if (set_of (under)->all_types)
        return set_of (under)->comparable;
      for (int i = 0; i < set_of (under)->n_terms; i++)
        if (!comparable (set_of (under)->terms[i].type, true, depth + 1))
          return false;
      return set_of (under)->n_terms > 0;
    default:
      return true;
    }
}

bool
type_comparable (const Type *t)
{
  return comparable (t, false, 0);
}

bool
type_strictly_comparable (const Type *t)
{
  return comparable (t, true, 0);
}

/* ---- Identity ---- */

/* Pairs of interfaces that are being compared: only they can refer to themselves without a name between. */
typedef struct Pair {
  const Type *a, *b;
  const struct Pair *outer;
} Pair;

static bool identical (const Type *a, const Type *b, bool ignore_tags, const Pair *outer);

static bool
identical_lists (const ObjectList *a, const ObjectList *b, bool ignore_tags, const Pair *outer)
{
  if (a->n != b->n)
    return false;
  for (int i = 0; i < a->n; i++)
    if (!identical (a->v[i]->type, b->v[i]->type, ignore_tags, outer))
      return false;
  return true;
}

static bool
identical_structs (const Type *a, const Type *b, bool ignore_tags, const Pair *outer)
{
  if (a->struct_.n != b->struct_.n)
    return false;
  for (int i = 0; i < a->struct_.n; i++)
    {
      const Field *f = &a->struct_.fields[i], *g = &b->struct_.fields[i];

      if (f->var->var.embedded != g->var->var.embedded || (!ignore_tags && strcmp (f->tag, g->tag) != 0)
          || !object_is_member (f->var, g->var->pkg, g->var->name)
          || !identical (f->var->type, g->var->type, ignore_tags, outer))
        return false;
    }
  return true;
}

static bool
identical_terms (const TypeSet *a, const TypeSet *b, bool ignore_tags, const Pair *outer)
{
  if (a->all_types != b->all_types || a->n_terms != b->n_terms)
    return false;
  for (int i = 0; i < a->n_terms; i++)
    {
      bool found = false;

      for (int j = 0; j < b->n_terms && !found; j++)
        found = a->terms[i].tilde == b->terms[j].tilde
                && identical (a->terms[i].type, b->terms[j].type, ignore_tags, outer);
      if (!found)
        return false;
    }
  return true;
}

static bool
identical_interfaces (const Type *a, const Type *b, bool ignore_tags, const Pair *outer)
{
  const TypeSet *s = type_interface_set (a->iface.unit, (Type *)a), *t = type_interface_set (b->iface.unit, (Type *)b);
  Pair pair = { a, b, outer };

  for (const Pair *p = outer; p != NULL; p = p->outer)
    if ((p->a == a && p->b == b) || (p->a == b && p->b == a))
      return true;
  if (s->comparable != t->comparable || s->methods.n != t->methods.n
      || !identical_terms (s, t, ignore_tags, &pair))
    return false;
  for (int i = 0; i < s->methods.n; i++)
    if (!object_is_member (s->methods.v[i], t->methods.v[i]->pkg, t->methods.v[i]->name)
        || !identical (s->methods.v[i]->type, t->methods.v[i]->type, ignore_tags, &pair))
      return false;
  return true;
}

static bool
identical_named (const Type *a, const Type *b, bool ignore_tags, const Pair *outer)
{
  if (a->named.origin == NULL || a->named.origin != b->named.origin || a->named.n_targs != b->named.n_targs
      || a->named.shape.n_parts != b->named.shape.n_parts)
    return false;
  for (int i = 0; i < a->named.n_targs; i++)
    if (!identical (a->named.targs[i], b->named.targs[i], ignore_tags, outer))
      return false;
  return true;
}

static bool
identical (const Type *a, const Type *b, bool ignore_tags, const Pair *outer)
{
  if (a == b)
    return true;
  if (a == NULL || b == NULL || a->kind != b->kind)
    return false;
  switch (a->kind)
    {
    case KIND_ARRAY:
      return (a->array.len < 0 || b->array.len < 0 || a->array.len == b->array.len)
             && identical (a->array.elem, b->array.elem, ignore_tags, outer);
    case KIND_SLICE:
      return identical (a->slice.elem, b->slice.elem, ignore_tags, outer);
    case KIND_POINTER:
      return identical (a->pointer.elem, b->pointer.elem, ignore_tags, outer);
    case KIND_STRUCT:
      return identical_structs (a, b, ignore_tags, outer);
    case KIND_TUPLE:
      return identical_lists (&a->tuple.vars, &b->tuple.vars, ignore_tags, outer);
    case KIND_FUNC:
      return a->func.variadic == b->func.variadic && a->func.tparams.n == b->func.tparams.n
             && identical_lists (&a->func.params, &b->func.params, ignore_tags, outer)
             && identical_lists (&a->func.results, &b->func.results, ignore_tags, outer);
    case KIND_INTERFACE:
      return identical_interfaces (a, b, ignore_tags, outer);
    case KIND_MAP:
      return identical (a->map.key, b->map.key, ignore_tags, outer)
             && identical (a->map.elem, b->map.elem, ignore_tags, outer);
    case KIND_CHAN:
      return a->chan.dir == b->chan.dir && identical (a->chan.elem, b->chan.elem, ignore_tags, outer);
    case KIND_NAMED:
      return identical_named (a, b, ignore_tags, outer);
    case KIND_TYPE_PARAM:
    case KIND_UNION:
      return false;
    default:
      return true; /* predeclared types of the same kind: byte and uint8 */
    }
}

bool
type_identical (const Type *a, const Type *b)
{
  return identical (a, b, false, NULL);
}

bool
type_identical_ignore_tags (const Type *a, const Type *b)
{
  return identical (a, b, true, NULL);
}

/* A number that identical types share. Names of parameters, byte for uint8 and the like must not count. */
static guint
hash (const Type *t, int depth)
{
  guint h = (guint) t->kind * 2654435761u;

  if (depth > 4)
    return h;
  switch (t->kind)
    {
    case KIND_ARRAY: return h ^ (guint) t->array.len * 31 ^ hash (t->array.elem, depth + 1) * 3;
    case KIND_SLICE: return h ^ hash (t->slice.elem, depth + 1) * 5;
    case KIND_POINTER: return h ^ hash (t->pointer.elem, depth + 1) * 7;
    case KIND_MAP: return h ^ hash (t->map.key, depth + 1) * 11 ^ hash (t->map.elem, depth + 1) * 13;
    case KIND_CHAN: return h ^ (guint) t->chan.dir ^ hash (t->chan.elem, depth + 1) * 17;
    case KIND_STRUCT:
      for (int i = 0; i < t->struct_.n; i++)
        h = h * 31 ^ g_str_hash (t->struct_.fields[i].var->name) ^ hash (t->struct_.fields[i].var->type, depth + 1);
      return h;
    case KIND_FUNC:
      for (int i = 0; i < t->func.params.n; i++)
        h = h * 31 ^ hash (t->func.params.v[i]->type, depth + 1);
      for (int i = 0; i < t->func.results.n; i++)
        h = h * 37 ^ hash (t->func.results.v[i]->type, depth + 1);
      return h;
    case KIND_NAMED: return h ^ g_str_hash (t->named.obj->name) * 41;
    case KIND_INTERFACE: return h ^ (t->iface.set != NULL ? (guint) t->iface.set->methods.n * 43 : 0);
    default: return h;
    }
}

static guint
hash_type (gconstpointer t)
{
  return hash (t, 0);
}

static gboolean
equal_types (gconstpointer a, gconstpointer b)
{
  return type_identical (a, b);
}

Type *
types_canonical (LangUnit *unit, Type *t)
{
  GHashTable **table = &unit->canonical_types;
  Type *known;

  if (t->canonical != NULL)
    return t->canonical;
  if (*table == NULL)
    *table = g_hash_table_new (hash_type, equal_types);
  known = g_hash_table_lookup (*table, t);
  if (known == NULL)
    {
      struct { Type **v; int n; } list = { unit->types, unit->n_types };

      known = t;
      g_hash_table_add (*table, t);
      ARENA_APPEND (unit->arena, &list, t);
      unit->types = list.v;
      unit->n_types = list.n;
    }
  t->canonical = known;
  return known;
}

/* ---- Parts ---- */

bool
type_sets_same_terms (const TypeSet *a, const TypeSet *b)
{
  return identical_terms (a, b, false, NULL);
}

static bool
any_in_list (const ObjectList *list, bool (*test) (Type *part, void *data), void *data)
{
  for (int i = 0; i < list->n; i++)
    if (list->v[i]->type != NULL && test (list->v[i]->type, data))
      return true;
  return false;
}

bool
type_any_part (const Type *t, bool (*test) (Type *part, void *data), void *data)
{
  switch (t->kind)
    {
    case KIND_ARRAY: return test (t->array.elem, data);
    case KIND_SLICE: return test (t->slice.elem, data);
    case KIND_POINTER: return test (t->pointer.elem, data);
    case KIND_MAP: return test (t->map.key, data) || test (t->map.elem, data);
    case KIND_CHAN: return test (t->chan.elem, data);
    case KIND_FUNC:
      return any_in_list (&t->func.params, test, data) || any_in_list (&t->func.results, test, data);
    case KIND_TUPLE: return any_in_list (&t->tuple.vars, test, data);
    case KIND_STRUCT:
      for (int i = 0; i < t->struct_.n; i++)
        if (test (t->struct_.fields[i].var->type, data))
          return true;
      return false;
    case KIND_INTERFACE:
      if (any_in_list (&t->iface.methods, test, data))
        return true;
      for (int i = 0; i < t->iface.n_embeds; i++)
        if (test (t->iface.embeds[i], data))
          return true;
      return false;
    case KIND_UNION:
      for (int i = 0; i < t->union_.n; i++)
        if (test (t->union_.terms[i].type, data))
          return true;
      return false;
    case KIND_NAMED:
      for (int i = 0; i < t->named.n_targs; i++)
        if (test (t->named.targs[i], data))
          return true;
      return false;
    default: return false;
    }
}

/* ---- Layout ---- */

#define WORD_BYTES 8

static uint64_t
align_up (uint64_t offset, uint64_t align)
{
  return (offset + align - 1) & ~(align - 1);
}

static void
set_layout (Type *t, uint64_t size, uint64_t align, uint64_t ptr_bytes)
{
  t->size_bytes = size;
  t->align_bytes = (uint8_t) align;
  t->ptr_bytes = ptr_bytes;
}

static void lay_out (Type *t);

/* Go 1.22 cmd/compile/internal/types/size.go, CalcStructSize. */
static void
lay_out_struct (Type *t)
{
  uint64_t offset = 0, align = 1, ptr_bytes = 0;

  for (int i = 0; i < t->struct_.n; i++)
    {
      Field *field = &t->struct_.fields[i];
      Type *type = field->var->type;

      lay_out (type);
      offset = align_up (offset, type->align_bytes);
      field->offset_bytes = offset;
      if (type->ptr_bytes != 0)
        ptr_bytes = offset + type->ptr_bytes;
      align = MAX (align, type->align_bytes);
      offset = MIN (offset + type->size_bytes, TYPE_MAX_BYTES + 1);
      /* A pointer to a zero-size last field must not point behind the object. */
      if (type->size_bytes == 0 && i == t->struct_.n - 1 && offset > 0)
        offset++;
    }
  set_layout (t, align_up (offset, align), align, ptr_bytes);
}

static void
lay_out_array (Type *t)
{
  Type *elem = t->array.elem;
  uint64_t n = t->array.len < 0 ? 0 : (uint64_t) t->array.len;
  uint64_t size;

  lay_out (elem);
  if (elem->size_bytes != 0 && n > TYPE_MAX_BYTES / elem->size_bytes)
    size = TYPE_MAX_BYTES + 1;
  else
    size = n * elem->size_bytes;
  set_layout (t, size, elem->align_bytes,
              n > 0 && elem->ptr_bytes != 0 ? size - elem->size_bytes + elem->ptr_bytes : 0);
}

static void
lay_out (Type *t)
{
  static const uint8_t basic_sizes[] = {
    [KIND_BOOL] = 1, [KIND_INT] = 8, [KIND_INT8] = 1, [KIND_INT16] = 2, [KIND_INT32] = 4, [KIND_INT64] = 8,
    [KIND_UINT] = 8, [KIND_UINT8] = 1, [KIND_UINT16] = 2, [KIND_UINT32] = 4, [KIND_UINT64] = 8, [KIND_UINTPTR] = 8,
    [KIND_FLOAT32] = 4, [KIND_FLOAT64] = 8, [KIND_UNTYPED_BOOL] = 1, [KIND_UNTYPED_INT] = 8, [KIND_UNTYPED_RUNE] = 4,
    [KIND_UNTYPED_FLOAT] = 8,
  };

  if (t->laid_out)
    return;
  t->laid_out = true; /* first, so that a wrongly recursive type ends */
  t->align_bytes = WORD_BYTES;
  switch (t->kind)
    {
    case KIND_STRING:
    case KIND_UNTYPED_STRING: set_layout (t, 16, WORD_BYTES, 8); break;
    case KIND_UNSAFE_POINTER:
    case KIND_UNTYPED_NIL:
    case KIND_POINTER:
    case KIND_FUNC:
    case KIND_MAP:
    case KIND_CHAN: set_layout (t, 8, WORD_BYTES, 8); break;
    case KIND_COMPLEX64: set_layout (t, 8, 4, 0); break;
    case KIND_COMPLEX128:
    case KIND_UNTYPED_COMPLEX: set_layout (t, 16, WORD_BYTES, 0); break;
    case KIND_SLICE: set_layout (t, 24, WORD_BYTES, 8); break;
    case KIND_INTERFACE: set_layout (t, 16, WORD_BYTES, 16); break;
    case KIND_ARRAY: lay_out_array (t); break;
    case KIND_STRUCT: lay_out_struct (t); break;
    case KIND_NAMED:
    case KIND_TYPE_PARAM:
      {
        Type *under = type_underlying (t);

        if (under->kind == KIND_INVALID)
          break;
        lay_out (under);
        set_layout (t, under->size_bytes, under->align_bytes, under->ptr_bytes);
      }
      break;
    case KIND_TUPLE:
    case KIND_UNION:
    case KIND_INVALID: break;
    default: set_layout (t, basic_sizes[t->kind], basic_sizes[t->kind], 0); break;
    }
}

uint64_t
type_size (Type *t)
{
  lay_out (t);
  return t->size_bytes;
}

uint64_t
type_align (Type *t)
{
  lay_out (t);
  return t->align_bytes;
}

uint64_t
type_ptr_bytes (Type *t)
{
  lay_out (t);
  return t->ptr_bytes;
}

uint64_t
type_field_offset (Type *struct_type, int index)
{
  lay_out (struct_type);
  return type_underlying (struct_type)->struct_.fields[index].offset_bytes;
}

static void
set_mask (Type *t, uint64_t *mask, uint64_t word)
{
  Type *under = type_underlying (t);

  lay_out (t);
  if (t->ptr_bytes == 0)
    return;
  switch (under->kind)
    {
    case KIND_ARRAY:
      for (int64_t i = 0; i < under->array.len; i++)
        set_mask (under->array.elem, mask, word + (uint64_t) i * under->array.elem->size_bytes / WORD_BYTES);
      break;
    case KIND_STRUCT:
      lay_out (under);
      for (int i = 0; i < under->struct_.n; i++)
        set_mask (under->struct_.fields[i].var->type, mask, word + under->struct_.fields[i].offset_bytes / WORD_BYTES);
      break;
    case KIND_INTERFACE: /* the type word counts as a pointer, as in Go */
      mask[word / 64] |= UINT64_C (1) << word % 64;
      mask[(word + 1) / 64] |= UINT64_C (1) << (word + 1) % 64;
      break;
    default:
      mask[word / 64] |= UINT64_C (1) << word % 64;
    }
}

void
type_ptr_mask (Type *t, uint64_t *mask)
{
  set_mask (t, mask, 0);
}

/* Go 1.22 cmd/compile/internal/types/type.go, IsDirectIface. */
bool
type_is_pointer_shaped (Type *t)
{
  Type *under = type_underlying (t);

  switch (under->kind)
    {
    case KIND_POINTER:
    case KIND_CHAN:
    case KIND_MAP:
    case KIND_FUNC:
    case KIND_UNSAFE_POINTER:
      return true;
    case KIND_ARRAY:
      return under->array.len == 1 && type_is_pointer_shaped (under->array.elem);
    case KIND_STRUCT:
      return under->struct_.n == 1 && type_is_pointer_shaped (under->struct_.fields[0].var->type);
    default:
      return false;
    }
}
