#pragma once

/* A set of types up to identity: `[]int` written twice is one member. */

#include "lang/types.h"

typedef struct EscTypeSet EscTypeSet;

EscTypeSet *esc_type_set_new (void);
void esc_type_set_free (EscTypeSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EscTypeSet, esc_type_set_free)
bool esc_type_set_contains (const EscTypeSet *set, const Type *type);
/* False: an identical type was there already. */
bool esc_type_set_add (EscTypeSet *set, Type *type);
