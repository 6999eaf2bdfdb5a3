#pragma once

/* The dictionary (lang/dictionary.h) in the IR. In an instance it is a parameter without a place in the call lists
 * here, as nothing that is decided depends on it; what remains of it are its name, which is one more in the numbering
 * of temporaries, and the closures that hold it. */

#include "lang/escape/esc_lower.h"

/* The parameter .dict of an instance. */
void esc_dictionary_declare (Lower *l, EscFunc *fn);
/* Every literal in an instance captures it, last and in any case; fn: the literal, lowered. */
void esc_dictionary_capture (Lower *l, EscFunc *fn);
/* A dictionary, or what comes out of one; `text`: as it prints. */
EscNode *esc_dictionary_node (Lower *l, Pos pos, const char *text);
/* If fun, the method expression of x, a method value, method expression or a call's callee, is of a type parameter's
 * method, it comes out of the dictionary: nobody knows what is called. */
void esc_dictionary_find_method (Lower *l, const Expr *x, EscNode *fun);
/* fun, which x denotes, as a value: in an instance a literal of the compiler's own if it takes a dictionary that is
 * found in the instance's (Go 1.22 cmd/compile/internal/noder/reader.go, curry). */
EscNode *esc_curry (Lower *l, const Expr *x, EscNode *fun);
/* x, a method value recv.m, as such a literal; fun: the method expression. */
EscNode *esc_curry_method (Lower *l, const Expr *x, EscNode *fun, EscNode *recv);
