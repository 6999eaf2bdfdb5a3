/* The type table: one id for each type the running program can meet, with what the collector and the VM know of it. */

#include <string.h>

#include "lang/codegen-internal.h"
#include "lang/quote.h"

GcKind
cg_kind (Type *type)
{
  switch (type_underlying (type)->kind)
    {
    case KIND_BOOL: case KIND_UNTYPED_BOOL: return GCKIND_BOOL;
    case KIND_INT: case KIND_UNTYPED_INT: return GCKIND_INT;
    case KIND_INT8: return GCKIND_INT8;
    case KIND_INT16: return GCKIND_INT16;
    case KIND_INT32: case KIND_UNTYPED_RUNE: return GCKIND_INT32;
    case KIND_INT64: return GCKIND_INT64;
    case KIND_UINT: return GCKIND_UINT;
    case KIND_UINT8: return GCKIND_UINT8;
    case KIND_UINT16: return GCKIND_UINT16;
    case KIND_UINT32: return GCKIND_UINT32;
    case KIND_UINT64: return GCKIND_UINT64;
    case KIND_UINTPTR: return GCKIND_UINTPTR;
    case KIND_FLOAT32: return GCKIND_FLOAT32;
    case KIND_FLOAT64: case KIND_UNTYPED_FLOAT: return GCKIND_FLOAT64;
    case KIND_COMPLEX64: return GCKIND_COMPLEX64;
    case KIND_COMPLEX128: case KIND_UNTYPED_COMPLEX: return GCKIND_COMPLEX128;
    case KIND_STRING: case KIND_UNTYPED_STRING: return GCKIND_STRING;
    case KIND_UNSAFE_POINTER: case KIND_UNTYPED_NIL: return GCKIND_UNSAFE_POINTER;
    case KIND_ARRAY: return GCKIND_ARRAY;
    case KIND_SLICE: return GCKIND_SLICE;
    case KIND_STRUCT: case KIND_TUPLE: return GCKIND_STRUCT;
    case KIND_POINTER: return GCKIND_POINTER;
    case KIND_FUNC: return GCKIND_FUNC;
    case KIND_INTERFACE: return GCKIND_INTERFACE;
    case KIND_MAP: return GCKIND_MAP;
    case KIND_CHAN: return GCKIND_CHAN;
    default: return GCKIND_INVALID;
    }
}

bool
cg_is_scalar (Type *type)
{
  switch (cg_kind (type))
    {
    case GCKIND_STRING: case GCKIND_SLICE: case GCKIND_INTERFACE: case GCKIND_STRUCT: case GCKIND_ARRAY:
    case GCKIND_COMPLEX128: case GCKIND_INVALID:
      return false;
    default:
      return true;
    }
}

uint32_t
cg_slots (Type *type)
{
  return (uint32_t) ((type_size (type) + 7) / 8);
}

/* Methods are the same if name (and package, unless exported) and signature are. */
char *
cg_method_key (Cg *cg, const Object *method)
{
  bool exported = g_unichar_isupper (g_utf8_get_char (method->name));

  return g_strdup_printf ("%s.%s %p", exported || !method->pkg ? "" : method->pkg->path, method->name,
                          (void *) types_canonical (cg->unit, method->type));
}

uint32_t
cg_method_number (Cg *cg, const Object *method)
{
  char *key = cg_method_key (cg, method);
  gpointer found = g_hash_table_lookup (cg->method_index, key);

  if (found)
    {
      g_free (key);
      return GPOINTER_TO_UINT (found) - 1;
    }
  g_ptr_array_add (cg->method_names, g_strdup (method->name));
  g_hash_table_insert (cg->method_index, key, GUINT_TO_POINTER (cg->method_names->len));
  return cg->method_names->len - 1;
}

/* ---- descriptors ---- */

static TypeId
add_type (Cg *cg, const GcType *gc_type, const RtType *rt_type, Type *type)
{
  g_array_append_val (cg->gc_types, *gc_type);
  g_array_append_val (cg->rt_types, *rt_type);
  g_ptr_array_add (cg->type_of, type);
  return cg->gc_types->len - 1;
}

static RtType *
rt (Cg *cg, TypeId id)
{
  return &g_array_index (cg->rt_types, RtType, id);
}

/* Go 1.22 cmd/compile/internal/types/alg.go, AlgType: what plain memory comparison is enough for. */
static RtEq
equality (Cg *cg, Type *type)
{
  Type *u = type_underlying (type);

  switch (u->kind)
    {
    case KIND_FLOAT32: case KIND_FLOAT64:
      return RT_EQ_FLOAT;
    case KIND_COMPLEX64: case KIND_COMPLEX128:
      return RT_EQ_ARRAY;
    case KIND_STRING:
      return RT_EQ_STRING;
    case KIND_INTERFACE:
      return RT_EQ_EFACE;
    case KIND_FUNC: case KIND_MAP: case KIND_SLICE:
      return RT_EQ_NONE;
    case KIND_ARRAY:
      {
        RtEq elem = equality (cg, u->array.elem);

        return elem == RT_EQ_NONE || elem == RT_EQ_MEM ? elem : RT_EQ_ARRAY;
      }
    case KIND_STRUCT:
      {
        RtEq result = RT_EQ_MEM;
        uint64_t end = 0;

        (void) type_size (u);
        for (int i = 0; i < u->struct_.n; i++)
          {
            Object *var = u->struct_.fields[i].var;
            RtEq field = equality (cg, var->type);

            if (field == RT_EQ_NONE)
              return RT_EQ_NONE;
            if (field != RT_EQ_MEM || strcmp (var->name, "_") == 0 || type_field_offset (u, i) != end)
              result = RT_EQ_STRUCT;
            end = type_field_offset (u, i) + type_size (var->type);
          }
        return end != type_size (u) && result == RT_EQ_MEM ? RT_EQ_STRUCT : result;
      }
    default:
      return RT_EQ_MEM;
    }
}

/* x == x for every value of the type: no floats or interfaces inside. */
static bool
reflexive (Type *type)
{
  Type *u = type_underlying (type);

  switch (u->kind)
    {
    case KIND_FLOAT32: case KIND_FLOAT64: case KIND_COMPLEX64: case KIND_COMPLEX128: case KIND_INTERFACE:
      return false;
    case KIND_ARRAY:
      return reflexive (u->array.elem);
    case KIND_STRUCT:
      for (int i = 0; i < u->struct_.n; i++)
        if (!reflexive (u->struct_.fields[i].var->type))
          return false;
      return true;
    default:
      return true;
    }
}

static bool
hash_may_panic (Type *type)
{
  Type *u = type_underlying (type);

  switch (u->kind)
    {
    case KIND_INTERFACE:
      return true;
    case KIND_ARRAY:
      return hash_may_panic (u->array.elem);
    case KIND_STRUCT:
      for (int i = 0; i < u->struct_.n; i++)
        if (hash_may_panic (u->struct_.fields[i].var->type))
          return true;
      return false;
    default:
      return false;
    }
}

static void
copy_mask (GcType *gc, Type *type)
{
  uint64_t n;
  uint64_t *mask;

  gc->size_bytes = type_size (type);
  gc->align_bytes = (uint8_t) type_align (type);
  gc->ptr_bytes = type_ptr_bytes (type);
  n = (gc->ptr_bytes / 8 + 63) / 64;
  if (n == 0)
    return;
  mask = g_new0 (uint64_t, n);
  type_ptr_mask (type, mask);
  gc->ptr_mask = mask;
}

/* A descriptor made here. `key` names it among those made here: two types may have the same name. */
static TypeId
add_synthetic (Cg *cg, const char *key, const char *name, uint64_t bytes, uint64_t align, const uint64_t *mask, uint64_t n_mask_words)
{
  GcType gc = { 0 };
  RtType type = { 0 };
  TypeId id;
  uint64_t last = 0;
  gpointer found = g_hash_table_lookup (cg->synthetic, key);

  if (found)
    return GPOINTER_TO_UINT (found);
  gc.size_bytes = bytes;
  gc.align_bytes = (uint8_t) align;
  gc.kind = GCKIND_STRUCT;
  for (uint64_t i = 0; i < n_mask_words * 64; i++)
    if (mask[i / 64] >> i % 64 & 1)
      last = i + 1;
  gc.ptr_bytes = last * 8;
  if (last != 0)
    gc.ptr_mask = g_memdup2 (mask, (last + 63) / 64 * 8);
  gc.name = g_strdup (name);
  type.kind = GCKIND_STRUCT;
  type.slots = (uint32_t) ((bytes + 7) / 8);
  type.eq = RT_EQ_MEM;
  type.string = gc.name;
  type.pkg = g_strdup ("");
  id = add_type (cg, &gc, &type, NULL);
  g_hash_table_insert (cg->synthetic, g_strdup (key), GUINT_TO_POINTER (id));
  return id;
}

static TypeId
add_words (Cg *cg, const char *name, uint64_t bytes, uint64_t mask)
{
  return add_synthetic (cg, name, name, bytes, 8, &mask, 1);
}

/* Go 1.22 cmd/compile/internal/reflectdata/reflect.go, MapBucketType. */
static TypeId
bucket_type (Cg *cg, TypeId map, Type *key, Type *elem)
{
  uint64_t key_bytes = type_size (key) > 128 ? 8 : type_size (key), elem_bytes = type_size (elem) > 128 ? 8 : type_size (elem);
  uint64_t bytes = 8 + 8 * key_bytes + 8 * elem_bytes + 8, mask[40] = { 0 };
  uint64_t *key_mask = g_new0 (uint64_t, 4), *elem_mask = g_new0 (uint64_t, 4);
  bool pointers;
  char *key_text;
  TypeId key_id = cg_type (cg, key), elem_id = cg_type (cg, elem); /* first: they may move the array */
  char *name = g_strdup_printf ("map.bucket[%s]%s", g_array_index (cg->gc_types, GcType, key_id).name,
                                g_array_index (cg->gc_types, GcType, elem_id).name);
  TypeId id;

  (void) map;
  if (type_size (key) > 128)
    key_mask[0] = 1;
  else if (type_has_pointers (key))
    type_ptr_mask (key, key_mask);
  if (type_size (elem) > 128)
    elem_mask[0] = 1;
  else if (type_has_pointers (elem))
    type_ptr_mask (elem, elem_mask);
  pointers = key_mask[0] | elem_mask[0];
  /* Keys and elements with pointers are whole words; without, their bits are empty anyway. */
  for (uint64_t i = 0; i < 8; i++)
    {
      for (uint64_t w = 0; w < key_bytes / 8; w++)
        if (key_mask[0] >> w & 1)
          mask[(1 + i * key_bytes / 8 + w) / 64] |= UINT64_C (1) << (1 + i * key_bytes / 8 + w) % 64;
      for (uint64_t w = 0; w < elem_bytes / 8; w++)
        if (elem_mask[0] >> w & 1)
          {
            uint64_t at = (8 + 8 * key_bytes + i * elem_bytes) / 8 + w;

            mask[at / 64] |= UINT64_C (1) << at % 64;
          }
    }
  if (pointers)
    mask[(bytes / 8 - 1) / 64] |= UINT64_C (1) << (bytes / 8 - 1) % 64;
  key_text = g_strdup_printf ("map.bucket %u %u", key_id, elem_id);
  id = add_synthetic (cg, key_text, name, bytes, 8, mask, G_N_ELEMENTS (mask));
  g_free (key_text);
  g_free (name);
  g_free (key_mask);
  g_free (elem_mask);
  return id;
}

static RtMapKey
map_key_kind (RtEq eq, uint64_t bytes)
{
  switch (eq)
    {
    case RT_EQ_MEM:
      return bytes == 4 ? RT_MAP_KEY_32 : bytes == 8 ? RT_MAP_KEY_64 : RT_MAP_KEY_ANY;
    case RT_EQ_STRING:
      return RT_MAP_KEY_STRING;
    default:
      return RT_MAP_KEY_ANY;
    }
}

static RtMapNear
map_near_kind (const RtType *t)
{
  if (t->elem_indirect)
    return RT_MAP_FAR;
  switch ((RtMapKey) t->map_key)
    {
    case RT_MAP_KEY_32:
      return RT_MAP_NEAR_32;
    case RT_MAP_KEY_64:
      return t->elem_slot_bytes == 8 ? RT_MAP_NEAR_WORDS : RT_MAP_NEAR_64;
    case RT_MAP_KEY_STRING:
      return RT_MAP_NEAR_STRING;
    case RT_MAP_KEY_ANY:
      break;
    }
  return RT_MAP_FAR;
}

static void
describe_map (Cg *cg, TypeId id, Type *u)
{
  Type *key = u->map.key, *elem = u->map.elem;
  TypeId key_id = cg_type (cg, key), elem_id = cg_type (cg, elem), bucket = bucket_type (cg, id, key, elem);
  RtType *t = rt (cg, id);

  t->key = key_id;
  t->elem = elem_id;
  t->bucket = bucket;
  t->map_key = map_key_kind ((RtEq) rt (cg, key_id)->eq, type_size (key));
  t->key_indirect = type_size (key) > 128;
  t->elem_indirect = type_size (elem) > 128;
  t->key_slot_bytes = (uint8_t) (t->key_indirect ? 8 : type_size (key));
  t->elem_slot_bytes = (uint8_t) (t->elem_indirect ? 8 : type_size (elem));
  t->bucket_bytes = (uint16_t) (8 + 8 * (t->key_slot_bytes + t->elem_slot_bytes) + 8);
  t->key_reflexive = reflexive (key);
  t->key_may_panic = hash_may_panic (key);
  t->key_pointers = t->key_indirect || type_has_pointers (key);
  t->map_near = map_near_kind (t);
  t->map_elem_word = t->map_near != RT_MAP_FAR && t->elem_slot_bytes == 8;
}

static void
describe_struct (Cg *cg, TypeId id, Type *u)
{
  int n = u->struct_.n;
  RtField *fields = g_new0 (RtField, n + 1);

  for (int i = 0; i < n; i++)
    {
      Object *var = u->struct_.fields[i].var;

      fields[i].name = g_strdup (var->name);
      fields[i].tag = g_strdup (u->struct_.fields[i].tag ? u->struct_.fields[i].tag : "");
      fields[i].type = cg_type (cg, var->type);
      fields[i].offset_bytes = type_field_offset (u, i);
      fields[i].exported = g_unichar_isupper (g_utf8_get_char (var->name));
      fields[i].embedded = var->var.embedded;
      fields[i].blank = strcmp (var->name, "_") == 0;
    }
  rt (cg, id)->fields = fields;
  rt (cg, id)->n_fields = (uint32_t) n;
}

static void
describe_func (Cg *cg, TypeId id, Type *u)
{
  const ObjectList *params = &u->func.params, *results = &u->func.results;
  TypeId *types = g_new0 (TypeId, params->n + results->n + 1);

  for (int i = 0; i < params->n; i++)
    types[i] = cg_type (cg, params->v[i]->type);
  for (int i = 0; i < results->n; i++)
    types[params->n + i] = cg_type (cg, results->v[i]->type);
  rt (cg, id)->params = types;
  rt (cg, id)->n_params = (uint32_t) params->n;
  rt (cg, id)->n_results = (uint32_t) results->n;
  rt (cg, id)->variadic = u->func.variadic;
}

static void
describe_interface (Cg *cg, TypeId id, Type *u)
{
  const ObjectList *methods = type_interface_methods (cg->unit, u);
  uint32_t *numbers = g_new0 (uint32_t, methods->n + 1);

  for (int i = 0; i < methods->n; i++)
    numbers[i] = cg_method_number (cg, methods->v[i]);
  rt (cg, id)->iface_methods = numbers;
  rt (cg, id)->n_iface_methods = (uint32_t) methods->n;
  rt (cg, id)->has_methods = methods->n > 0;
}

static void print_type (GString *out, Type *type);

static void
print_signature (GString *out, Type *sig)
{
  ObjectList params = sig->func.params, results = sig->func.results;

  g_string_append_c (out, '(');
  for (int i = 0; i < params.n; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      if (sig->func.variadic && i == params.n - 1)
        {
          g_string_append (out, "...");
          print_type (out, type_underlying (params.v[i]->type)->slice.elem);
        }
      else
        print_type (out, params.v[i]->type);
    }
  g_string_append_c (out, ')');
  if (results.n == 0)
    return;
  g_string_append (out, results.n > 1 ? " (" : " ");
  for (int i = 0; i < results.n; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      print_type (out, results.v[i]->type);
    }
  if (results.n > 1)
    g_string_append_c (out, ')');
}

/* A type's name as the runtime prints it: "struct { A int }", "interface {}", "func(int) string". */
static void
print_type (GString *out, Type *type)
{
  Type *u = type;

  switch (type->kind)
    {
    case KIND_ARRAY:
      g_string_append_printf (out, "[%" G_GINT64_FORMAT "]", type->array.len);
      print_type (out, type->array.elem);
      return;
    case KIND_SLICE:
      g_string_append (out, "[]");
      print_type (out, type->slice.elem);
      return;
    case KIND_POINTER:
      g_string_append_c (out, '*');
      print_type (out, type->pointer.elem);
      return;
    case KIND_MAP:
      g_string_append (out, "map[");
      print_type (out, type->map.key);
      g_string_append_c (out, ']');
      print_type (out, type->map.elem);
      return;
    case KIND_CHAN:
      g_string_append (out, type->chan.dir == CHAN_SEND_ONLY ? "chan<- " : type->chan.dir == CHAN_RECV_ONLY ? "<-chan " : "chan ");
      print_type (out, type->chan.elem);
      return;
    case KIND_STRUCT:
      g_string_append (out, "struct {");
      for (int i = 0; i < u->struct_.n; i++)
        {
          const Field *field = &u->struct_.fields[i];

          g_string_append (out, i ? "; " : " ");
          if (!field->var->var.embedded)
            g_string_append_printf (out, "%s ", field->var->name);
          print_type (out, field->var->type);
          if (field->tag && field->tag[0])
            {
              g_string_append_c (out, ' ');
              lang_quote (out, field->tag, strlen (field->tag), '"', false);
            }
        }
      g_string_append (out, u->struct_.n ? " }" : "}");
      return;
    case KIND_FUNC:
      g_string_append (out, "func");
      print_signature (out, type);
      return;
    case KIND_INTERFACE:
      g_string_append (out, "interface {");
      for (int i = 0; i < u->iface.methods.n; i++)
        {
          const Object *method = u->iface.methods.v[i];

          g_string_append (out, i ? "; " : " ");
          if (!name_is_exported (method->name))
            g_string_append_printf (out, "%s.", method->pkg->name);
          g_string_append (out, method->name);
          print_signature (out, type_underlying (method->type));
        }
      g_string_append (out, u->iface.methods.n ? " }" : "}");
      return;
    case KIND_UINT8: /* byte and rune are their other names */
      g_string_append (out, "uint8");
      return;
    case KIND_INT32:
      g_string_append (out, "int32");
      return;
    default:
      {
        char *text = type_to_string (type, NULL);

        g_string_append (out, text);
        g_free (text);
      }
    }
}

/* Of what a value consists that is one component only (Go 1.22 cmd/compile/internal/types/type.go, SoleComponent). */
static GcKind
sole_component (Type *type)
{
  Type *u = type_underlying (type);

  if (u->kind == KIND_STRUCT)
    return u->struct_.n == 1 ? sole_component (u->struct_.fields[0].var->type) : GCKIND_INVALID;
  if (u->kind == KIND_ARRAY)
    return u->array.len == 1 ? sole_component (u->array.elem) : GCKIND_INVALID;
  return cg_kind (u);
}

TypeId
cg_type (Cg *cg, Type *type)
{
  GcType gc = { 0 };
  RtType t = { 0 };
  Type *u;
  TypeId id, part;

  type = types_canonical (cg->unit, type);
  if (type->codegen_id != 0)
    return type->codegen_id;
  u = type_underlying (type);
  copy_mask (&gc, type);
  gc.kind = (uint8_t) cg_kind (type);
  {
    GString *name = g_string_new (NULL);

    print_type (name, type);
    gc.name = g_string_free (name, FALSE);
  }
  t.kind = gc.kind;
  t.sole_component = (uint8_t) sole_component (type);
  t.eq = (uint8_t) equality (cg, type);
  t.direct = type_is_pointer_shaped (type);
  t.named = type_is_named (type);
  t.scalar = cg_is_scalar (type);
  t.slots = cg_slots (type);
  t.string = gc.name;
  t.pkg = g_strdup (type->kind == KIND_NAMED && type->named.obj->pkg ? type->named.obj->pkg->path : "");
  id = add_type (cg, &gc, &t, type);
  type->codegen_id = id;
  switch (u->kind)
    {
    case KIND_ARRAY:
      part = cg_type (cg, u->array.elem);
      rt (cg, id)->elem = part;
      rt (cg, id)->len = u->array.len;
      break;
    case KIND_COMPLEX64: case KIND_COMPLEX128: /* compared and hashed as an array of its parts */
      part = cg_type (cg, cg_complex_part (cg, u));
      rt (cg, id)->elem = part;
      rt (cg, id)->len = 2;
      break;
    case KIND_SLICE:
      part = cg_type (cg, u->slice.elem);
      rt (cg, id)->elem = part;
      break;
    case KIND_POINTER:
      part = cg_type (cg, u->pointer.elem);
      rt (cg, id)->elem = part;
      break;
    case KIND_CHAN:
      part = cg_type (cg, u->chan.elem);
      rt (cg, id)->elem = part;
      rt (cg, id)->chan_dir = (uint8_t) u->chan.dir;
      break;
    case KIND_MAP:
      describe_map (cg, id, u);
      break;
    case KIND_STRUCT:
      describe_struct (cg, id, u);
      break;
    case KIND_INTERFACE:
      describe_interface (cg, id, u);
      break;
    case KIND_FUNC:
      describe_func (cg, id, u);
      break;
    default:
      break;
    }
  return id;
}

TypeId
cg_array_of (Cg *cg, Type *elem, int64_t len)
{
  uint64_t size = type_size (elem), ptr = type_ptr_bytes (elem);
  TypeId elem_id = cg_type (cg, elem), id;
  char *name = g_strdup_printf ("array %" G_GINT64_FORMAT " %u", len, elem_id);
  GcType gc = { 0 };
  RtType t = { 0 };
  gpointer found = g_hash_table_lookup (cg->synthetic, name);

  if (found)
    {
      g_free (name);
      return GPOINTER_TO_UINT (found);
    }
  gc.size_bytes = size * (uint64_t) len;
  gc.align_bytes = (uint8_t) type_align (elem);
  gc.kind = GCKIND_ARRAY;
  gc.name = g_strdup_printf ("[%" G_GINT64_FORMAT "]%s", len, g_array_index (cg->gc_types, GcType, elem_id).name);
  if (ptr != 0 && len > 0)
    {
      uint64_t *one = g_new0 (uint64_t, (ptr / 8 + 63) / 64), *mask;

      type_ptr_mask (elem, one);
      gc.ptr_bytes = size * (uint64_t) (len - 1) + ptr;
      mask = g_new0 (uint64_t, (gc.ptr_bytes / 8 + 63) / 64);
      for (int64_t i = 0; i < len; i++)
        for (uint64_t w = 0; w < ptr / 8; w++)
          if (one[w / 64] >> w % 64 & 1)
            {
              uint64_t at = (uint64_t) i * size / 8 + w;

              mask[at / 64] |= UINT64_C (1) << at % 64;
            }
      gc.ptr_mask = mask;
      g_free (one);
    }
  t.kind = GCKIND_ARRAY;
  t.elem = elem_id;
  t.len = len;
  t.slots = (uint32_t) ((gc.size_bytes + 7) / 8);
  t.eq = RT_EQ_NONE;
  t.string = gc.name;
  t.pkg = g_strdup ("");
  id = add_type (cg, &gc, &t, NULL);
  g_hash_table_insert (cg->synthetic, name, GUINT_TO_POINTER (id));
  return id;
}

TypeId
cg_closure_type (Cg *cg, Type *const *types, int n, uint64_t *offsets)
{
  uint64_t at = 8, *mask, n_words;
  GString *name = g_string_new ("struct { F uintptr"), *key = g_string_new ("closure");
  TypeId id;

  for (int i = 0; i < n; i++)
    {
      uint64_t align = type_align (types[i]);
      TypeId type = cg_type (cg, types[i]); /* first: it may move the array */

      at = (at + align - 1) / align * align;
      offsets[i] = at;
      at += type_size (types[i]);
      g_string_append_printf (name, "; X%d %s", i, g_array_index (cg->gc_types, GcType, type).name);
      g_string_append_printf (key, " %u", type);
    }
  g_string_append (name, " }");
  at = (at + 7) / 8 * 8;
  n_words = (at / 8 + 63) / 64;
  mask = g_new0 (uint64_t, n_words);
  for (int i = 0; i < n; i++)
    {
      uint64_t ptr = type_ptr_bytes (types[i]);
      uint64_t *one = g_new0 (uint64_t, (ptr / 8 + 63) / 64 + 1);

      if (ptr != 0)
        type_ptr_mask (types[i], one);
      for (uint64_t w = 0; w < ptr / 8; w++)
        if (one[w / 64] >> w % 64 & 1)
          mask[(offsets[i] / 8 + w) / 64] |= UINT64_C (1) << (offsets[i] / 8 + w) % 64;
      g_free (one);
    }
  id = add_synthetic (cg, key->str, name->str, at, 8, mask, n_words);
  g_string_free (key, TRUE);
  g_string_free (name, TRUE);
  g_free (mask);
  return id;
}

/* ---- types that the runtime allocates ---- */

TypeId
cg_known_type (Cg *cg, ProgTypeName name)
{
  LangUnit *unit = cg->unit;
  const char *member = NULL;
  Object *obj;

  switch (name)
    {
    case PROG_TYPE_STRING: return cg_type (cg, unit->basic[KIND_STRING]);
    case PROG_TYPE_INT: return cg_type (cg, unit->basic[KIND_INT]);
    case PROG_TYPE_POINTER: return cg_type (cg, unit->basic[KIND_UNSAFE_POINTER]);
    case PROG_TYPE_SUDOG: return add_words (cg, "runtime.sudog", 88, 0x50e);
    case PROG_TYPE_DEFER: return add_words (cg, "runtime._defer", 48, 0x3);
    case PROG_TYPE_HCHAN: return add_words (cg, "runtime.hchan", 96, 0x784);
    case PROG_TYPE_HMAP: return add_words (cg, "runtime.hmap", 48, 0x2c);
    case PROG_TYPE_MAPEXTRA: return add_words (cg, "runtime.mapextra", 24, 0x7);
    case PROG_TYPE_G: return add_words (cg, "runtime.g", 424, 0x1);
    case PROG_TYPE_TIMER: return add_words (cg, "runtime.timer", 72, 0x1);
    case PROG_TYPE_POOL_LOCAL: return add_words (cg, "sync.poolLocal", 128, 0xe);
    case PROG_TYPE_POOL_CHAIN: return add_words (cg, "sync.poolChainElt", 48, 0x32);
    case PROG_TYPE_EFACE: return cg_type (cg, unit->any_type);
    case PROG_TYPE_POINTERS: return add_words (cg, "[]unsafe.Pointer", 24, 0x1);
    case PROG_TYPE_RUNTIME_ERROR: case PROG_TYPE_ERROR_STRING: member = "errorString"; break;
    case PROG_TYPE_PLAIN_ERROR: member = "plainError"; break;
    case PROG_TYPE_BOUNDS_ERROR: member = "boundsError"; break;
    case PROG_TYPE_ASSERT_ERROR: member = "TypeAssertionError"; break;
    case PROG_TYPE_ASSERT_ERROR_PTR: member = "assertionErrorPointer"; break;
    case PROG_TYPE_PANIC_NIL_ERROR_PTR: member = "panicNilErrorPointer"; break;
    default: break;
    }
  obj = member ? lang_unit_lookup (unit, "runtime", member) : NULL;
  return obj && (obj->kind == OBJ_TYPE || obj->kind == OBJ_VAR) ? cg_type (cg, obj->type) : TYPE_NONE;
}

void
cg_types_init (Cg *cg)
{
  GcType gc = { .name = g_strdup ("none") };
  RtType t = { .string = gc.name, .pkg = g_strdup ("") };
  uint64_t words[256];

  add_type (cg, &gc, &t, NULL);
  /* Go's staticuint64s, then 1 KiB of zeros: see vm-iface.c. */
  for (unsigned i = 0; i < 256; i++)
    words[i] = i;
  cg_rodata (cg, words, sizeof words, 8);
  cg_rodata (cg, NULL, 1024, 8);
}
