/* The streams of the load client: an SSE reader each, as small as it can be and still notice everything. */
#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECTING_AT_ONCE = 256, SOURCE_ADDRESSES = 8, STALLED_RCVBUF = 16 << 10 };

#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif

struct stream streams[MOST_STREAMS];
uint32_t stream_count;
uint64_t resets_seen, byes_seen, closed_by_server, refused;
bool keep_ids;

static char ids[MOST_STREAMS][ID_BYTES]; /* the last `id:` of each stream, for Last-Event-ID */
static uint32_t connecting, opened;

static void forget(struct stream *stream) {
    if (stream->state == CONNECTING || stream->state == HEAD) connecting--;
    if (stream->state != CLOSED) close(stream->fd);
    stream->state = CLOSED;
    stream->rest_len = 0;
    stream->item = NO_ITEM;
}

static void watch(struct stream *stream, uint32_t events, int operation) {
    struct epoll_event event = {.events = events, .data.ptr = stream};
    if (epoll_ctl(epoll_fd, operation, stream->fd, &event)) die("epoll_ctl");
}

/* Connect from one of several loopback addresses: one address has too few free ports. */
static void start(struct stream *stream) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    if (fd < 0) die("socket: raise `ulimit -n`");
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct sockaddr_in from = {.sin_family = AF_INET};
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + stream->index % SOURCE_ADDRESSES);
    if (bind(fd, (struct sockaddr *)&from, sizeof from)) die("bind");
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options.port)};
    inet_pton(AF_INET, options.host, &to.sin_addr);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) && errno != EINPROGRESS) die("connect");
    stream->fd = fd;
    stream->state = CONNECTING;
    stream->stalled = false;
    connecting++;
    watch(stream, EPOLLOUT, EPOLL_CTL_ADD);
}

static void ask(struct stream *stream) {
    char request[1024], line[ID_BYTES + 32] = "", credential[256] = "";
    if (options.credential) {
        char token[128];
        snprintf(token, sizeof token, options.credential, stream->index % options.classes);
        snprintf(credential, sizeof credential, "Authorization: Bearer %s\r\n", token);
    }
    if (ids[stream->index][0]) snprintf(line, sizeof line, "Last-Event-ID: %s\r\n", ids[stream->index]);
    int len = snprintf(request, sizeof request,
                       "GET %s HTTP/1.1\r\nHost: %s:%d\r\nAccept: text/event-stream\r\n%s%s\r\n", options.path,
                       options.host, options.port, credential, line);
    if (send(stream->fd, request, (size_t)len, MSG_NOSIGNAL) != len) {
        refused++;
        forget(stream);
        return;
    }
    stream->state = HEAD;
    watch(stream, EPOLLIN, EPOLL_CTL_MOD);
}

static uint64_t number_in(const char *text, size_t len) {
    const char *mark = memmem(text, len, MARK, MARK_LEN);
    if (!mark || mark + MARK_LEN + DIGITS > text + len) return NO_ITEM;
    uint64_t number = 0;
    for (int i = 0; i < DIGITS; i++) number = number * 10 + (uint64_t)(mark[MARK_LEN + i] - '0');
    return number;
}

static bool starts(const char *line, size_t len, const char *with) {
    size_t n = strlen(with);
    return len >= n && !memcmp(line, with, n);
}

static void keep_id(struct stream *stream, const char *id, size_t len) {
    if (len >= ID_BYTES) die("an event id is too long");
    memcpy(ids[stream->index], id, len);
    ids[stream->index][len] = 0;
}

static void read_line(struct stream *stream, const char *line, size_t len, uint64_t at_us) {
    if (len && line[len - 1] == '\r') len--;
    if (!len) {
        if (stream->item != NO_ITEM) tally_received(stream, stream->item, at_us);
        stream->item = NO_ITEM;
    } else if (starts(line, len, "data:")) {
        uint64_t number = number_in(line, len);
        if (number != NO_ITEM) stream->item = number;
    } else if (keep_ids && starts(line, len, "id: ")) {
        keep_id(stream, line + 4, len - 4);
    } else if (starts(line, len, "event: reset")) {
        resets_seen++;
    } else if (starts(line, len, "event: bye")) {
        byes_seen++;
    }
}

/* Check the response's head once it is complete; give how much of `text` it took. */
static size_t read_head(struct stream *stream, const char *text, size_t len) {
    const char *end = memmem(text, len, "\r\n\r\n", 4);
    if (!end) return 0;
    size_t head_len = (size_t)(end - text) + 4;
    if (!starts(text, len, "HTTP/1.1 200")) {
        if (!refused++) fprintf(stderr, "load: refused: %.*s\n", (int)len, text);
        forget(stream);
        return 0;
    }
    if (memmem(text, head_len, "chunked", 7)) die("the load client does not read chunked streams");
    connecting--;
    opened++;
    stream->state = OPEN;
    return head_len;
}

static void keep_rest(struct stream *stream, const char *text, size_t len) {
    if (len > stream->rest_room) {
        stream->rest_room = len + 256;
        stream->rest = realloc(stream->rest, stream->rest_room);
    }
    memmove(stream->rest, text, len);
    stream->rest_len = len;
}

static void parse(struct stream *stream, const char *text, size_t len, uint64_t at_us) {
    const char *end = text + len, *newline;
    if (stream->state == HEAD) text += read_head(stream, text, len);
    if (stream->state == CLOSED) return;
    while (stream->state == OPEN && (newline = memchr(text, '\n', (size_t)(end - text)))) {
        read_line(stream, text, (size_t)(newline - text), at_us);
        text = newline + 1;
    }
    if (text < end) keep_rest(stream, text, (size_t)(end - text));
    else stream->rest_len = 0;
}

static void receive(struct stream *stream) {
    static char buffer[1 << 20];
    size_t before = stream->rest_len;
    if (before > sizeof buffer / 2) die("a line is too long");
    ssize_t len = recv(stream->fd, buffer + before, sizeof buffer - before, MSG_DONTWAIT);
    uint64_t at_us = now_us();
    if (len < 0 && errno == EAGAIN) return;
    if (len <= 0) {
        if (stream->state == OPEN) closed_by_server++;
        else refused++;
        forget(stream);
        return;
    }
    if (before) memcpy(buffer, stream->rest, before);
    parse(stream, buffer, before + (size_t)len, at_us);
}

void stream_event(struct stream *stream, uint32_t events) {
    if (stream->state == CLOSED) return;
    if (stream->state == CONNECTING) {
        int error = 0;
        socklen_t len = sizeof error;
        getsockopt(stream->fd, SOL_SOCKET, SO_ERROR, &error, &len);
        if (error) {
            refused++;
            forget(stream);
        } else if (events & EPOLLOUT) {
            ask(stream);
        }
        return;
    }
    receive(stream);
}

/* Open `count` streams; give how many the server accepted. `resume` sends the last id each stream saw. */
uint32_t open_streams(uint32_t count, bool resume, uint64_t deadline_us) {
    if (count > MOST_STREAMS) die("too many streams");
    uint32_t started = 0;
    stream_count = count;
    connecting = opened = 0;
    while ((started < count || connecting) && now_us() < deadline_us) {
        while (started < count && connecting < CONNECTING_AT_ONCE) {
            struct stream *stream = &streams[started];
            stream->index = started++;
            if (!resume) ids[stream->index][0] = 0;
            start(stream);
        }
        pump(now_us() + 1000);
    }
    return opened;
}

void close_streams(void) {
    for (uint32_t i = 0; i < stream_count; i++) forget(&streams[i]);
}

/* Stop reading `count` streams, spread evenly, with a receive buffer that fills soon. */
uint32_t stall_streams(uint32_t count) {
    uint32_t stalled = 0, step = count ? stream_count / count : 0;
    for (uint32_t i = 0; step && i < stream_count && stalled < count; i += step) {
        if (streams[i].state != OPEN) continue;
        int bytes = STALLED_RCVBUF;
        setsockopt(streams[i].fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
        epoll_ctl(epoll_fd, EPOLL_CTL_DEL, streams[i].fd, NULL);
        streams[i].stalled = true;
        stalled++;
    }
    return stalled;
}

/* Read the stalled streams again; give how many there were. */
uint32_t read_stalled(void) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < stream_count; i++) {
        if (streams[i].state != OPEN || !streams[i].stalled) continue;
        streams[i].stalled = false;
        watch(&streams[i], EPOLLIN, EPOLL_CTL_ADD);
        count++;
    }
    return count;
}

uint32_t live_streams(void) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < stream_count; i++) count += streams[i].state == OPEN && !streams[i].stalled;
    return count;
}
