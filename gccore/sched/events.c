#include "sched/events.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *argument[3];
} EventKindInfo;

static const EventKindInfo kinds[EVENT_N_KINDS] = {
#define SCHED_EVENT(id, name, addr, arg, arg2) { name, { addr, arg, arg2 } },
#include "sched/events.def"
#undef SCHED_EVENT
};

const char *
event_kind_name (EventKind kind)
{
  return (unsigned) kind < EVENT_N_KINDS ? kinds[kind].name : "?";
}

EventKind
event_kind_parse (const char *name)
{
  unsigned kind = 0;

  while (kind < EVENT_N_KINDS && strcmp (kinds[kind].name, name) != 0)
    kind++;
  return (EventKind) kind;
}

const char *
event_kind_argument (EventKind kind, unsigned which)
{
  return (unsigned) kind < EVENT_N_KINDS && which < 3 ? kinds[kind].argument[which] : "?";
}
