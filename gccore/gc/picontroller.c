#include "gc/picontroller.h"

#include <math.h>

static bool
fail (PiController *c, uint8_t *flag, double *output)
{
  c->err_integral = 0;
  *flag = true;
  *output = c->min;
  return false;
}

bool
picontroller_next (PiController *c, double input, double setpoint, double period, double *output)
{
  double raw = c->kp * (setpoint - input) + c->err_integral;
  double out = raw;

  /* Not finite: the input was out of hand. */
  if (!isfinite (raw))
    return fail (c, &c->input_overflow, output);
  if (out < c->min)
    out = c->min;
  else if (out > c->max)
    out = c->max;

  if (c->ti != 0 && c->tt != 0)
    {
      c->err_integral += (c->kp * period / c->ti) * (setpoint - input) + (period / c->tt) * (out - raw);
      if (!isfinite (c->err_integral))
        return fail (c, &c->err_overflow, output);
    }
  *output = out;
  return true;
}
