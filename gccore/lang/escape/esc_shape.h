#pragma once

/* Instances of a generic function share one body in the compiler where their type arguments have the same shape: the same
 * underlying type, all pointers alike (Go 1.22 cmd/compile/internal/noder/reader.go shapify). The compiler analyses, and
 * reports, that one body. Here each instance has its own, analysed for itself; the first of each shape is reported. */

#include "lang/escape/esc_lower.h"

typedef struct EscShapes EscShapes;

EscShapes *esc_shapes_new (void);
void esc_shapes_free (EscShapes *shapes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EscShapes, esc_shapes_free)
/* "f[go.shape.int]", "(*T[go.shape.*uint8]).m": an instance's name in the compiler. */
const char *esc_shape_name (Lower *l, const Object *instance);
/* Spells a call of an instance as the compiler's IR has it: f[go.shape.int](&.dict.f[int], x). Not inside instances, where
 * the dictionary comes out of the one of the instance. */
void esc_shape_spell_call (Lower *l, EscNode *call);
/* In an instance, a type of the generic function as it prints in the one body, with the shapes of the type arguments:
 * []go.shape.int. NULL: not in an instance, or there is no parameter in the type. */
const char *esc_shape_type (Lower *l, const Type *pattern);
/* In an instance, the function that fun, x.m or T.m with T or x's type a parameter of the generic function, finds in the
 * dictionary: (func(go.shape.int) string)(&.dict[0]). */
const char *esc_shape_dictionary_method (Lower *l, const Expr *fun);
/* Whether methods alone describe the interface: no types, and not comparable. */
bool esc_is_method_set (const Type *iface);
/* Whether fn is an instance whose shape another one met before has. */
bool esc_shapes_repeats (EscShapes *shapes, const EscFunc *fn);
