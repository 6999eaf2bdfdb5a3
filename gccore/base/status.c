#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>

void
gccore_error_set (GccoreError *error, GccoreStatus code, const char *format, ...)
{
  va_list args;

  if (error == NULL)
    return;
  error->code = code;
  error->line = error->column = 0;
  va_start (args, format);
  /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): the analyser does not know this va_start */
  vsnprintf (error->text, sizeof error->text, format, args);
  va_end (args);
}
