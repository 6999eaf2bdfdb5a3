#include "lang/escape/esc_reading.h"

#include "lang/escape/esc_typeset.h"

typedef struct {
  Lower *l;
  EscReading *out;
  EscTypeSet *types;
  GHashTable *objects;        /* Object* or Type* (defined ones) -> itself: read or being read */
  GHashTable *listed;         /* Type* (defined ones): in out->types */
  GPtrArray *bodies;          /* EscFunc*, a stack */
  guint n_literals;           /* met in initialisers, so far */
  int literal_depth;
  bool in_initializers;
} Reader;

static void read_type (Reader *r, Type *type);
static void read_node (Reader *r, EscNode *n);

void
esc_reading_init (EscReading *reading)
{
  reading->types = g_ptr_array_new ();
  reading->method_values = g_ptr_array_new ();
  reading->literals = g_ptr_array_new ();
  reading->itabs = g_array_new (FALSE, FALSE, sizeof (EscItab));
  reading->n_init_itabs = 0;
  reading->late_itabs = g_array_new (FALSE, FALSE, sizeof (EscItab));
}

void
esc_reading_fini (EscReading *reading)
{
  g_ptr_array_unref (reading->types);
  g_ptr_array_unref (reading->method_values);
  g_ptr_array_unref (reading->literals);
  g_array_unref (reading->itabs);
  g_array_unref (reading->late_itabs);
}

/* -- types ------------------------------------------------------------------------------------------------------------- */

static void
read_types_of (Reader *r, const ObjectList *vars)
{
  for (int i = 0; i < vars->n; i++)
    read_type (r, vars->v[i]->type);
}

static void
read_signature (Reader *r, const Type *sig)
{
  read_types_of (r, &sig->func.params);
  read_types_of (r, &sig->func.results);
}

/* What a type is made of. */
static void
read_parts (Reader *r, const Type *t)
{
  switch (t->kind) {
  case KIND_ARRAY:
    read_type (r, t->array.elem);
    break;
  case KIND_SLICE:
    read_type (r, t->slice.elem);
    break;
  case KIND_POINTER:
    read_type (r, t->pointer.elem);
    break;
  case KIND_CHAN:
    read_type (r, t->chan.elem);
    break;
  case KIND_MAP:
    read_type (r, t->map.key);
    read_type (r, t->map.elem);
    break;
  case KIND_FUNC:
    read_signature (r, t);
    break;
  case KIND_STRUCT:
    for (int i = 0; i < t->struct_.n; i++)
      read_type (r, t->struct_.fields[i].var->type);
    break;
  case KIND_INTERFACE:
    for (int i = 0; i < t->iface.methods.n; i++)
      read_signature (r, type_underlying (t->iface.methods.v[i]->type));
    for (int i = 0; i < t->iface.n_embeds; i++)
      read_type (r, t->iface.embeds[i]);
    break;
  default:
    break;
  }
}

static void
push_body (Reader *r, Object *func)
{
  g_ptr_array_add (r->bodies, lower_func_name (r->l, func)->func);
}

static void
read_defined (Reader *r, Type *type)
{
  /* A type that is met again before it is done counts from then on. */
  if (!g_hash_table_add (r->objects, type)) {
    if (g_hash_table_add (r->listed, type))
      g_ptr_array_add (r->out->types, type);
    return;
  }
  for (int i = 0; i < type->named.n_targs; i++)
    read_type (r, type->named.targs[i]);
  if (type->named.obj->pkg == r->l->package->pkg && type->named.n_targs == 0) {
    read_parts (r, type_underlying (type));
    for (int i = 0; i < type->named.methods.n; i++) {
      Object *method = type->named.methods.v[i];
      const Type *sig = type_underlying (method->type);

      if (sig->func.recv)
        read_type (r, sig->func.recv->type);
      read_signature (r, sig);
      push_body (r, method);
    }
  }
  if (g_hash_table_add (r->listed, type))
    g_ptr_array_add (r->out->types, type);
}

static void
read_type (Reader *r, Type *type)
{
  if (!type || type->kind < KIND_ARRAY || type->kind == KIND_TUPLE || type->kind == KIND_TYPE_PARAM)
    return;
  if (type->kind == KIND_NAMED) {
    read_defined (r, type);
    return;
  }
  if (esc_type_set_contains (r->types, type))
    return;
  read_parts (r, type);
  if (esc_type_set_add (r->types, type) && type->kind != KIND_POINTER)
    g_ptr_array_add (r->out->types, type);
}

/* -- objects ----------------------------------------------------------------------------------------------------------- */

static void
read_object (Reader *r, Object *obj)
{
  if (obj->kind == OBJ_TYPE) {
    read_type (r, obj->type);
    return;
  }
  if (!g_hash_table_add (r->objects, obj) || obj->pkg != r->l->package->pkg)
    return;
  if (obj->kind == OBJ_FUNC) {
    read_signature (r, type_underlying (obj->type));
    if (obj->func.func)
      push_body (r, obj);
  } else {
    read_type (r, obj->type);
  }
}

/* -- code -------------------------------------------------------------------------------------------------------------- */

static void
read_nodes (Reader *r, const EscNodes *list)
{
  for (guint i = 0; i < list->n; i++)
    read_node (r, list->v[i]);
}

static void
add_itab (Reader *r, GArray *itabs, Type *type, Type *iface)
{
  EscItab itab = { .type = type_default (r->l->package->unit, type), .iface = iface, .n_literals = r->n_literals };

  if (!type_is_interface (itab.type) && lower_has_itab (r->l, iface))
    g_array_append_val (itabs, itab);
}

static void
read_itab (Reader *r, Type *type, Type *iface)
{
  read_type (r, type);
  read_type (r, iface);
  add_itab (r, r->out->itabs, type, iface);
}

static void
read_name (Reader *r, const EscNode *n)
{
  if (n->name->obj && (n->name->class == ESC_CLASS_FUNC || n->name->class == ESC_CLASS_GLOBAL))
    read_object (r, n->name->obj);
}

/* x.m (...): the receiver is read before the method. */
static void
read_call (Reader *r, EscNode *n)
{
  guint first = 0;

  if (n->x->op == ESC_METHEXPR && n->list.n > 0)
    read_node (r, n->list.v[first++]);
  read_node (r, n->x);
  for (guint i = first; i < n->list.n; i++)
    read_node (r, n->list.v[i]);
}

static void
read_switch (Reader *r, EscNode *n)
{
  read_node (r, n->x);
  for (guint i = 0; i < n->list.n; i++) {
    EscNode *clause = n->list.v[i];

    for (guint j = 0; j < clause->list.n; j++)
      if (clause->list.v[j]->op == ESC_TYPE)
        read_itab (r, clause->list.v[j]->type, n->x->type);
      else
        read_node (r, clause->list.v[j]);
    read_node (r, clause->x);
    if (clause->name)
      read_type (r, clause->name->type);
    read_nodes (r, &clause->body);
  }
}

static void
read_node (Reader *r, EscNode *n)
{
  if (!n)
    return;
  read_nodes (r, &n->init);
  read_type (r, n->type);
  switch (n->op) {
  case ESC_NAME:
    read_name (r, n);
    return;
  case ESC_DCL:
    read_type (r, n->name->type);
    return;
  case ESC_CALLFUNC:
    read_call (r, n);
    return;
  case ESC_CONVIFACE:
    read_itab (r, n->x->type, n->type);
    break;
  case ESC_DOTTYPE:
    read_node (r, n->x);
    read_itab (r, n->type, n->x->type);
    return;
  case ESC_METHVALUE:
    read_node (r, n->x);
    g_ptr_array_add (r->out->method_values, n);
    return;
  case ESC_CLOSURE:
    if (r->in_initializers && r->literal_depth == 0 && n->func->captures.n == 0)
      r->n_literals++;
    else if (n->func->captures.n == 0)
      g_ptr_array_add (r->out->literals, n->func);
    r->literal_depth++;
    read_nodes (r, &n->func->body);
    r->literal_depth--;
    return;
  case ESC_SWITCH:
  case ESC_TYPESWITCH:
  case ESC_SELECT:
    read_switch (r, n);
    return;
  case ESC_MAPLIT:
    for (guint i = 0; i < n->list.n; i++) {
      read_node (r, n->list.v[i]);
      read_node (r, n->list2.v[i]);
    }
    return;
  case ESC_ARRAYLIT:
  case ESC_SLICELIT:
    for (guint i = 0; i < n->list.n; i++) {
      if (i < n->keys.n)
        read_node (r, n->keys.v[i]);
      read_node (r, n->list.v[i]);
    }
    return;
  default:
    break;
  }
  read_node (r, n->x);
  read_node (r, n->y);
  read_node (r, n->z);
  read_node (r, n->w);
  read_nodes (r, &n->list);
  if (n->op == ESC_IF) {
    read_nodes (r, &n->body);
    read_nodes (r, &n->list2);
  } else {
    read_nodes (r, &n->list2);
    read_nodes (r, &n->body);
  }
}

/* Blank variables have types as well. */
static void
read_blanks (Reader *r, const EscNode *n)
{
  const Type *type = n->op == ESC_AS ? NULL : n->list2.v[0]->type;

  if (n->op == ESC_AS && !n->x)
    read_type (r, n->y->type);
  for (guint i = 0; type && type->kind == KIND_TUPLE && i < n->list.n; i++)
    read_type (r, type->tuple.vars.v[i]->type);
}

/* The conversion to a variable's type comes later than all others. */
static void
read_initializer (Reader *r, EscNode *n)
{
  bool converts = n->op == ESC_AS && n->y && n->y->op == ESC_CONVIFACE && n->y->implicit;

  read_blanks (r, n);
  if (!converts) {
    read_node (r, n);
    return;
  }
  read_node (r, n->x);
  read_node (r, n->y->x);
  if (n->x)
    add_itab (r, r->out->late_itabs, n->y->x->type, n->y->type);
}

/* -- the package ------------------------------------------------------------------------------------------------------- */

static void
read_objects (Reader *r, const ObjectList *list)
{
  for (int i = 0; i < list->n; i++)
    if (list->v[i])
      read_object (r, list->v[i]);
}

static void
read_decl (Reader *r, const Decl *d)
{
  switch (d->kind) {
  case DECL_CONST:
    read_objects (r, &d->const_.objs);
    break;
  case DECL_VAR:
    read_objects (r, &d->var.objs);
    break;
  case DECL_TYPE:
    if (d->type.tparams.n == 0 && d->type.obj && !g_str_equal (d->type.obj->name, "_"))
      read_object (r, d->type.obj);
    break;
  case DECL_FUNC:
    if (g_str_equal (d->func.name->name.text, "_"))
      break;
    /* A method's body came with its type. */
    if (d->func.obj && d->func.recv && d->func.obj->func.recv_named && d->func.obj->func.func)
      read_type (r, d->func.obj->func.recv_named);
    else if (d->func.obj && !d->func.recv && d->func.tparams.n == 0)
      read_object (r, d->func.obj);
    break;
  default:
    break;
  }
}

void
esc_read_package (Lower *l, const EscNodes *initializers, EscReading *out)
{
  g_autoptr (EscTypeSet) types = esc_type_set_new ();
  g_autoptr (GHashTable) objects = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) listed = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) bodies = g_ptr_array_new ();
  Reader r = { .l = l, .out = out, .types = types, .objects = objects, .listed = listed,
               .bodies = bodies };
  const Package *pkg = l->package->pkg;

  r.in_initializers = true;
  for (guint i = 0; i < initializers->n; i++)
    read_initializer (&r, initializers->v[i]);
  r.in_initializers = false;
  out->n_init_itabs = out->itabs->len;
  for (int i = 0; i < pkg->n_files; i++)
    for (int j = 0; j < pkg->files[i]->n_decls; j++)
      read_decl (&r, pkg->files[i]->decls[j]);
  while (bodies->len > 0) {
    EscFunc *fn = g_ptr_array_steal_index (bodies, bodies->len - 1);

    read_nodes (&r, &fn->body);
  }
}
