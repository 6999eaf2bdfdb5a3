#pragma once

/* From a checked unit to a Program: types become descriptors, functions register bytecode, constants a table.
 *
 * One pass over the tree, function by function. Slots are handed out as on a stack, downwards: variables live until
 * their block ends, temporaries until their statement does, a call's window until its results were used. For each
 * value that holds pointers the stretch of code in which its slots mean that is recorded (ProgRange). */

#include "lang/program.h"
#include "lang/unit.h"

/* Never fails for a unit without diagnostics, but for what is valid Go and not there yet: then NULL, and `error` says
 * what and where (GCCORE_ERR_UNSUPPORTED). The unit must stay alive only during the call. */
Program *codegen_program (LangUnit *unit, GccoreError *error);
