/* The load client: reads commands from stdin, answers each with one line of JSON. See load.h.
 *
 *     load --host 127.0.0.1 --port N --path /stream --item FILE
 *          (--publish-path /pub | --publish-unix PATH) [--credential 'bench-%u' --classes 200]
 *
 *     open COUNT                 open the streams
 *     publish ITEMS TIMEOUT_S    hand over ITEMS at once; wait until every live stream has them
 *     sustain RATE SECONDS TIMEOUT_S
 *     reconnect ITEMS TIMEOUT_S  all leave, ITEMS are published, all come back with Last-Event-ID
 *     item FILE                  publish this item from now on
 *     stall COUNT | unstall SECONDS | fairness | close | quit
 */
#define _GNU_SOURCE
#include "load.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>

enum { BATCH = 512, SETTLE_US = 10000, SETTLE_MOST_US = 3000000, AWAY_US = 300000, QUIET_US = 300000 };

struct options options = {.host = "127.0.0.1", .classes = 1};
int epoll_fd;
static uint64_t next_item = 1;

uint64_t now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

void die(const char *what) {
    fprintf(stderr, "load: ");
    perror(what);
    exit(1);
}

/* Handle one batch of what the sockets have, waiting until `until_us` at most; give how many had something. */
int pump(uint64_t until_us) {
    struct epoll_event events[BATCH];
    uint64_t now = now_us();
    int wait_ms = until_us > now ? (int)((until_us - now + 999) / 1000) : 0;
    int count = epoll_wait(epoll_fd, events, BATCH, wait_ms);
    for (int i = 0; i < count; i++) {
        if (events[i].data.ptr == &publisher_slot) publisher_event(events[i].events);
        else stream_event(events[i].data.ptr, events[i].events);
    }
    return count;
}

/* Read whatever is left over (heartbeats, late answers), so that it is not charged to the next item. */
void settle(void) {
    uint64_t most = now_us() + SETTLE_MOST_US;
    while (now_us() < most && pump(now_us() + SETTLE_US) > 0) continue;
}

static void wait_for(uint64_t deliveries, uint64_t deadline_us) {
    while (tally_deliveries() < deliveries && now_us() < deadline_us) pump(deadline_us);
}

static uint64_t after_s(double seconds) {
    return now_us() + (uint64_t)(seconds * 1e6);
}

static void command_open(uint32_t count) {
    uint64_t start = now_us();
    uint32_t opened = open_streams(count, false, after_s(60));
    double seconds = (double)(now_us() - start) / 1e6;
    settle();
    printf("{\"command\":\"open\",\"opened\":%u,\"refused\":%llu,\"seconds\":%.3f}\n", opened,
           (unsigned long long)refused, seconds);
    fflush(stdout);
}

static void command_publish(uint32_t items, double timeout_s) {
    settle();
    uint64_t expected = (uint64_t)live_streams() * items, deadline = after_s(timeout_s);
    tally_begin(next_item, items);
    for (uint32_t i = 0; i < items; i++) publish(next_item++);
    wait_for(expected, deadline);
    tally_report("publish", expected, "");
}

/* Publish at a steady rate. Each item's time counts from when it was handed over; `slip_ms` says how far
 * the client itself fell behind its schedule. */
static void command_sustain(double rate, double seconds, double timeout_s) {
    settle();
    uint32_t items = (uint32_t)(rate * seconds);
    uint64_t expected = (uint64_t)live_streams() * items, deadline = after_s(timeout_s), slip_us = 0;
    uint64_t start = now_us();
    char more[64];
    tally_begin(next_item, items);
    for (uint32_t i = 0; i < items; i++) {
        uint64_t due = start + (uint64_t)(i * 1e6 / rate);
        while (now_us() < due) pump(due);
        if (now_us() - due > slip_us) slip_us = now_us() - due;
        publish(next_item++);
    }
    wait_for(expected, deadline);
    snprintf(more, sizeof more, ",\"slip_ms\":%.3f", (double)slip_us / 1000.0);
    tally_report("sustain", expected, more);
}

static void command_reconnect(uint32_t items, double timeout_s) {
    char more[64];
    settle();
    keep_ids = true;
    tally_begin(next_item, 1);
    publish(next_item++);
    wait_for(live_streams(), after_s(timeout_s));
    settle();
    keep_ids = false;
    close_streams();
    tally_begin(next_item, items);
    for (uint32_t i = 0; i < items; i++) publish(next_item++);
    for (uint64_t until = now_us() + AWAY_US; now_us() < until;) pump(until);
    uint64_t start = now_us(), deadline = after_s(timeout_s);
    uint32_t opened = open_streams(stream_count, true, deadline);
    double opened_s = (double)(now_us() - start) / 1e6;
    wait_for((uint64_t)stream_count * items, deadline);
    snprintf(more, sizeof more, ",\"opened\":%u,\"opened_s\":%.3f,\"seconds\":%.3f", opened, opened_s,
             (double)(now_us() - start) / 1e6);
    settle();
    tally_report("reconnect", (uint64_t)stream_count * items, more);
}

static void command_stall(uint32_t count) {
    settle();
    uint32_t stalled = stall_streams(count);
    printf("{\"command\":\"stall\",\"stalled\":%u}\n", stalled);
    fflush(stdout);
}

/* The stalled readers read again: what they were owed comes as strays, or the server has cut them. */
static void command_unstall(double seconds) {
    uint64_t closed = closed_by_server, until = after_s(seconds);
    uint32_t count = read_stalled();
    while (now_us() < until && pump(now_us() + QUIET_US) > 0) continue;
    printf("{\"command\":\"unstall\",\"read\":%u,\"cut\":%llu,\"byes\":%llu}\n", count,
           (unsigned long long)(closed_by_server - closed), (unsigned long long)byes_seen);
    fflush(stdout);
}

static bool obey(char *line) {
    char *word = strtok(line, " \n"), *a = strtok(NULL, " \n"), *b = strtok(NULL, " \n"), *c = strtok(NULL, " \n");
    if (!word || !strcmp(word, "quit")) return false;
    if (!strcmp(word, "open") && a) command_open((uint32_t)atoi(a));
    else if (!strcmp(word, "publish") && b) command_publish((uint32_t)atoi(a), atof(b));
    else if (!strcmp(word, "sustain") && c) command_sustain(atof(a), atof(b), atof(c));
    else if (!strcmp(word, "reconnect") && b) command_reconnect((uint32_t)atoi(a), atof(b));
    else if (!strcmp(word, "stall") && a) command_stall((uint32_t)atoi(a));
    else if (!strcmp(word, "unstall") && a) command_unstall(atof(a));
    else if (!strcmp(word, "fairness")) tally_fairness();
    else if (!strcmp(word, "item") && a) load_template(a), puts("{\"command\":\"item\"}"), fflush(stdout);
    else if (!strcmp(word, "close")) close_streams(), puts("{\"command\":\"close\"}"), fflush(stdout);
    else die(word);
    return true;
}

static void read_options(int argc, char **argv) {
    static const struct option names[] = {
        {"host", 1, NULL, 'h'},         {"port", 1, NULL, 'p'},         {"path", 1, NULL, 's'},
        {"publish-path", 1, NULL, 'P'}, {"publish-unix", 1, NULL, 'U'}, {"credential", 1, NULL, 'c'},
        {"classes", 1, NULL, 'k'},      {"item", 1, NULL, 'i'},         {0}};
    int name;
    while ((name = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (name == 'h') options.host = optarg;
        else if (name == 'p') options.port = atoi(optarg);
        else if (name == 's') options.path = optarg;
        else if (name == 'P') options.publish_path = optarg;
        else if (name == 'U') options.publish_unix = optarg;
        else if (name == 'c') options.credential = optarg;
        else if (name == 'k') options.classes = (unsigned)atoi(optarg);
        else if (name == 'i') load_template(optarg);
        else exit(2);
    }
    if (!options.port || !options.path || !(options.publish_path || options.publish_unix)) {
        fprintf(stderr, "load: --port, --path and one of --publish-path, --publish-unix are needed\n");
        exit(2);
    }
}

int main(int argc, char **argv) {
    char line[4096];
    epoll_fd = epoll_create1(0);
    read_options(argc, argv);
    publisher_open();
    while (fgets(line, sizeof line, stdin) && obey(line)) continue;
    return 0;
}
