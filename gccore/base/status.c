#include "base/status.h"

#include <stdio.h>
#include <string.h>

/* Arguments still to be read, so that a function can take some of them from its caller's. */
typedef struct
{
  va_list list;
} Arguments;

/* One conversion of `format`, at its '%', as text; its arguments are taken. Returns what follows it. The lengths are those
 * that our messages use: int, long and long long. */
static const char *
render (const char *format, Arguments *args, char *to, size_t size)
{
  size_t length = strcspn (format + 1, "diuxXsfgc%") + 2;
  char spec[32];
  int precision = -1;

  snprintf (spec, sizeof spec, "%.*s", (int) length, format);
  if (strchr (spec, '*') != NULL)
    precision = va_arg (args->list, int);
  switch (spec[length - 1])
    {
    case 's':
      if (precision >= 0)
        snprintf (to, size, "%.*s", precision, va_arg (args->list, const char *));
      else
        snprintf (to, size, spec, va_arg (args->list, const char *));
      break;

    case 'f': case 'g':
      snprintf (to, size, spec, va_arg (args->list, double));
      break;

    default:
      if (strstr (spec, "ll") != NULL)
        snprintf (to, size, spec, va_arg (args->list, long long));
      else if (strchr (spec, 'l') != NULL)
        snprintf (to, size, spec, va_arg (args->list, long));
      else
        snprintf (to, size, spec, va_arg (args->list, int));
    }
  return format + length;
}

static void
keep_arguments (GccoreError *error, const char *format, Arguments *args)
{
  size_t used = 0;

  while ((format = strchr (format, '%')) != NULL && used < sizeof error->arguments)
    {
      if (format[1] == '%')
        {
          format += 2;
          continue;
        }
      format = render (format, args, error->arguments + used, sizeof error->arguments - used);
      used += strlen (error->arguments + used) + 1;
    }
}

void
gccore_error_set_va (GccoreError *error, GccoreStatus code, const char *format, va_list args)
{
  Arguments again;

  if (error == NULL)
    return;
  memset (error, 0, sizeof *error);
  error->code = code;
  error->format = format;
  va_copy (again.list, args);
  vsnprintf (error->text, sizeof error->text, format, args);
  keep_arguments (error, format, &again);
  va_end (again.list);
}

void
gccore_error_set (GccoreError *error, GccoreStatus code, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  gccore_error_set_va (error, code, format, args);
  va_end (args);
}

void
gccore_error_put_into (GccoreError *error, const char *format, unsigned number)
{
  char text[sizeof error->text];

  if (error == NULL)
    return;
  snprintf (text, sizeof text, format, number, error->text);
  memcpy (error->text, text, sizeof text);
  error->around = format;
  error->around_number = number;
}
