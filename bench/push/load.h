/* load: opens many SSE streams to one server, publishes, and records when each stream got each item.
 *
 *   stream.c   the streams: open, parse, close, stall
 *   publish.c  hands items to the server under test and says when
 *   tally.c    who received what, how late, in which order
 *   load.c     the clock, the event loop and the commands on stdin
 */
#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOST_STREAMS = 20000, ID_BYTES = 256 };

/* The item's number follows this mark in its text, ten digits: the same mark for every server. */
#define MARK "BENCH-"
enum { MARK_LEN = sizeof MARK - 1, DIGITS = 10 };
enum { NO_ITEM = 0 };

enum state { CLOSED, CONNECTING, HEAD, OPEN };

struct stream {
    int fd;
    uint32_t index;
    enum state state;
    bool stalled;       /* not read from, as a reader that hangs */
    char *rest;         /* the part of a line that has arrived */
    size_t rest_len, rest_room;
    uint64_t item;      /* number of the item in the event being read, NO_ITEM when there is none */
    bool id_seen;
};

struct options {
    const char *host;
    int port;
    const char *path;        /* of the stream, with its query */
    const char *publish_path; /* of the HTTP publisher, or NULL */
    const char *publish_unix; /* path of the unix socket that takes items, or NULL */
    const char *credential;  /* printf pattern of the bearer token with one %u, or NULL */
    unsigned classes;        /* credentials are spread over this many classes of rights */
};

extern struct options options;
extern struct stream streams[MOST_STREAMS];
extern uint32_t stream_count; /* how many were asked for */
extern int epoll_fd;

/* load.c */
uint64_t now_us(void);
void die(const char *what);
int pump(uint64_t until_us);
void settle(void);

/* stream.c */
extern uint64_t resets_seen, byes_seen, closed_by_server, refused;
extern bool keep_ids;
uint32_t open_streams(uint32_t count, bool resume, uint64_t deadline_us);
void close_streams(void);
void stream_event(struct stream *stream, uint32_t events);
uint32_t stall_streams(uint32_t count);
uint32_t read_stalled(void);
uint32_t live_streams(void);

/* publish.c */
extern struct stream publisher_slot; /* marks the publisher's epoll events; never a stream */
extern uint64_t publish_errors;
void publisher_open(void);
void publisher_event(uint32_t events);
void load_template(const char *path);
void publish(uint64_t item);

/* tally.c */
void tally_begin(uint64_t first, uint32_t items);
void tally_published(uint64_t item, uint64_t at_us);
void tally_received(struct stream *stream, uint64_t item, uint64_t at_us);
uint64_t tally_deliveries(void);
void tally_report(const char *command, uint64_t expected, const char *more);
void tally_fairness(void);

#endif
