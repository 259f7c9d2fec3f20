/* Who received what: one receive time for each item and stream, and everything that went wrong. */
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t *late_us;       /* [item][stream]: 0 = not received, else 1 + µs after publication */
static uint64_t *published_us;  /* [item] */
static size_t room;             /* cells in late_us */
static uint64_t first_item;
static uint32_t item_count;
static uint64_t deliveries, duplicates, reordered, strays, last_received_us;
static uint64_t last_item[MOST_STREAMS];  /* the highest number each stream has seen */
static uint64_t waited_us[MOST_STREAMS];  /* over all items: is anybody always last? */
static uint64_t waited_items;

void tally_begin(uint64_t first, uint32_t items) {
    size_t cells = (size_t)items * stream_count;
    if (cells > room) {
        late_us = realloc(late_us, cells * sizeof *late_us);
        room = cells;
    }
    if (!late_us) die("out of memory");
    memset(late_us, 0, cells * sizeof *late_us);
    published_us = realloc(published_us, items * sizeof *published_us);
    memset(published_us, 0, items * sizeof *published_us);
    first_item = first;
    item_count = items;
    deliveries = duplicates = reordered = strays = last_received_us = 0;
}

void tally_published(uint64_t item, uint64_t at_us) {
    published_us[item - first_item] = at_us;
}

void tally_received(struct stream *stream, uint64_t item, uint64_t at_us) {
    if (item < first_item || item >= first_item + item_count || !published_us[item - first_item]) {
        strays++;
        return;
    }
    uint32_t *cell = &late_us[(item - first_item) * stream_count + stream->index];
    if (*cell) {
        duplicates++;
        return;
    }
    if (item < last_item[stream->index]) reordered++;
    last_item[stream->index] = item;
    uint64_t late = at_us - published_us[item - first_item];
    *cell = 1 + (uint32_t)late;
    waited_us[stream->index] += late;
    deliveries++;
    last_received_us = at_us;
}

uint64_t tally_deliveries(void) {
    return deliveries;
}

static int by_size(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static double at_share(const uint32_t *sorted, size_t count, double share) {
    if (!count) return -1;
    size_t place = (size_t)(share * (double)(count - 1) + 0.5);
    return (sorted[place] - 1) / 1000.0;
}

/* Put the received cells together at the front, sorted; give how many there are. */
static size_t sort_received(void) {
    size_t cells = (size_t)item_count * stream_count, received = 0;
    for (size_t i = 0; i < cells; i++)
        if (late_us[i]) late_us[received++] = late_us[i];
    qsort(late_us, received, sizeof *late_us, by_size);
    return received;
}

/* Print what happened since tally_begin as one line of JSON; ends the tally. */
void tally_report(const char *command, uint64_t expected, const char *more) {
    size_t received = sort_received();
    double span_ms = last_received_us ? (double)(last_received_us - published_us[0]) / 1000.0 : -1;
    waited_items += item_count;
    printf("{\"command\":\"%s\",\"expected\":%llu,\"delivered\":%llu,\"lost\":%lld,\"duplicates\":%llu,"
           "\"reordered\":%llu,\"strays\":%llu,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"last_ms\":%.3f,\"span_ms\":%.3f,"
           "\"resets\":%llu,\"byes\":%llu,\"closed\":%llu,\"publish_errors\":%llu%s}\n",
           command, (unsigned long long)expected, (unsigned long long)deliveries,
           (long long)(expected - deliveries), (unsigned long long)duplicates, (unsigned long long)reordered,
           (unsigned long long)strays, at_share(late_us, received, 0.5), at_share(late_us, received, 0.99),
           at_share(late_us, received, 1.0), span_ms, (unsigned long long)resets_seen,
           (unsigned long long)byes_seen, (unsigned long long)closed_by_server,
           (unsigned long long)publish_errors, more);
    fflush(stdout);
    item_count = 0;
}

/* Print how the mean wait of the unluckiest stream compares with the luckiest; starts anew. */
void tally_fairness(void) {
    uint64_t least = UINT64_MAX, most = 0;
    for (uint32_t i = 0; i < stream_count; i++) {
        if (streams[i].state != OPEN) continue;
        if (waited_us[i] < least) least = waited_us[i];
        if (waited_us[i] > most) most = waited_us[i];
    }
    double items = waited_items ? (double)waited_items * 1000.0 : 1.0;
    printf("{\"command\":\"fairness\",\"luckiest_ms\":%.3f,\"unluckiest_ms\":%.3f,\"items\":%llu}\n",
           most ? (double)least / items : 0.0, (double)most / items, (unsigned long long)waited_items);
    fflush(stdout);
    memset(waited_us, 0, sizeof waited_us);
    waited_items = 0;
}
