/* Hands items to the server under test: an HTTP POST, or a length and the item over a unix socket.
 *
 * Never blocks: while a server broadcasts it may read no requests, and the client must go on receiving.
 */
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
#include <sys/un.h>
#include <unistd.h>

enum { TEMPLATE_BYTES = 1 << 16, OUT_BYTES = 64 << 20 };

struct stream publisher_slot;
uint64_t publish_errors;

static int fd;
static char template[TEMPLATE_BYTES];
static size_t template_len;
static char *mark;
static char *out;
static size_t out_start, out_end;

static int connect_http(void) {
    int sock = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options.port)};
    inet_pton(AF_INET, options.host, &to.sin_addr);
    if (connect(sock, (struct sockaddr *)&to, sizeof to)) die("connect to the publisher");
    return sock;
}

static int connect_unix(void) {
    int sock = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    snprintf(to.sun_path, sizeof to.sun_path, "%s", options.publish_unix);
    if (connect(sock, (struct sockaddr *)&to, sizeof to)) die("connect to the source");
    return sock;
}

static void watch(uint32_t events, int operation) {
    struct epoll_event event = {.events = events, .data.ptr = &publisher_slot};
    epoll_ctl(epoll_fd, operation, fd, &event);
}

void publisher_open(void) {
    fd = options.publish_unix ? connect_unix() : connect_http();
    out = malloc(OUT_BYTES);
    watch(EPOLLIN, EPOLL_CTL_ADD);
}

/* Read the item that is published over and over, with another number after its mark. */
void load_template(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) die(path);
    template_len = fread(template, 1, sizeof template, file);
    fclose(file);
    mark = memmem(template, template_len, MARK, MARK_LEN);
    if (!mark) die("the item has no mark");
}

static void flush(void) {
    while (out_start < out_end) {
        ssize_t sent = send(fd, out + out_start, out_end - out_start, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) {
            watch(EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
            return;
        }
        if (sent < 0) die("publish");
        out_start += (size_t)sent;
    }
    out_start = out_end = 0;
    watch(EPOLLIN, EPOLL_CTL_MOD);
}

static void queue(const char *bytes, size_t len) {
    if (out_end + len > OUT_BYTES) die("the server takes no items");
    memcpy(out + out_end, bytes, len);
    out_end += len;
}

void publish(uint64_t item) {
    char digits[DIGITS + 1], head[256];
    snprintf(digits, sizeof digits, "%010llu", (unsigned long long)item);
    memcpy(mark + MARK_LEN, digits, DIGITS);
    if (options.publish_unix) {
        uint32_t len = htonl((uint32_t)template_len);
        queue((char *)&len, sizeof len);
    } else {
        int len = snprintf(head, sizeof head,
                           "POST %s HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/json\r\n"
                           "Content-Length: %zu\r\n\r\n",
                           options.publish_path, options.host, options.port, template_len);
        queue(head, (size_t)len);
    }
    queue(template, template_len);
    tally_published(item, now_us());
    flush();
}

/* Answers are only looked at for refusals. */
static void read_answers(void) {
    char answers[1 << 16];
    ssize_t len = recv(fd, answers, sizeof answers, MSG_DONTWAIT);
    if (len < 0 && errno == EAGAIN) return;
    if (len <= 0) die("the server closed the publisher");
    for (char *at = answers; (at = memmem(at, (size_t)(answers + len - at), "HTTP/1.1 ", 9)); at += 9)
        if (at + 9 < answers + len && at[9] != '2') publish_errors++;
}

void publisher_event(uint32_t events) {
    if (events & EPOLLOUT) flush();
    if (events & ~(uint32_t)EPOLLOUT) read_answers();
}
