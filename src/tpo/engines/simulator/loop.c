// The event loop again, in C, line by line as in parts.py and loop.py: same names, same order, same
// results to the bit. `python -m tpo.engines.simulator.compile` turns it into loop.wasm; fast.py fills the
// structs below, and a test runs both loops on hundreds of random systems and compares.
//
// Memory is only given back as a whole, by `reset`.

typedef unsigned char Byte;
typedef unsigned int Word;
typedef long long Long;

#define EXPORT __attribute__((visibility("default")))
#define NEVER __builtin_inf()
#define BUDGET_BURST 10.0
enum { OK, TIMEOUT, REJECTED, ERROR, OPEN, DOWN, IN_FLIGHT, HIT, STALE, BEATEN };
enum { ALONE, LEADER, FOLLOWER };
enum { ROUND_ROBIN, RANDOM, TWO_CHOICES, LEAST_IN_FLIGHT, HASH };
enum { NO_JITTER, FULL, EQUAL };
enum { SCALE, IS_DOWN, ERROR_RATE, SLOTS, LOSS, FLUSH };
enum { ENDED, TOO_LONG };
enum { JOBS_IN_CHUNK = 8192, CHUNKS = 8192 };

// ---- the structs of parts.py; fast.py holds the same tables of fields -----------------------------

typedef struct Job Job;
typedef struct Edge Edge;
typedef struct Group Group;
typedef struct Path Path;

struct Job {
  double t_sent, t_accepted, t_start, t_free, t_end;
  Edge *edge;
  Job *parent;
  Path *path;
  struct Station *station;
  Job *next;  // in a queue, or among the followers of a fetch
  Job *twin;
  int request, number, parent_number, edge_number, step, pending;
  Byte waiting, why, result, failed, part, attempt, hedged, unused;
};

typedef struct Lane { Job *first, *last; } Lane;

typedef struct Station {
  double slots, written;
  Lane *lanes;
  int busy, waiting, in_flight;
} Station;

struct Group {
  double scale, limit, error_rate, slots, target, every, boot;
  Station *stations;
  Edge **calls;
  int number, n_stations, n_lanes, n_calls, active, booting, least, most;
  int priorities, autoscale, lifo, drop, sync, conflicts, may_fail, down;
};

typedef struct Timer { double at; Long sequence; Job *job; } Timer;

typedef struct Cache {
  double hit_time, invalidate_after, capacity;
  double *lifetimes, *expires, *changes;  // of each request; of each key
  int *older, *newer;  // of each key: neighbours in order of use, -1: none
  Job **first, **last;  // of each key: who waits for a fetch
  Byte *present, *flying;
  int coalesce, size, oldest, newest;
} Cache;

struct Edge {
  double timeout, backoff, cap, budget, tokens, threshold, open_for, open_until, bulkhead, network;
  double hedge, rate, burst, level, filled, every, lag, loss, recheck_after;
  Group *callee;
  Edge *recheck;
  Cache *cache;
  Job *probe;
  Byte *needed, *rechecked, *recent;  // null: all need it; one flag a request; the window's ring
  Timer *timers;
  int timers_first, timers_n, timers_room;
  int number, attempts, jitter, has_budget, has_breaker, window, recent_first, recent_n, failures;
  int out, guarded, limited, balance, turn, soft, event, verifies, parallel, copies;
  int fetches, may_lose;
};

struct Path {
  double *work, *error, *pick, *jitter, *loss;
  Path *again, *hedge, *original, **first;
  int number, attempt;
};

typedef struct Change { double at, value; void *thing; int what; } Change;
typedef struct Replicas { double t; int group, active, paid, unused; } Replicas;

typedef struct Plan {
  double until, end;
  Group *groups;
  Edge *edges, *entry;
  Change *changes;
  double *times, *think;  // think is null in an open loop
  int *keys, *updates_of;  // updates_of[k] .. updates_of[k + 1]: those of key k in updates
  double *updates;
  Byte *lanes;
  int n, n_times, n_groups, n_edges, n_changes;
} Plan;

typedef struct Trace {
  double now;
  double *arrived, *answered, *verified;
  Long *attempts, *unverified;
  Byte *outcome, *degraded, *stale;
  Replicas *replicas;
  Job **chunks;
  int n_replicas, replicas_room, n_jobs;
} Trace;

// The draws of a path come from Python: 0 first paths (edge, caller or -1), 1 next, 2 hedge.
__attribute__((import_module("host"), import_name("paths")))
extern Path *host_paths(int kind, int edge, int path);

// ---- memory --------------------------------------------------------------------------------------

extern Byte __heap_base;
static Word top;

EXPORT void *grab(Word bytes) {
  if (!top) top = ((Word)&__heap_base + 15) & ~15u;
  Word at = top;
  top += (bytes + 15) & ~15u;
  Word have = __builtin_wasm_memory_size(0);
  Word need = (top + 65535) >> 16;
  if (need > have && __builtin_wasm_memory_grow(0, need - have + have / 4 + 16) == (Word)-1)
    __builtin_trap();
  return (void *)at;  // zero, since never used before
}

static void *longer(void *old, Word bytes) {  // twice the room, same content
  Byte *new = grab(2 * bytes), *from = old;
  for (Word i = 0; i < bytes; i++) new[i] = from[i];
  return new;
}

// ---- the state of a run --------------------------------------------------------------------------

typedef void Verb(void *);
typedef struct Event { double at; Long sequence; Verb *verb; void *thing; } Event;

static Plan *plan;
static Trace trace;
static Edge *entry;
static Path *root;
static Event *heap;
static int heap_n, heap_room;
static Long sequence;
static double now;
static int coming;

static Verb send, settle, accept, expire, hedge, done, change, scale, boot, arrive;
static int looked_up(Cache *cache, Job *job, int key);
static int may_leave(Edge *edge, Job *job), may_retry(Edge *edge, Job *job);
static void refuse(Job *job, int why, double delay), patience(Edge *edge, Job *job);
static void leave(Edge *edge, Job *job), again(Edge *edge, Job *job);
static void fetched(Edge *edge, Job *job, int key), degrade(Edge *edge, Job *parent, int request);
static void answer(int request, int why), start(Job *job), advance(Job *job);
static int fails(Group *group, Job *job);
static void finish(Job *job, int why), release(Group *group, Job *job);
static void serve(Group *group, Station *station);

static inline int before(const Event *a, const Event *b) {
  return a->at < b->at || (a->at == b->at && a->sequence < b->sequence);
}

static void heappush(Event event) {
  if (heap_n == heap_room) {
    heap = longer(heap, heap_room * sizeof(Event));
    heap_room *= 2;
  }
  int i = heap_n++;
  while (i > 0 && before(&event, &heap[(i - 1) >> 2])) {
    heap[i] = heap[(i - 1) >> 2];
    i = (i - 1) >> 2;
  }
  heap[i] = event;
}

static Event heappop(void) {
  Event first = heap[0], event = heap[--heap_n];
  int i = 0;
  for (;;) {
    int child = 4 * i + 1, last = child + 4 < heap_n ? child + 4 : heap_n;
    if (child >= heap_n) break;
    for (int k = child + 1; k < last; k++)
      if (before(&heap[k], &heap[child])) child = k;
    if (!before(&heap[child], &event)) break;
    heap[i] = heap[child];
    i = child;
  }
  heap[i] = event;
  return first;
}

static void at(double time, Verb *verb, void *thing) {
  heappush((Event){time, sequence++, verb, thing});
}

static Job *new_job(Edge *edge, Job *parent, int request, Path *path) {
  int i = trace.n_jobs++;
  if (i / JOBS_IN_CHUNK == CHUNKS) __builtin_trap();
  Job **chunk = &trace.chunks[i / JOBS_IN_CHUNK];
  if (!*chunk) *chunk = grab(JOBS_IN_CHUNK * sizeof(Job));
  Job *job = *chunk + i % JOBS_IN_CHUNK;
  job->t_sent = job->t_accepted = job->t_start = job->t_free = job->t_end = NEVER;
  job->edge = edge;
  job->parent = parent;
  job->path = path;
  job->request = request;
  job->number = i;
  job->parent_number = parent ? parent->number : -1;
  job->edge_number = edge->number;
  job->waiting = 1;
  job->why = job->result = IN_FLIGHT;
  job->attempt = path->attempt;
  job->hedged = path->original != 0;
  return job;
}

static Path *first_paths(Edge *edge, Path *caller) {
  if (!caller->first[edge->number])
    caller->first[edge->number] = host_paths(0, edge->number, caller->number);
  return caller->first[edge->number];
}

static double next_update(int key, double t) {
  int low = plan->updates_of[key], high = plan->updates_of[key + 1], end = high;
  while (low < high) {
    int middle = (low + high) / 2;
    if (t < plan->updates[middle]) high = middle;
    else low = middle + 1;
  }
  return low < end ? plan->updates[low] : NEVER;
}

// ---- the rules of parts.py --------------------------------------------------------------------------

static int take(Edge *edge) {
  edge->level = edge->level + (now - edge->filled) * edge->rate;
  if (edge->level > edge->burst) edge->level = edge->burst;
  edge->filled = now;
  if (edge->level < 1.0 - 1e-9) return 0;
  edge->level -= 1.0;
  return 1;
}

static void earn(Edge *edge) {
  edge->tokens += edge->budget;
  if (edge->tokens > BUDGET_BURST) edge->tokens = BUDGET_BURST;
}

static int spend(Edge *edge) {
  if (edge->tokens < 1.0 - 1e-9) return 0;
  edge->tokens -= 1.0;
  return 1;
}

static int lets(Edge *edge, Job *job) {
  if (edge->open_until >= 0.0) {
    if (now < edge->open_until || edge->probe) return 0;
    edge->probe = job;
  }
  return 1;
}

static void count(Edge *edge, Job *job) {
  if (job->why == BEATEN) {
    if (edge->probe == job) edge->probe = 0;
    return;
  }
  int failed = job->why != OK;
  if (edge->open_until < 0.0) {
    int room = edge->window + 1;
    edge->recent[(edge->recent_first + edge->recent_n++) % room] = failed;
    edge->failures += failed;
    if (edge->recent_n > edge->window) {
      edge->failures -= edge->recent[edge->recent_first];
      edge->recent_first = (edge->recent_first + 1) % room;
      edge->recent_n--;
    }
    if (edge->recent_n == edge->window && edge->failures >= edge->threshold * edge->window) {
      edge->open_until = now + edge->open_for;
      edge->failures = 0;
      edge->recent_n = 0;
    }
  } else if (edge->probe == job) {
    edge->probe = 0;
    edge->open_until = failed ? now + edge->open_for : -1.0;
  }
}

static void forget(Cache *cache, int key) {
  int older = cache->older[key], newer = cache->newer[key];
  if (older < 0) cache->oldest = newer;
  else cache->newer[older] = newer;
  if (newer < 0) cache->newest = older;
  else cache->older[newer] = older;
  cache->present[key] = 0;
  cache->size--;
}

static void keep(Cache *cache, int key, double expires, double changes) {
  cache->older[key] = cache->newest;
  cache->newer[key] = -1;
  if (cache->newest < 0) cache->oldest = key;
  else cache->newer[cache->newest] = key;
  cache->newest = key;
  cache->present[key] = 1;
  cache->size++;
  cache->expires[key] = expires;
  cache->changes[key] = changes;
}

static int read(Cache *cache, int key, double *changes) {
  double expires = -1.0;
  *changes = NEVER;
  if (cache->present[key]) expires = cache->expires[key], *changes = cache->changes[key];
  if (now >= expires || now >= *changes + cache->invalidate_after) return 0;
  forget(cache, key);
  keep(cache, key, expires, *changes);
  return 1;
}

static void write(Cache *cache, int key, double expires, double changes) {
  if (cache->present[key]) forget(cache, key);
  if (cache->size >= cache->capacity) forget(cache, cache->oldest);
  keep(cache, key, expires, changes);
}

static Station *choose(Edge *edge, Job *job) {
  Station *stations = edge->callee->stations;
  int n = edge->callee->active, i, j;
  if (edge->balance == ROUND_ROBIN) {
    i = edge->turn % n;
    edge->turn = i + 1;
    return &stations[i];
  }
  if (edge->balance == LEAST_IN_FLIGHT) {
    for (i = 0, j = 1; j < n; j++)
      if (stations[j].in_flight < stations[i].in_flight) i = j;
    return &stations[i];
  }
  if (edge->balance == HASH) return &stations[plan->keys[job->request] % n];
  double u = job->path->pick[job->request] * n;
  i = (int)u;
  if (edge->balance == TWO_CHOICES && n > 1) {
    j = (int)((u - i) * (n - 1));
    if (j >= i) j++;
    if (stations[j].in_flight < stations[i].in_flight) i = j;
  }
  return &stations[i];
}

// ---- the caller's side ---------------------------------------------------------------------------

static void begin(Edge *edge, Job *parent, int request, Path *path) {
  Job *job = new_job(edge, parent, request, path);
  if (edge->cache && looked_up(edge->cache, job, plan->keys[request])) return;
  if (edge->has_budget) earn(edge);
  if (edge->every > 0.0) at((__builtin_floor(now / edge->every) + 1.0) * edge->every, send, job);
  else send(job);
}

static int looked_up(Cache *cache, Job *job, int key) {
  double changes;
  if (read(cache, key, &changes)) {
    job->why = HIT;
    if (changes <= now) {
      job->why = STALE;
      trace.stale[job->request] = 1;
    }
    at(now + cache->hit_time, settle, job);
    return 1;
  }
  if (cache->coalesce) {
    if (cache->flying[key]) {
      job->part = FOLLOWER;
      if (cache->first[key]) cache->last[key]->next = job;
      else cache->first[key] = job;
      cache->last[key] = job;
      return 1;
    }
    job->part = LEADER;
    cache->flying[key] = 1;
  }
  return 0;
}

static void send(void *thing) {
  Job *job = thing;
  Edge *edge = job->edge;
  if (edge->guarded && !may_leave(edge, job)) return;
  job->t_sent = now;
  job->station = edge->callee->n_stations == 1 ? edge->callee->stations : choose(edge, job);
  if (edge->timeout < NEVER) patience(edge, job);
  if (edge->hedge < NEVER && !job->twin) at(now + edge->hedge, hedge, job);
  if (edge->may_lose && job->path->loss[job->request] < edge->loss) return;
  if (edge->network > 0.0) at(now + edge->network, accept, job);
  else accept(job);
}

static int may_leave(Edge *edge, Job *job) {
  if (edge->out >= edge->bulkhead || (edge->limited && !take(edge))) {
    refuse(job, REJECTED, 0.0);
    return 0;
  }
  if (edge->has_breaker && !lets(edge, job)) {
    refuse(job, OPEN, 0.0);
    return 0;
  }
  edge->out++;
  return 1;
}

static void hedge(void *thing) {
  Job *job = thing;
  if (job->waiting) {
    Path *path = job->path;
    if (!path->hedge) path->hedge = host_paths(2, job->edge->number, path->number);
    Job *twin = new_job(job->edge, job->parent, job->request, path->hedge);
    twin->part = job->part, twin->twin = job, job->twin = twin;
    if (job->edge == entry) trace.attempts[job->request]++;
    send(twin);
  }
}

static void refuse(Job *job, int why, double delay) {
  job->why = why;
  at(now + delay, settle, job);
}

static void patience(Edge *edge, Job *job) {
  if (edge->timers_n == edge->timers_room) {
    Timer *old = edge->timers;
    int n = edge->timers_n;
    edge->timers = grab((n ? 2 * n : 64) * sizeof(Timer));
    edge->timers_room = n ? 2 * n : 64;
    for (int i = 0; i < n; i++) edge->timers[i] = old[(edge->timers_first + i) % n];
    edge->timers_first = 0;
  }
  Timer timer = {now + edge->timeout, sequence++, job};
  edge->timers[(edge->timers_first + edge->timers_n++) % edge->timers_room] = timer;
  if (edge->timers_n == 1) heappush((Event){timer.at, timer.sequence, expire, edge});
}

static Job *next_timer(Edge *edge) {
  Job *job = edge->timers[edge->timers_first].job;
  edge->timers_first = (edge->timers_first + 1) % edge->timers_room;
  edge->timers_n--;
  return job;
}

static void expire(void *thing) {
  Edge *edge = thing;
  Job *job = next_timer(edge);
  while (edge->timers_n && !edge->timers[edge->timers_first].job->waiting) next_timer(edge);
  if (edge->timers_n) {
    Timer *timer = &edge->timers[edge->timers_first];
    heappush((Event){timer->at, timer->sequence, expire, edge});
  }
  if (job->waiting) {
    job->why = TIMEOUT;
    settle(job);
  }
}

static void settle(void *thing) {
  Job *job = thing;
  if (!job->waiting) return;
  job->waiting = 0;
  Edge *edge = job->edge;
  Job *parent = job->parent, *twin = job->twin;
  int request = job->request, why = job->why;
  if (edge->guarded) leave(edge, job);
  if (twin && twin->waiting) {
    if (why != OK) return;
    twin->waiting = 0, twin->why = BEATEN;
    if (edge->guarded) leave(edge, twin);
  }
  int good = why == OK || why >= HIT;
  if (!good && job->path->attempt < edge->attempts && may_retry(edge, job)) {
    again(edge, job);
    return;
  }
  if (edge->fetches) fetched(edge, job, plan->keys[request]);
  if (parent) {
    if (!good && edge->soft) degrade(edge, parent, request);
    else if (!good && parent->failed == OK) parent->failed = why;
    parent->pending--;
    if (parent->pending == 0) advance(parent);
  } else if (edge == entry) {
    answer(request, good ? OK : why);
  } else if (good && edge->verifies) {
    trace.unverified[request]--;
    trace.verified[request] = now;
  }
}

static void leave(Edge *edge, Job *job) {
  if (job->t_sent < NEVER) {
    edge->out--;
    if (edge->has_breaker) count(edge, job);
  }
}

static int may_retry(Edge *edge, Job *job) {
  Job *parent = job->parent;
  if (parent && !parent->waiting && parent->edge->callee->drop) return 0;
  return job->part != FOLLOWER && (!edge->has_budget || spend(edge));
}

static void again(Edge *edge, Job *job) {
  int request = job->request;
  Path *path = job->path->original ? job->path->original : job->path;
  if (!path->again) path->again = host_paths(1, edge->number, path->number);
  Job *following = new_job(edge, job->parent, request, path->again);
  following->part = job->part;
  if (edge == entry) trace.attempts[request]++;
  double wait = edge->backoff, power = 1.0;
  for (int k = 1; k < path->attempt; k++) power *= 2.0;
  wait *= power;
  if (edge->cap < wait) wait = edge->cap;
  if (edge->jitter == FULL) wait *= path->jitter[request];
  else if (edge->jitter == EQUAL) wait *= 0.5 + 0.5 * path->jitter[request];
  at(now + wait, send, following);
}

static void fetched(Edge *edge, Job *job, int key) {
  Cache *cache = edge->cache;
  if (job->why == OK) {
    double changes = next_update(key, now - edge->lag);
    if (changes <= now) trace.stale[job->request] = 1;
    if (cache && job->part != FOLLOWER)
      write(cache, key, now + cache->lifetimes[job->request], changes);
  }
  if (cache && job->part == LEADER) {
    Job *follower = cache->first[key];
    cache->first[key] = cache->last[key] = 0;
    cache->flying[key] = 0;
    for (Job *next; follower; follower = next) {
      next = follower->next;
      refuse(follower, job->why, 0.0);
    }
  }
}

static void degrade(Edge *edge, Job *parent, int request) {
  trace.degraded[request] = 1;
  Edge *check = edge->recheck;
  if (check && !edge->rechecked[request]) {
    edge->rechecked[request] = 1;
    trace.unverified[request]++;
    Job *job = new_job(check, 0, request, first_paths(check, parent->path));
    at(now + edge->recheck_after, send, job);
  }
}

static void answer(int request, int why) {
  trace.answered[request] = now;
  trace.outcome[request] = why;
  if (plan->think && coming < plan->n) {
    at(now + plan->think[coming], arrive, (void *)coming);
    coming++;
  }
}

// ---- the station's side --------------------------------------------------------------------------

static void accept(void *thing) {
  Job *job = thing;
  Group *group = job->edge->callee;
  Station *station = job->station;
  if (group->down || (group->drop && !job->waiting)) {
    refuse(job, DOWN, job->edge->network);
  } else if (station->busy < station->slots) {
    job->t_accepted = now;
    station->in_flight++;
    start(job);
  } else if (station->waiting >= group->limit) {
    refuse(job, REJECTED, job->edge->network);
  } else {
    job->t_accepted = now;
    station->in_flight++;
    station->waiting++;
    Lane *lane = &station->lanes[group->priorities ? plan->lanes[job->request] : 0];
    job->next = 0;
    if (!lane->first) lane->first = lane->last = job;
    else if (group->lifo) job->next = lane->first, lane->first = job;
    else lane->last->next = job, lane->last = job;
  }
}

static void start(Job *job) {
  job->t_start = now;
  job->station->busy++;
  double work = job->edge->callee->scale * job->path->work[job->request];
  at(now + work, done, job);
}

static void done(void *thing) {
  Job *job = thing;
  Group *group = job->edge->callee;
  if (group->may_fail && fails(group, job)) {
    finish(job, ERROR);
    return;
  }
  if (!group->sync) release(group, job);
  advance(job);
}

static int fails(Group *group, Job *job) {
  if (job->path->error[job->request] < group->error_rate) return 1;
  if (group->conflicts) {
    if (job->station->written > job->t_start) return 1;
    job->station->written = now;
  }
  return 0;
}

static void advance(Job *job) {
  if (job->failed) {
    finish(job, job->failed);
    return;
  }
  Group *group = job->edge->callee;
  int request = job->request;
  while (job->step < group->n_calls) {
    Edge *edge = group->calls[job->step];
    if (job->pending && !edge->parallel) return;
    job->step++;
    if (!edge->needed || edge->needed[request]) {
      Path *paths = first_paths(edge, job->path);
      for (int copy = 0; copy < edge->copies; copy++) {
        if (edge->event) {
          begin(edge, 0, request, &paths[copy]);
        } else {
          job->pending++;
          begin(edge, job, request, &paths[copy]);
        }
      }
    }
  }
  if (!job->pending) finish(job, OK);
}

static void finish(Job *job, int why) {
  Group *group = job->edge->callee;
  job->result = why;
  job->t_end = now;
  job->station->in_flight--;
  if (job->t_free == NEVER) release(group, job);
  if (job->waiting) {
    job->why = why;
    if (job->edge->network > 0.0) at(now + job->edge->network, settle, job);
    else settle(job);
  }
}

static void release(Group *group, Job *job) {
  job->t_free = now;
  Station *station = job->station;
  station->busy--;
  if (station->waiting) serve(group, station);
}

static void serve(Group *group, Station *station) {
  while (station->waiting && station->busy < station->slots) {
    Lane *lane = station->lanes;
    while (!lane->first) lane++;
    Job *job = lane->first;
    lane->first = job->next;
    station->waiting--;
    if (group->drop && !job->waiting) {
      job->t_end = now;
      station->in_flight--;
    } else {
      start(job);
    }
  }
}

// ---- the world -----------------------------------------------------------------------------------

static void change(void *thing) {
  Change *step = thing;
  Group *group = step->thing;
  Edge *edge = step->thing;
  if (step->what == FLUSH) {
    while (edge->cache->size) forget(edge->cache, edge->cache->oldest);
  } else if (step->what == SLOTS) {
    for (int i = 0; i < group->n_stations; i++) {
      group->stations[i].slots = step->value;
      serve(group, &group->stations[i]);
    }
  } else if (step->what == SCALE) {
    group->scale = step->value;
  } else if (step->what == IS_DOWN) {
    group->down = step->value != 0.0;
  } else if (step->what == ERROR_RATE) {
    group->error_rate = step->value;
  } else {
    edge->loss = step->value;
  }
}

static void note(Group *group, int active, int paid) {
  if (trace.n_replicas == trace.replicas_room) {
    trace.replicas = longer(trace.replicas, trace.replicas_room * sizeof(Replicas));
    trace.replicas_room *= 2;
  }
  trace.replicas[trace.n_replicas++] = (Replicas){now, group->number, active, paid, 0};
}

static void scale(void *thing) {
  Group *group = thing;
  int inside = 0;
  for (int i = 0; i < group->n_stations; i++) inside += group->stations[i].in_flight;
  double asked = __builtin_ceil(inside / (group->slots * group->target));
  if (asked < group->least) asked = group->least;
  int wanted = asked > group->most ? group->most : (int)asked;
  if (!group->booting) {
    if (wanted > group->active) {
      group->booting = wanted;
      at(now + group->boot, boot, group);
      note(group, group->active, wanted);
    } else if (wanted < group->active) {
      group->active = wanted;
      note(group, wanted, wanted);
    }
  }
  if (now + group->every > plan->until) return;
  for (int i = 0; i < plan->n; i++)
    if (trace.outcome[i] == IN_FLIGHT) {
      at(now + group->every, scale, group);
      return;
    }
}

static void boot(void *thing) {
  Group *group = thing;
  group->active = group->booting, group->booting = 0;
  note(group, group->active, group->active);
}

static void arrive(void *thing) {
  int request = (int)thing;
  trace.arrived[request] = now;
  begin(entry, 0, request, root);
}

// ---- the loop ------------------------------------------------------------------------------------

EXPORT Trace *tables(void) { return &trace; }

EXPORT void reset(void) {  // as new, but with memory that the machine need not find again
  if (top) __builtin_memset(&__heap_base, 0, top - (Word)&__heap_base);
  top = 0;
  trace = (Trace){0};
  heap_n = 0;
}

EXPORT int run(Plan *the_plan, Long max_events) {
  plan = the_plan;
  int n = plan->n;
  coming = plan->n_times;
  sequence = 1;
  heap_room = trace.replicas_room = 1024;
  heap = grab(heap_room * sizeof(Event));
  trace.chunks = grab(CHUNKS * sizeof(Job *));
  trace.replicas = grab(trace.replicas_room * sizeof(Replicas));
  trace.arrived = grab(n * 8), trace.answered = grab(n * 8), trace.verified = grab(n * 8);
  trace.attempts = grab(n * 8), trace.unverified = grab(n * 8);
  trace.outcome = grab(n), trace.degraded = grab(n), trace.stale = grab(n);
  for (int i = 0; i < n; i++) {
    trace.arrived[i] = i < plan->n_times ? plan->times[i] : NEVER;
    trace.answered[i] = trace.verified[i] = NEVER;
    trace.attempts[i] = 1;
    trace.outcome[i] = IN_FLIGHT;
  }
  for (int i = 0; i < plan->n_changes; i++) at(plan->changes[i].at, change, &plan->changes[i]);
  for (int i = 0; i < plan->n_groups; i++)
    if (plan->groups[i].autoscale) at(plan->groups[i].every, scale, &plan->groups[i]);
  entry = plan->entry;
  root = host_paths(0, entry->number, -1);
  int request = 0;
  double arrival = plan->times[0];
  for (Long k = 0; k < max_events; k++) {
    double first = heap_n ? heap[0].at : NEVER;
    if (arrival < first) {
      now = arrival;
      begin(entry, 0, request, root);
      request++;
      arrival = request < plan->n_times ? plan->times[request] : NEVER;
    } else {
      if (first > plan->end) return ENDED;
      Event event = heappop();
      now = event.at;
      event.verb(event.thing);
    }
  }
  trace.now = now;
  return TOO_LONG;
}
