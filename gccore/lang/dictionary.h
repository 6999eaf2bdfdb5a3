#pragma once

/* Where a dictionary goes. Go's compiler makes one body for all instances of a generic function whose type arguments
 * have the same shape; what the body must know of the arguments comes with each call, as a pointer to the instance's
 * dictionary (Go 1.22 cmd/compile/internal/noder/reader.go). Our instances have bodies of their own and want no
 * dictionary, but a program sees the word: closures that hold one are larger, and some function values are closures
 * only because of it. These functions tell where; the word itself is zero. Checked expressions; any thread that owns
 * the unit. */

#include <stdbool.h>

#include "lang/arena.h"
#include "lang/ast.h"
#include "lang/types.h"

/* Whether x, in an instance, is of a type that is a parameter of the generic function, or a pointer to one: what its
 * methods are comes out of the dictionary there, so a call of one goes to nobody knows what. */
bool dictionary_has_methods_of (Expr *x);
/* Notes that the pattern of a generic function, or of a method of a generic type, func, uses a method of its type parameter
 * tparam at pos. */
void dictionary_note_method (Arena *arena, const Func *func, const Type *tparam, const char *name, Pos pos);
/* The word of the dictionary that func, an instance, finds that method in. The methods come first, in the order in which
 * they are met in the source of the function or of all the type's methods. */
int dictionary_method_word (const Func *func, const Type *tparam, const char *name);
/* Whether a call, in a go or defer statement, has something out of a dictionary among its operands: the dictionary
 * that the callee takes or, where x in x.m () is of a type parameter, the method itself. */
bool dictionary_among_operands (const Expr *call);
/* Whether a literal in func captures, last and in any case, the dictionary of the generic function around it
 * (funcLit). */
bool dictionary_captured_in (const Func *func);
/* Whether t, in func, is a type argument or made with one: its methods take a dictionary that func finds in its own.
 * A type that is written out and happens to be the same is taken for one. */
bool dictionary_tells_type (const Func *func, const Type *t);
/* Whether x, a function or method expression as a value, is of an instance whose type arguments depend on those of the
 * generic function around it, so that the value is a closure over the dictionary found there (funcInst, methodExpr). */
bool dictionary_held_by_value (const Expr *x);
