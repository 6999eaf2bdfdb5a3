#include "lang/types.h"

#include <string.h>

#include "lang/check_priv.h"

/* Fields and methods: selectors, method sets, interfaces' type sets, who implements what.
 * Go 1.22 cmd/compile/internal/types2/lookup.go, typeset.go, instantiate.go. */

/* ---- Selectors ---- */

/* A type found by going down through embedded fields. */
typedef struct {
  Type *type;
  int *path; int n_path;
  bool indirect;              /* a pointer was on the way */
  bool multiple;              /* reached in more than one way at this depth */
} Embedded;

typedef struct {
  Embedded *v; int n;
} EmbeddedList;

static int *
extend_path (LangUnit *unit, const Embedded *e, int index)
{
  int *path = ARENA_NEW_N (unit->arena, int, e->n_path + 1);

  if (e->n_path > 0)
    memcpy (path, e->path, (gsize) e->n_path * sizeof *path);
  path[e->n_path] = index;
  return path;
}

static void
add_embedded (LangUnit *unit, EmbeddedList *list, const Embedded *from, const Field *field, int index)
{
  bool is_pointer;
  Embedded e = { .type = type_deref (field->var->type, &is_pointer), .multiple = from->multiple };

  for (int i = 0; i < list->n; i++)
    if (type_identical (list->v[i].type, e.type))
      {
        list->v[i].multiple = true;
        return;
      }
  e.path = extend_path (unit, from, index);
  e.n_path = from->n_path + 1;
  e.indirect = from->indirect || is_pointer;
  ARENA_APPEND (unit->arena, list, e);
}

static bool
names_match (const Object *obj, const Package *pkg, const char *name, bool fold_case)
{
  return object_is_member (obj, pkg, name) || (fold_case && g_ascii_strcasecmp (obj->name, name) == 0);
}

/* Records a member found at the present depth; false: it is the second one. */
static bool
found_member (Lookup *found, const Embedded *e, Object *obj, int *path, int n_path)
{
  if (found->obj != NULL || e->multiple)
    {
      *found = (Lookup) { .ambiguous = true };
      return false;
    }
  found->obj = obj;
  found->path = path;
  found->n_path = n_path;
  found->indirect = e->indirect;
  return true;
}

static Object *
find_method (LangUnit *unit, Type *named, const Package *pkg, const char *name, bool fold_case)
{
  const ObjectList *methods;

  check_complete_named (unit, named);
  methods = &named->named.methods;
  for (int i = 0; i < methods->n; i++)
    if (names_match (methods->v[i], pkg, name, fold_case))
      return methods->v[i];
  return NULL;
}

/* Looks at the members of one type; what it embeds goes to `next`. False: ambiguous. */
static bool
search_type (LangUnit *unit, const Embedded *e, const Package *pkg, const char *name, bool fold_case, Lookup *found,
             EmbeddedList *next)
{
  Type *under;
  Object *method;

  if (e->type->kind == KIND_NAMED)
    {
      method = find_method (unit, e->type, pkg, name, fold_case);
      if (method != NULL)
        return found_member (found, e, method, e->path, e->n_path);
    }
  under = type_underlying (e->type);
  if (under->kind == KIND_STRUCT)
    {
      for (int i = 0; i < under->struct_.n; i++)
        {
          const Field *field = &under->struct_.fields[i];

          if (names_match (field->var, pkg, name, false))
            {
              if (!found_member (found, e, field->var, extend_path (unit, e, i), e->n_path + 1))
                return false;
            }
          else if (found->obj == NULL && field->var->var.embedded)
            add_embedded (unit, next, e, field, i);
        }
    }
  else if (under->kind == KIND_INTERFACE)
    {
      const ObjectList *methods = type_interface_methods (unit, under);

      for (int i = 0; i < methods->n; i++)
        if (names_match (methods->v[i], pkg, name, fold_case))
          return found_member (found, e, methods->v[i], e->path, e->n_path);
    }
  return true;
}

static bool
was_seen (const GPtrArray *seen, const Type *t)
{
  for (guint i = 0; i < seen->len; i++)
    if (type_identical (seen->pdata[i], t))
      return true;
  return false;
}

static Lookup
lookup (LangUnit *unit, Type *t, bool addressable, const Package *pkg, const char *name, bool fold_case)
{
  bool is_pointer;
  Embedded first = { .type = type_deref (t, &is_pointer) };
  EmbeddedList current = { &first, 1 };
  Lookup found = { 0 };
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();

  first.indirect = is_pointer;
  if (strcmp (name, "_") == 0)
    return found;
  if (is_pointer && type_underlying (first.type)->kind == KIND_INTERFACE)
    return found; /* a pointer to an interface has no methods */
  while (current.n > 0)
    {
      EmbeddedList next = { 0 };

      for (int i = 0; i < current.n; i++)
        {
          if (current.v[i].type->kind == KIND_NAMED)
            {
              if (was_seen (seen, current.v[i].type))
                continue;
              g_ptr_array_add (seen, current.v[i].type);
            }
          if (!search_type (unit, &current.v[i], pkg, name, fold_case, &found, &next))
            return found;
        }
      if (found.obj != NULL)
        {
          if (found.obj->kind == OBJ_FUNC && found.obj->func.ptr_recv && !found.indirect && !addressable)
            return (Lookup) { .needs_pointer = true };
          return found;
        }
      current = next;
    }
  return found;
}

Lookup
type_lookup (LangUnit *unit, Type *t, bool addressable, const Package *pkg, const char *name)
{
  Type *under = type_underlying (t);

  /* A defined pointer type has its base's fields, but no methods. */
  if (t->kind == KIND_NAMED && under->kind == KIND_POINTER)
    {
      Lookup found = lookup (unit, under, false, pkg, name, false);

      return found.obj != NULL && found.obj->kind == OBJ_FUNC ? (Lookup) { 0 } : found;
    }
  return lookup (unit, t, addressable, pkg, name, false);
}

/* ---- Interfaces ---- */

/* Exported names first, then by name, then by package. */
static int
compare_methods (gconstpointer a, gconstpointer b)
{
  const Object *x = *(Object *const *) a, *y = *(Object *const *) b;
  bool x_exported = name_is_exported (x->name), y_exported = name_is_exported (y->name);
  int order;

  if (x_exported != y_exported)
    return x_exported ? -1 : 1;
  order = strcmp (x->name, y->name);
  if (order == 0 && !x_exported && x->pkg != NULL && y->pkg != NULL)
    order = strcmp (x->pkg->path, y->pkg->path);
  return order;
}

void
check_sort_methods (ObjectList *methods)
{
  if (methods->n > 1)
    qsort (methods->v, (size_t) methods->n, sizeof *methods->v, compare_methods);
}

static int
index_in_list (const ObjectList *list, const Object *method)
{
  for (int i = 0; i < list->n; i++)
    if (object_is_member (list->v[i], method->pkg, method->name))
      return i;
  return -1;
}

static Object *
find_in_list (const ObjectList *list, const Object *method)
{
  int i = index_in_list (list, method);

  return i >= 0 ? list->v[i] : NULL;
}

/* positions: where each method of the set is declared or embedded. */
static void
add_method (LangUnit *unit, TypeSet *set, PosList *positions, Object *method, Pos pos, bool is_explicit)
{
  int other = index_in_list (&set->methods, method);

  if (other < 0)
    {
      ARENA_APPEND (unit->arena, &set->methods, method);
      ARENA_APPEND (unit->arena, positions, pos);
    }
  else if (is_explicit)
    check_duplicate_method (unit, pos, method, positions->v[other]);
  else
    check_embedded_duplicate (unit, pos, method, set->methods.v[other], positions->v[other]);
}

static bool
term_includes (const UnionTerm *term, const Type *t)
{
  return type_identical (term->type, term->tilde ? type_underlying (t) : t);
}

/* The terms of one element of an interface; false: all types. */
static bool
element_terms (LangUnit *unit, Type *element, TypeSet *out)
{
  Type *under = type_underlying (element);

  if (under->kind == KIND_INTERFACE)
    {
      const TypeSet *set = type_interface_set (unit, under);

      out->terms = set->terms;
      out->n_terms = set->n_terms;
      return !set->all_types;
    }
  if (element->kind == KIND_UNION)
    {
      struct { UnionTerm *v; int n; } list = { 0 };

      for (int i = 0; i < element->union_.n; i++)
        {
          TypeSet part = { 0 };
          UnionTerm term = element->union_.terms[i];

          if (type_underlying (term.type)->kind == KIND_INVALID
              || (term.tilde && !type_identical (term.type, type_underlying (term.type))))
            continue; /* no type has it underneath */
          if (type_underlying (term.type)->kind != KIND_INTERFACE)
            ARENA_APPEND (unit->arena, &list, term);
          else if (!element_terms (unit, term.type, &part))
            return false;
          else
            for (int j = 0; j < part.n_terms; j++)
              ARENA_APPEND (unit->arena, &list, part.terms[j]);
        }
      out->terms = list.v;
      out->n_terms = list.n;
      return true;
    }
  out->terms = ARENA_NEW (unit->arena, UnionTerm);
  out->terms[0].type = element;
  out->n_terms = 1;
  return true;
}

/* What two terms have in common; false: nothing. */
static bool
intersect_term (const UnionTerm *a, const UnionTerm *b, UnionTerm *out)
{
  if (a->tilde && term_includes (a, b->type))
    *out = *b;
  else if (term_includes (b, a->type))
    *out = *a;
  else
    return false;
  return true;
}

static void
intersect_terms (LangUnit *unit, TypeSet *set, const TypeSet *other)
{
  struct { UnionTerm *v; int n; } list = { 0 };

  if (set->all_types)
    {
      set->all_types = false;
      set->terms = arena_copy (unit->arena, other->terms, (gsize) other->n_terms * sizeof *other->terms);
      set->n_terms = other->n_terms;
      return;
    }
  for (int i = 0; i < set->n_terms; i++)
    for (int j = 0; j < other->n_terms; j++)
      {
        UnionTerm term;

        if (intersect_term (&set->terms[i], &other->terms[j], &term))
          ARENA_APPEND (unit->arena, &list, term);
      }
  set->terms = list.v;
  set->n_terms = list.n;
}

/* `comparable` beside terms: those that are not go, and it says nothing more. */
static void
drop_incomparable (TypeSet *set)
{
  int n = 0;

  if (!set->comparable || set->all_types)
    return;
  for (int i = 0; i < set->n_terms; i++)
    if (type_strictly_comparable (set->terms[i].type))
      set->terms[n++] = set->terms[i];
  set->n_terms = n;
  set->comparable = false;
}

const TypeSet *
type_interface_set (LangUnit *unit, Type *iface)
{
  static const TypeSet everything = { .all_types = true };
  PosList positions = { 0 };
  TypeSet *set;

  iface = type_underlying (iface);
  if (iface->kind != KIND_INTERFACE || (!iface->iface.complete && iface->iface.set == NULL))
    return &everything;
  if (iface->iface.set != NULL)
    return iface->iface.set;

  set = ARENA_NEW (unit->arena, TypeSet);
  set->all_types = true;
  iface->iface.set = set; /* first: ends a wrong cycle */
  for (int i = 0; i < iface->iface.methods.n; i++)
    add_method (unit, set, &positions, iface->iface.methods.v[i], iface->iface.methods.v[i]->pos, true);
  for (int i = 0; i < iface->iface.n_embeds; i++)
    {
      Type *element = iface->iface.embeds[i];
      TypeSet part = { 0 };

      if (type_underlying (element)->kind == KIND_INVALID)
        continue;
      if (type_underlying (element)->kind == KIND_INTERFACE)
        {
          const TypeSet *inner = type_interface_set (unit, element);

          for (int j = 0; j < inner->methods.n; j++)
            add_method (unit, set, &positions, inner->methods.v[j], iface->iface.embed_pos[i], false);
          set->comparable = set->comparable || inner->comparable;
        }
      if (element_terms (unit, element, &part))
        intersect_terms (unit, set, &part);
      drop_incomparable (set);
    }
  check_sort_methods (&set->methods);
  return set;
}

/* ---- Method sets ---- */

static void
collect_names (LangUnit *unit, Type *t, ObjectList *names, GPtrArray *seen, int depth)
{
  Type *under;

  if (was_seen (seen, t) || depth > 100)
    return;
  g_ptr_array_add (seen, t);
  if (t->kind == KIND_NAMED)
    {
      check_complete_named (unit, t);
      for (int i = 0; i < t->named.methods.n; i++)
        if (find_in_list (names, t->named.methods.v[i]) == NULL)
          ARENA_APPEND (unit->arena, names, t->named.methods.v[i]);
    }
  under = type_underlying (t);
  if (under->kind == KIND_INTERFACE)
    {
      const ObjectList *methods = type_interface_methods (unit, under);

      for (int i = 0; i < methods->n; i++)
        if (find_in_list (names, methods->v[i]) == NULL)
          ARENA_APPEND (unit->arena, names, methods->v[i]);
    }
  else if (under->kind == KIND_STRUCT)
    for (int i = 0; i < under->struct_.n; i++)
      if (under->struct_.fields[i].var->var.embedded)
        {
          bool is_pointer;

          collect_names (unit, type_deref (under->struct_.fields[i].var->type, &is_pointer), names, seen, depth + 1);
        }
}

const MethodSet *
type_method_set (LangUnit *unit, Type *t)
{
  MethodSet *set = ARENA_NEW (unit->arena, MethodSet);
  ObjectList names = { 0 };
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();
  bool is_pointer;
  Type *base = type_deref (t, &is_pointer);

  if (is_pointer && type_underlying (base)->kind == KIND_INTERFACE)
    return set;
  collect_names (unit, base, &names, seen, 0);
  check_sort_methods (&names);
  for (int i = 0; i < names.n; i++)
    {
      Lookup found = type_lookup (unit, t, false, names.v[i]->pkg, names.v[i]->name);

      if (found.obj != NULL && found.obj->kind == OBJ_FUNC)
        ARENA_APPEND (unit->arena, set, found);
    }
  return set;
}

/* ---- Implementation ---- */

static bool
is_interface_pointer (const Type *t)
{
  const Type *under = type_underlying (t);

  return under->kind == KIND_POINTER && type_underlying (under->pointer.elem)->kind == KIND_INTERFACE;
}

static char *
method_string (const Checker *c, const Object *method)
{
  g_autoptr (GString) text = g_string_new (method->name);

  if (method->type != NULL)
    type_print_signature (text, method->type, c != NULL ? c->pkg : NULL, false);
  return g_strdup (text->str);
}

/* Why `method` is missing from t, in the compiler's words. */
static char *
missing_cause (LangUnit *unit, Checker *c, Type *t, Type *iface, Object *method, const Lookup *found, Object *wrong)
{
  const Package *pkg = c != NULL ? c->pkg : NULL;
  g_autofree char *t_text = type_to_string (t, pkg);

  if (wrong != NULL)
    {
      g_autofree char *have = method_string (c, wrong);
      g_autofree char *want = method_string (c, method);

      /* Type parameters of the same name: to show them would tell nothing. */
      if (strcmp (have, want) == 0)
        return g_strdup_printf ("(wrong type for method %s)", method->name);
      return g_strdup_printf ("(%s %s)\n\t\thave %s\n\t\twant %s",
                              wrong->name == method->name ? "wrong type for method" : "missing method", method->name,
                              have, want);
    }
  if (found->ambiguous)
    return g_strdup_printf ("(ambiguous selector %s.%s)", t_text, method->name);
  if (found->needs_pointer)
    return g_strdup_printf ("(method %s has pointer receiver)", method->name);
  if (found->obj != NULL && found->obj->kind == OBJ_FUNC)
    return g_strdup_printf ("(unexported method %s)", method->name);
  if (found->obj != NULL)
    return g_strdup_printf ("(%s.%s is a field, not a method)", t_text, method->name);
  if (is_interface_pointer (t) || is_interface_pointer (iface))
    {
      g_autofree char *text = type_to_string (is_interface_pointer (t) ? t : iface, pkg);

      return g_strdup_printf ("(type %s is pointer to interface, not interface)", text);
    }
  return g_strdup_printf ("(missing method %s)", method->name);
}

static bool
methods_match (const MethodMatch *match, const Object *x, const Object *y)
{
  return match != NULL ? match->same (x->type, y->type, match->data) : type_identical (x->type, y->type);
}

/* The first method of iface that t lacks, or NULL. `is_static`: an interface t must have all of them; else only those
 * it has must have the right type. `match`: NULL if types must be identical. *cause (may be NULL) is set to the reason,
 * caller frees. */
Object *
check_missing_method (LangUnit *unit, Type *t, Type *iface, bool is_static, const MethodMatch *match,
                      Object **wrong_out, char **cause)
{
  Checker *c = unit->priv;
  const ObjectList *methods = type_interface_methods (unit, iface);
  Type *under = type_underlying (t);

  for (int i = 0; i < methods->n; i++)
    {
      Object *method = methods->v[i], *wrong = NULL;
      Lookup found = { 0 };

      if (under->kind == KIND_INTERFACE)
        {
          found.obj = find_in_list (type_interface_methods (unit, under), method);
          if (found.obj == NULL && !is_static)
            continue;
        }
      else
        found = lookup (unit, t, false, method->pkg, method->name, false);
      if (found.obj != NULL && found.obj->kind == OBJ_FUNC)
        {
          check_resolve (unit, found.obj);
          check_resolve (unit, method);
          if (methods_match (match, found.obj, method))
            continue;
          wrong = found.obj;
        }
      else if (found.obj == NULL && !found.ambiguous && !found.needs_pointer && under->kind != KIND_INTERFACE)
        {
          /* The same name in other case, or another package's. */
          Lookup folded = lookup (unit, t, false, method->pkg, method->name, true);

          if (folded.obj != NULL && folded.obj->kind == OBJ_FUNC)
            {
              check_resolve (unit, folded.obj);
              if (folded.obj->name == method->name)
                found = folded;
              else
                wrong = folded.obj;
            }
        }
      if (wrong_out != NULL)
        *wrong_out = wrong;
      if (cause != NULL)
        *cause = missing_cause (unit, c, t, iface, method, &found, wrong);
      return method;
    }
  return NULL;
}

bool
type_implements (LangUnit *unit, Type *t, Type *iface, Object **missing, Object **wrong)
{
  Object *method = check_missing_method (unit, t, iface, true, NULL, wrong, NULL);

  if (missing != NULL)
    *missing = method;
  return method == NULL;
}

bool
type_set_is_empty (const TypeSet *set)
{
  return !set->all_types && set->n_terms == 0;
}

/* Whether every type of `sub` is one of `set`. */
static bool
set_contains (const TypeSet *set, const TypeSet *sub)
{
  if (sub->all_types)
    return false;
  for (int i = 0; i < sub->n_terms; i++)
    {
      bool found = false;

      for (int j = 0; j < set->n_terms && !found; j++)
        found = (set->terms[j].tilde || !sub->terms[i].tilde) && term_includes (&set->terms[j], sub->terms[i].type);
      if (!found)
        return false;
    }
  return true;
}

static char *
terms_to_string (const TypeSet *set)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (int i = 0; i < set->n_terms; i++)
    {
      g_string_append_printf (out, "%s%s", i > 0 ? " | " : "", set->terms[i].tilde ? "~" : "");
      type_print (out, set->terms[i].type, NULL);
    }
  return g_strdup (out->str);
}

/* Whether a constraint is written with t, which what else is in it excludes. */
static bool
mentions (const Type *element, const Type *t)
{
  if (element->kind == KIND_INTERFACE)
    {
      for (int i = 0; i < element->iface.n_embeds; i++)
        if (mentions (element->iface.embeds[i], t))
          return true;
      return false;
    }
  if (element->kind == KIND_UNION)
    {
      for (int i = 0; i < element->union_.n; i++)
        if (mentions (element->union_.terms[i].type, t))
          return true;
      return false;
    }
  return type_identical (element, t);
}

/* Why t is not one of the terms of a constraint. */
static char *
term_cause (const Type *t, const Type *iface, const TypeSet *set, const Package *pkg, const char *verb)
{
  g_autofree char *t_text = type_to_string (t, pkg);
  g_autofree char *i_text = type_to_string (iface, pkg);
  g_autofree char *terms = terms_to_string (set);

  for (int i = 0; i < set->n_terms; i++)
    if (!set->terms[i].tilde && type_identical (set->terms[i].type, type_underlying (t)))
      {
        g_autofree char *term = type_to_string (set->terms[i].type, pkg);

        return g_strdup_printf ("%s does not %s %s (possibly missing ~ for %s in %s)", t_text, verb, i_text, term,
                                i_text);
      }
  if (type_underlying (t)->kind == KIND_INTERFACE)
    return g_strdup_printf ("%s does not %s %s", t_text, verb, i_text);
  if (mentions (type_underlying (iface), t))
    return g_strdup_printf ("%s does not %s %s (%s mentions %s, but %s is not in the type set of %s)", t_text, verb,
                            i_text, i_text, t_text, t_text, i_text);
  return g_strdup_printf ("%s does not %s %s (%s missing in %s)", t_text, verb, i_text, t_text, terms);
}

static bool
fits_terms (LangUnit *unit, Type *t, const TypeSet *set)
{
  if (set->all_types)
    return true;
  if (type_underlying (t)->kind == KIND_INTERFACE)
    return set_contains (set, type_interface_set (unit, t));
  for (int i = 0; i < set->n_terms; i++)
    if (term_includes (&set->terms[i], t))
      return true;
  return false;
}

/* What points to a wrong type was reported. */
static bool
is_invalid_pointer (const Type *t)
{
  t = type_underlying (t);
  return t->kind == KIND_POINTER && type_underlying (t->pointer.elem)->kind == KIND_INVALID;
}

/* Whether t implements the interface (or satisfies the constraint). *cause (may be NULL): why not, caller frees. */
bool
check_implements (LangUnit *unit, Type *t, Type *iface, bool is_constraint, char **cause)
{
  Checker *c = unit->priv;
  const Package *pkg = c != NULL ? c->pkg : NULL;
  const char *verb = is_constraint ? "satisfy" : "implement";
  Type *under = type_underlying (iface);
  const TypeSet *set;
  g_autofree char *t_text = NULL;
  g_autofree char *i_text = NULL;
  g_autofree char *why = NULL;
  bool comparable_ok;

  if (type_underlying (t)->kind == KIND_INVALID || under->kind == KIND_INVALID || is_invalid_pointer (t))
    return true;
  t_text = type_to_string (t, pkg);
  i_text = type_to_string (iface, pkg);
  if (under->kind != KIND_INTERFACE)
    {
      if (cause != NULL && is_interface_pointer (under))
        *cause = g_strdup_printf ("%s does not %s %s (type %s is pointer to interface, not interface)", t_text, verb,
                                  i_text, i_text);
      else if (cause != NULL)
        *cause = g_strdup_printf ("%s does not %s %s (%s is not an interface)", t_text, verb, i_text, i_text);
      return false;
    }
  set = type_interface_set (unit, under);
  if (set->methods.n == 0 && set->all_types && !set->comparable)
    return true;
  if (type_underlying (t)->kind == KIND_INTERFACE && type_set_is_empty (type_interface_set (unit, t)))
    return true;
  if (type_set_is_empty (set))
    {
      if (cause != NULL)
        *cause = g_strdup_printf ("cannot %s %s (empty type set)", verb, i_text);
      return false;
    }
  if (check_missing_method (unit, t, iface, true, NULL, NULL, cause != NULL ? &why : NULL) != NULL)
    {
      if (cause != NULL)
        *cause = g_strdup_printf ("%s does not %s %s %s", t_text, verb, i_text, why);
      return false;
    }
  if (!fits_terms (unit, t, set))
    {
      if (cause != NULL)
        *cause = term_cause (t, iface, set, pkg, verb);
      return false;
    }
  comparable_ok = !set->comparable || type_strictly_comparable (t) || (is_constraint && type_comparable (t));
  if (!comparable_ok && cause != NULL)
    *cause = g_strdup_printf ("%s does not %s comparable", t_text, verb);
  return comparable_ok;
}
