#include "lang/escape/esc_typeset.h"

/* Spelling narrows the search, identity decides: local types of two functions may have one name. */
struct EscTypeSet {
  GHashTable *by_spelling;    /* char* -> GPtrArray of Type; look-up only */
};

EscTypeSet *
esc_type_set_new (void)
{
  EscTypeSet *set = g_new (EscTypeSet, 1);

  set->by_spelling = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  return set;
}

void
esc_type_set_free (EscTypeSet *set)
{
  g_hash_table_unref (set->by_spelling);
  g_free (set);
}

static bool
find (const GPtrArray *members, const Type *type)
{
  for (guint i = 0; members && i < members->len; i++)
    if (type_identical (members->pdata[i], type))
      return true;
  return false;
}

bool
esc_type_set_contains (const EscTypeSet *set, const Type *type)
{
  g_autofree char *spelling = type_to_string (type, NULL);

  return find (g_hash_table_lookup (set->by_spelling, spelling), type);
}

bool
esc_type_set_add (EscTypeSet *set, Type *type)
{
  char *spelling = type_to_string (type, NULL);
  GPtrArray *members = g_hash_table_lookup (set->by_spelling, spelling);

  if (find (members, type)) {
    g_free (spelling);
    return false;
  }
  if (members) {
    g_free (spelling);
  } else {
    members = g_ptr_array_new ();
    g_hash_table_insert (set->by_spelling, spelling, members);
  }
  g_ptr_array_add (members, type);
  return true;
}
