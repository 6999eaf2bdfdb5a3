#pragma once

/* The compiler's lines of a unit in the form that session hands out. */

#include "lang/unit.h"
#include "session/machine.h"

/* Element type GccoreDiagnostic*, transfer full; empty when the unit is fine. */
GPtrArray *session_diagnostics (const LangUnit *unit);
