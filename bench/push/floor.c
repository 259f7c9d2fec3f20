/* floor: the least a broadcaster can do, as a yardstick for this machine.
 *
 * One thread, one epoll, no rights, no resume, no limits. `GET` opens a stream, `POST` publishes its body
 * to every stream with one send() per message and stream. What send() costs here, everybody pays.
 *
 *     floor PORT
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LOG_BYTES = 64 << 20, BATCH = 512, REQUEST_BYTES = 4 << 20, MOST_STREAMS = 1 << 16 };
enum role { UNKNOWN, STREAM, PUBLISHER, GONE };

struct conn {
    int fd;
    enum role role;
    bool blocked;       /* the kernel's buffer is full: wait for EPOLLOUT */
    int place;          /* index in `streams` */
    uint64_t position;  /* how much of the log this stream has been sent */
    char *request;      /* a publisher's unread requests */
    size_t request_len;
    struct conn *next_gone;
};

static struct conn *streams[MOST_STREAMS];
static int stream_count;
static int epoll_fd;
static struct conn *gone; /* freed after the batch: a later event of it may still name them */

/* All messages ever published, the last LOG_BYTES of them in memory: a stream that blocks finds its rest here. */
static char *log_bytes;
static uint64_t log_base, log_head;
static uint64_t next_id;

static const char OPENED[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n: hello\n\n";
static const char PUBLISHED[] = "HTTP/1.1 204 No Content\r\n\r\n";

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void watch(struct conn *conn, uint32_t events, int operation) {
    struct epoll_event event = {.events = events, .data.ptr = conn};
    epoll_ctl(epoll_fd, operation, conn->fd, &event);
}

static void drop(struct conn *conn) {
    if (conn->role == STREAM) {
        streams[conn->place] = streams[--stream_count];
        streams[conn->place]->place = conn->place;
    }
    close(conn->fd);
    conn->role = GONE;
    conn->next_gone = gone;
    gone = conn;
}

static void free_gone(void) {
    while (gone) {
        struct conn *conn = gone;
        gone = conn->next_gone;
        free(conn->request);
        free(conn);
    }
}

/* Send one stream what it lacks; false when it is gone. */
static bool send_rest(struct conn *conn) {
    if (conn->position < log_base) return false; /* slower than the log is long */
    size_t rest = log_head - conn->position;
    ssize_t sent = send(conn->fd, log_bytes + (conn->position - log_base), rest, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) return false;
    if (sent > 0) conn->position += (uint64_t)sent;
    bool blocked = conn->position < log_head;
    if (blocked != conn->blocked) {
        conn->blocked = blocked;
        watch(conn, blocked ? EPOLLIN | EPOLLOUT : EPOLLIN, EPOLL_CTL_MOD);
    }
    return true;
}

static void broadcast(void) {
    for (int i = 0; i < stream_count;) {
        struct conn *conn = streams[i];
        if (!conn->blocked && !send_rest(conn)) drop(conn); /* the last stream takes place i */
        else i++;
    }
}

static void append(const char *bytes, size_t len) {
    if (log_head - log_base + len > LOG_BYTES) {
        uint64_t gone = LOG_BYTES / 2;
        memmove(log_bytes, log_bytes + gone, log_head - log_base - gone);
        log_base += gone;
    }
    memcpy(log_bytes + (log_head - log_base), bytes, len);
    log_head += len;
}

static void publish(const char *body, size_t len) {
    char prefix[64];
    int prefix_len = snprintf(prefix, sizeof prefix, "id: %llu\ndata: ", (unsigned long long)++next_id);
    append(prefix, (size_t)prefix_len);
    append(body, len);
    append("\n\n", 2);
    broadcast();
}

/* Publish every complete POST that has arrived, and keep the rest. */
static void read_requests(struct conn *conn) {
    size_t done = 0;
    for (;;) {
        char *start = conn->request + done;
        size_t have = conn->request_len - done;
        char *end = memmem(start, have, "\r\n\r\n", 4);
        if (!end) break;
        char *length = memmem(start, (size_t)(end - start), "Content-Length: ", 16);
        size_t body_len = length ? strtoul(length + 16, NULL, 10) : 0;
        size_t head_len = (size_t)(end - start) + 4;
        if (head_len + body_len > have) break;
        publish(start + head_len, body_len);
        send(conn->fd, PUBLISHED, sizeof PUBLISHED - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
        done += head_len + body_len;
    }
    memmove(conn->request, conn->request + done, conn->request_len - done);
    conn->request_len -= done;
}

static void open_stream(struct conn *conn) {
    send(conn->fd, OPENED, sizeof OPENED - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    conn->role = STREAM;
    conn->position = log_head;
    conn->place = stream_count;
    streams[stream_count++] = conn;
}

static void receive(struct conn *conn) {
    static char buffer[1 << 18];
    ssize_t len = recv(conn->fd, buffer, sizeof buffer, MSG_DONTWAIT);
    if (len < 0 && errno == EAGAIN) return;
    if (len <= 0) {
        drop(conn);
        return;
    }
    if (conn->role == UNKNOWN && !memcmp(buffer, "GET ", 4)) {
        open_stream(conn);
        return;
    }
    if (conn->role == STREAM) return;
    if (!conn->request) conn->request = malloc(REQUEST_BYTES);
    conn->role = PUBLISHER;
    if (conn->request_len + (size_t)len > REQUEST_BYTES) {
        drop(conn);
        return;
    }
    memcpy(conn->request + conn->request_len, buffer, (size_t)len);
    conn->request_len += (size_t)len;
    read_requests(conn);
}

static void accept_all(int listener) {
    int on = 1, fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct conn *conn = calloc(1, sizeof *conn);
        conn->fd = fd;
        watch(conn, EPOLLIN, EPOLL_CTL_ADD);
    }
}

static int listen_on(int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 4096)) fail("listen");
    return fd;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: floor PORT\n");
        return 2;
    }
    log_bytes = calloc(1, LOG_BYTES);
    int listener = listen_on(atoi(argv[1]));
    epoll_fd = epoll_create1(0);
    struct epoll_event on_listener = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, listener, &on_listener);
    for (;;) {
        struct epoll_event events[BATCH];
        int count = epoll_wait(epoll_fd, events, BATCH, -1);
        for (int i = 0; i < count; i++) {
            struct conn *conn = events[i].data.ptr;
            if (!conn) accept_all(listener);
            else if (conn->role == GONE) continue;
            else if (events[i].events & EPOLLOUT && !send_rest(conn)) drop(conn);
            else if (events[i].events & ~(uint32_t)EPOLLOUT) receive(conn);
        }
        free_gone();
    }
}
